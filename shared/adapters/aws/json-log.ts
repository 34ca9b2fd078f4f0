import type { Value } from '../../lake/table.ts';
import type { Log } from '../../ports.ts';

/** One JSON object a line on standard output, which Lambda keeps; metric filters read `event` and the fields. */
export const jsonLog: Log = {
  info: (event, fields) => write('INFO', event, fields),
  warn: (event, fields) => write('WARN', event, fields),
};

function write(level: string, event: string, fields: Readonly<Record<string, Value>> = {}): void {
  const plain = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? String(value) : value,
  ]);
  process.stdout.write(`${JSON.stringify({ level, event, ...Object.fromEntries(plain) })}\n`);
}
