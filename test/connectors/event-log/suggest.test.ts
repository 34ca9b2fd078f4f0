import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventLog } from '../../../shared/connectors/helpdesks/event-log.ts';
import { suggestLog } from '../../../shared/connectors/event-log/suggest.ts';
import { InputError } from '../../../shared/errors.ts';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const suggest = async (text: string) =>
  (parse(await suggestLog('log.csv', bytesOf(text))) as { sources: Record<string, unknown>[] }).sources[0];

describe('a proposal for a log that nobody has mapped', () => {
  const german = [
    'Ticket;Geändert;Owner;Status;Priority',
    ...Array.from(
      { length: 20 },
      (_, i) =>
        `T-${i % 7};2${i % 9}.03.2026 1${i % 9}:30;ann;${['New', 'In Progress', 'Waiting for customer', 'Done'][i % 4]};High`,
    ),
  ].join('\n');

  it('finds ticket, time, its format, owner and status by names and values', async () => {
    expect(await suggest(german.replace('Geändert', 'Updated'))).toMatchObject({
      ticket: 'Ticket',
      at: 'Updated',
      time_format: 'd.M.yyyy HH:mm',
      columns: {
        assignee: 'Owner',
        priority: 'Priority',
        status: {
          column: 'Status',
          map: { New: 'new', 'In Progress': 'open', 'Waiting for customer': 'pending_customer', Done: 'solved' },
        },
      },
    });
  });

  it('is itself a source that Casebook accepts', async () => {
    expect(eventLog.configuration.safeParse(await suggest(german)).success).toBe(true);
  });

  it('takes the only column of times when no name tells', async () => {
    expect(await suggest(german)).toMatchObject({ at: 'Geändert' });
  });

  it('says what is wrong with an empty file, and with one that has only a header', async () => {
    await expect(suggest('')).rejects.toThrow(InputError);
    await expect(suggest('a,b\n')).rejects.toThrow('log.csv:2: found no row');
  });
});
