import { isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError } from '../errors.ts';
import { ConfigurationSchema, type Configuration } from './configuration.ts';

/** What the rest of Casebook knows by name; the composition root hands it in, so that config depends on nothing. */
export interface Known {
  /** Connector id -> schema of its part of a source. */
  readonly connectors: Readonly<Record<string, z.ZodType>>;
  readonly metrics: readonly string[];
  readonly reports: readonly string[];
}

/** The names nearest to a wrong one, for "did you mean". */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  const distance = (a: string, b: string): number => {
    let before: readonly number[] = [];
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          // Two letters swapped are one slip.
          a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        );
      }
      before = row;
      row = next;
    }
    return row[b.length] ?? 0;
  };
  const ranked = names
    .map((name) => ({ name, d: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best && best.d <= Math.max(2, Math.floor(wrong.length / 2)) ? best.name : undefined;
}

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value) ?? 'something that is no data';
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
};
const at = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`)).join('');

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
  const root: unknown = document.toJS() ?? {};
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
  const fault = (path: readonly PropertyKey[], expected: string): void => {
    faults.push(
      `${lineOf(path)}: ${pathText(path) || '(the whole file)'}: found ${shown(at(root, path))}, expected ${expected}`,
    );
  };
  const collect = (error: z.ZodError, prefix: readonly PropertyKey[]): void => {
    for (const issue of error.issues) {
      const path = [...prefix, ...issue.path];
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) fault([...path, key], 'no such key here');
      } else if (issue.code === 'invalid_union') {
        const deeper = issue.errors.flat().find((inner) => inner.path.length > 0);
        if (deeper) fault([...path, ...deeper.path], deeper.message);
        else
          fault(
            path,
            issue.message === 'Invalid input' ? (issue.errors[0]?.[0]?.message ?? 'another value') : issue.message,
          );
      } else {
        fault(path, issue.message.replace(/^Invalid input: expected /, ''));
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
      const schema = known.connectors[connector];
      if (!schema) {
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
  if (!parsed.success || faults.length > 0)
    throw new ConfigurationError(`${file} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}.`, faults);

  const configuration = { ...parsed.data, sources: sources as Configuration['sources'] };
  const unique = (path: string, ids: readonly string[]): void => {
    ids.forEach((name, i) => {
      if (ids.indexOf(name) !== i) fault([path, i, 'id'], 'an id used only once');
    });
  };
  unique(
    'sources',
    configuration.sources.map((source) => source.id),
  );
  unique(
    'teams',
    configuration.teams.map((team) => team.id),
  );
  configuration.teams.forEach((team, i) => {
    if (team.calendar !== undefined && !configuration.calendars[team.calendar])
      fault(
        ['teams', i, 'calendar'],
        `a calendar of this file: ${Object.keys(configuration.calendars).join(', ') || 'none is defined'}`,
      );
  });
  configuration.targets.forEach((target, i) => {
    if (!known.metrics.includes(target.metric)) {
      const hint = nearest(target.metric, known.metrics);
      fault(
        ['targets', i, 'metric'],
        `a metric id${hint ? `, such as ${hint}` : ''} (casebook metrics --list shows all)`,
      );
    }
  });
  configuration.reports.forEach((report, i) => {
    if (!known.reports.includes(report.id)) fault(['reports', i, 'id'], `one of ${known.reports.join(', ')}`);
    if (report.schedule && report.schedule.kind === 'weekly' && report.id.endsWith('-quarterly'))
      fault(['reports', i, 'schedule'], 'a day of the month such as "day 5 07:00" for a quarterly report');
    if (report.schedule && report.schedule.kind === 'quarterly' && report.id.endsWith('-weekly'))
      fault(['reports', i, 'schedule'], 'a weekday such as "mon 07:00" for a weekly report');
    if (report.slice !== undefined && Array.isArray(report.recipients) && report.recipients.length > 0)
      fault(
        ['reports', i, 'recipients'],
        `a list of addresses for each ${report.slice}, because the report has a slice`,
      );
    if (report.slice === undefined && !Array.isArray(report.recipients))
      fault(['reports', i, 'recipients'], 'one list of addresses, because the report has no slice');
    if (report.slice === 'team' && !Array.isArray(report.recipients)) {
      for (const slice of Object.keys(report.recipients)) {
        if (!configuration.teams.some((team) => team.id === slice))
          fault(
            ['reports', i, 'recipients', slice],
            `a team of this file: ${configuration.teams.map((team) => team.id).join(', ') || 'none is defined'}`,
          );
      }
    }
  });
  if (faults.length > 0)
    throw new ConfigurationError(`${file} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}.`, faults);
  return configuration;
}
