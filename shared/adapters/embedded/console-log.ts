import type { Log } from '../../ports.ts';
import type { Value } from '../../lake/table.ts';

/** One line an event on standard error: `event key=value ...`. Standard output belongs to results. */
export function consoleLog(write: (line: string) => void = (line) => void process.stderr.write(`${line}\n`)): Log {
  return {
    info: (event, fields) => write(line(event, fields)),
    warn: (event, fields) => write(`warning: ${line(event, fields)}`),
  };
}

/** For tests and for `--quiet`. */
export const silentLog: Log = { info: () => {}, warn: () => {} };

const line = (event: string, fields: Readonly<Record<string, Value>> = {}): string =>
  [event, ...Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`)].join(' ');

const shown = (value: Value): string =>
  typeof value === 'string' && !/^[\w.:/@+-]+$/.test(value) ? JSON.stringify(value) : String(value);
