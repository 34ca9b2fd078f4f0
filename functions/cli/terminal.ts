import { stderr, stdout } from 'node:process';
import type { Log } from '../../shared/ports.ts';

/** What the result of a command is printed to: stdout alone. */
export const print = (text: string): void => {
  stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};
/** Everything else: notices, questions, faults. */
export const say = (text: string): void => {
  clearLine();
  stderr.write(`${text}\n`);
};

let live = false;
const clearLine = (): void => {
  if (live) stderr.write('\r\u001B[2K');
  live = false;
};

let lastLine_ms = 0;

/**
 * Progress: one line that rewrites itself on a terminal; elsewhere plain lines, those that will be overtaken at most one in two
 * seconds. `done` leaves the line standing.
 */
export function progress(text: string, done = false): void {
  if (!stderr.isTTY) {
    const now_ms = performance.now();
    if (!done && now_ms - lastLine_ms < 2000) return;
    lastLine_ms = now_ms;
    stderr.write(`${text}${done ? '' : ' …'}\n`);
    return;
  }
  clearLine();
  const width = Math.max(20, stderr.columns ?? 80);
  stderr.write(text.length >= width ? `${text.slice(0, width - 2)}…` : text);
  if (done) stderr.write('\n');
  else live = true;
}

/** The log of the embedded home: warnings are said, information moves the progress line. */
export const terminalLog: Log = {
  info: (event, fields = {}) =>
    progress(spoken[event]?.(fields) ?? `${event}${pairs(fields)}`, Number(fields.wait_s ?? 0) >= longWait_s),
  warn: (event, fields = {}) => say(`Note: ${event}${pairs(fields)}`),
};

/** A wait that a person would take for a hang: its line stands, others are overtaken by the next. */
const longWait_s = 10;

/** What happens often, as a sentence. */
const spoken: Readonly<Record<string, (fields: Readonly<Record<string, unknown>>) => string>> = {
  'pull.page': ({ source, stream, page, rows }) =>
    `Reading ${String(source)}: ${String(stream)}, page ${String(page)}, ${String(rows)} records`,
  'pull.wait': ({ source, wait_s, because }) => `Waiting ${String(wait_s)} s for ${String(source)}: ${String(because)}`,
};

const pairs = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([name, value]) => ` ${name}=${String(value)}`)
    .join('');

/** A table for a terminal: columns padded, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const isNumber = header.map((_, i) => rows.length > 0 && rows.every((row) => /^[−-]?[\d.,% ]*$/.test(row[i] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isNumber[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}
