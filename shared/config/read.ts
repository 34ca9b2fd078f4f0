import { isScalar, LineCounter, parseDocument } from 'yaml';
import { aliasFaults } from './aliases.ts';
import type { z } from 'zod';
import { ConfigurationError } from '../errors.ts';
import { ConfigurationSchema, type Configuration } from './configuration.ts';
import type { Known } from './known.ts';
import { nearest } from '../nearest.ts';
import { referenceFaults } from './reference-faults.ts';
import { memberAt } from '../member.ts';

export type { Known } from './known.ts';

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value) ?? 'something that is no data';
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
};
const at = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`)).join('');

/** What is expected, where a schema has no words of its own. */
const plainTypes: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
const plain = (message: string): string =>
  message
    .replace(/^Invalid input: expected (\w+).*$/, (_, type: string) => plainTypes[type] ?? 'another value')
    .replace(
      /^Too (small|big): expected \w+ to (?:be|have) [<>]=?(-?[\d.]+).*$/,
      (_, end: string, bound: string) => `${end === 'small' ? 'at least' : 'at most'} ${bound}`,
    );

/**
 * Parses casebook.yaml. All faults at once, one a line, with file, line, path, what was found and what was expected.
 * @throws ConfigurationError
 */
export function readConfiguration(text: string, file: string, known: Known): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, schema: 'core' });
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      `${file} is not valid YAML. Correct it and try again.`,
      document.errors.map((error) => `${file}: ${error.message.split('\n')[0]}`),
    );
  }
  const aliases = aliasFaults(document).map(({ at, expected }) => `${file}:${lines.linePos(at).line}: ${expected}`);
  if (aliases.length > 0) throw new ConfigurationError(`${file} uses aliases that cannot be followed.`, aliases);
  const root: unknown = document.toJS({ maxAliasCount: -1 }) ?? {};
  const lineOf = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length) as unknown[], true);
      const range =
        isScalar(node) || (typeof node === 'object' && node !== null && 'range' in node)
          ? (node as { range?: [number, number, number] | null }).range
          : undefined;
      if (range) return `${file}:${lines.linePos(range[0]).line}`;
    }
    return file;
  };
  const faults: string[] = [];
  const told = new Set<string>();
  const fault = (path: readonly PropertyKey[], expected: string): void => {
    told.add(pathText(path));
    faults.push(
      `${lineOf(path)}: ${pathText(path) || '(the whole file)'}: found ${shown(at(root, path))}, expected ${expected}`,
    );
  };
  const collect = (error: z.ZodError, prefix: readonly PropertyKey[]): void => {
    for (const issue of error.issues) {
      const path = [...prefix, ...issue.path];
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys)
          fault([...path, key], issue.message.startsWith('Unrecognized key') ? 'no such key here' : issue.message);
      } else if (issue.code === 'invalid_union') {
        const deeper = issue.errors.flat().find((inner) => inner.path.length > 0);
        if (deeper) fault([...path, ...deeper.path], plain(deeper.message));
        else
          fault(
            path,
            plain(
              issue.message === 'Invalid input' ? (issue.errors[0]?.[0]?.message ?? 'another value') : issue.message,
            ),
          );
      } else {
        fault(path, plain(issue.message));
      }
    }
  };

  const parsed = ConfigurationSchema.safeParse(root);
  if (!parsed.success) collect(parsed.error, []);
  const sources = (root as { sources?: unknown }).sources;
  if (Array.isArray(sources)) {
    sources.forEach((source: Record<string, unknown>, i) => {
      const connector = source?.connector;
      if (typeof connector !== 'string') return;
      const schema = memberAt(known.connectors, connector);
      if (schema === undefined) {
        const hint = nearest(connector, Object.keys(known.connectors));
        fault(
          ['sources', i, 'connector'],
          `one of ${Object.keys(known.connectors).join(', ')}${hint ? ` (did you mean ${hint}?)` : ''}`,
        );
        return;
      }
      const part = schema.safeParse(source);
      if (!part.success) collect(part.error, ['sources', i]);
      else sources[i] = part.data;
    });
  }
  for (const { path, expected } of referenceFaults(root, known)) {
    // Where the schema has refused the value already, one sentence is enough.
    const place = pathText(path);
    if (!told.has(place)) fault(path, expected);
  }
  if (!parsed.success || faults.length > 0)
    throw new ConfigurationError(`${file} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}.`, faults);
  return { ...parsed.data, sources: sources as Configuration['sources'] };
}
