import type { Engine, EngineAnswer } from './athena.ts';

interface Answer {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly (string | number | boolean | null)[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
}

/** Runs statements on a Trino server as they are. Values come back as Athena writes them: text, or null. */
export function trinoEngine(url: string, schema = 'default', catalog = 'memory'): Engine {
  const headers = { 'x-trino-user': 'casebook', 'x-trino-catalog': catalog, 'x-trino-schema': schema };
  return {
    async run(sql): Promise<EngineAnswer> {
      let answer = (await (
        await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql })
      ).json()) as Answer;
      let columns: Answer['columns'];
      const rows: (string | null)[][] = [];
      for (;;) {
        if (answer.error) throw new Error(`${answer.error.errorName}: ${answer.error.message}`);
        columns ??= answer.columns;
        for (const row of answer.data ?? []) rows.push(row.map((value) => (value === null ? null : String(value))));
        if (answer.nextUri === undefined) break;
        answer = JSON.parse(exactIntegers(await (await fetch(answer.nextUri, { headers })).text())) as Answer;
      }
      const plain = (type: string): string => type.replace(/\(.*\)/, '');
      return { columns: (columns ?? []).map(({ name, type }) => ({ name, type: plain(type) })), rows };
    },
    close: () => Promise.resolve(),
  };
}

/** Numbers beyond 2^53 would be rounded by JSON.parse: they are read as text. */
const exactIntegers = (text: string): string => text.replaceAll(/([[,])(-?\d{16,})(?=[,\]])/g, '$1"$2"');
