import sax from 'sax';

/** One event of a process log, its attributes and those of its trace by their keys. */
export interface XesEvent {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

const values: ReadonlySet<string> = new Set(['string', 'date', 'int', 'float', 'boolean', 'id']);

/**
 * Events of a process log in XES (IEEE 1849-2016), in batches. Attributes of the trace come under `case:`, as in the flat tables that
 * process mining tools make of it; attributes inside attributes are left out.
 * @throws Error of the XML reader for text that is no XML
 */
export async function* xesEvents(pieces: AsyncIterable<string>): AsyncGenerator<readonly XesEvent[]> {
  let batch: XesEvent[] = [];
  let trace: Record<string, string> = {};
  let event: Record<string, string> | undefined;
  let line = 1;
  const open: string[] = [];
  const reader = sax.parser(true);
  const onopentag = ({ name, attributes }: sax.Tag | sax.QualifiedTag): void => {
    const inside = open.at(-1);
    open.push(name);
    if (name === 'trace') trace = {};
    else if (name === 'event') [event, line] = [{}, reader.line + 1];
    else if (values.has(name)) {
      const { key, value } = attributes;
      if (typeof key !== 'string' || typeof value !== 'string') return;
      if (inside === 'event' && event !== undefined) event[key] = value;
      else if (inside === 'trace') trace[`case:${key}`] = value;
    }
  };
  const onclosetag = (name: string): void => {
    open.pop();
    if (name !== 'event' || event === undefined) return;
    batch.push({ line, values: { ...trace, ...event } });
    event = undefined;
  };
  const onerror = (error: Error): void => {
    throw error;
  };
  Object.assign(reader, { onopentag, onclosetag, onerror });
  for await (const piece of pieces) {
    reader.write(piece);
    if (batch.length > 0) yield batch;
    batch = [];
  }
  reader.close();
}
