import { env, stderr, stdout } from 'node:process';
import type { Log } from '../../shared/ports.ts';
import { hanging, table as tableOf } from './layout.ts';
import { sentenceOf } from './log-words.ts';
import { paceTeller } from './pace.ts';

/** Columns of the terminal; 80 where there is none, so that a page in a mail or a ticket reads well. */
export const columns = (): number => Math.max(40, stdout.columns ?? 80);
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  tableOf(header, rows, columns());

/** Lines broken at the edge of a terminal, what follows under the first; whole in a pipe, where lines are searched. */
export const fitted = (text: string, more = 0): string =>
  stdout.isTTY
    ? text
        .split('\n')
        .flatMap((line) => hanging(line, columns(), more))
        .join('\n')
    : text;

/** What the result of a command is printed to: stdout alone. */
export const print = (text: string): void => {
  stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};
/** Everything else: notices, questions, faults. */
export const say = (text: string): void => {
  clearLine();
  stderr.write(`${text}\n`);
};

let isVerbose = false;
const since_ms = performance.now();
/** From now on everything that happens is said, with the seconds since the start. */
export const beVerbose = (): void => {
  isVerbose = true;
};
const stamp = (): string => `${((performance.now() - since_ms) / 1000).toFixed(2).padStart(7)} s  `;
/** Says what only --verbose asks for. */
export const detail = (text: string): void => {
  if (isVerbose) say(`${stamp()}${text}`);
};

const isLive = (): boolean => stderr.isTTY && env.TERM !== 'dumb' && !isVerbose;
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
  if (isVerbose) {
    detail(text);
    return;
  }
  if (!isLive()) {
    const now_ms = performance.now();
    if (!done && now_ms - lastLine_ms < 2000) return;
    lastLine_ms = now_ms;
    stderr.write(`${text}${done ? '' : ' …'}\n`);
    return;
  }
  clearLine();
  const width = Math.max(20, stderr.columns ?? 80);
  if (done) stderr.write(`${text}\n`);
  else {
    stderr.write(text.length >= width ? `${text.slice(0, width - 2)}…` : text);
    live = true;
  }
}

/** A wait that a person would take for a hang: its line stands, others are overtaken by the next. */
const longWait_s = 10;
const paceOf = paceTeller();

/** The log of the embedded home: warnings are said, information moves the progress line. */
export const terminalLog: Log = {
  info: (event, fields = {}) =>
    progress(
      `${sentenceOf(event, fields)}${event === 'pull.page' ? paceOf(fields, performance.now(), Date.now() / 1000) : ''}`,
      Number(fields.wait_s ?? 0) >= longWait_s,
    ),
  warn: (event, fields = {}) => say(`Note: ${sentenceOf(event, fields)}`),
};
