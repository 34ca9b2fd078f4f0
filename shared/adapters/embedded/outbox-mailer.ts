import { join } from 'node:path';
import type { Mailer } from '../../ports.ts';
import { writeWhole } from './atomic-file.ts';

/**
 * "Sends" by leaving an .eml file in a folder. The file is named by its recipient and its key in the send ledger, and is
 * created once: the same message sent again, even after a crash and a new run, is the same file.
 */
export function outboxMailer(folder: string): Mailer {
  return {
    isIdempotent: true,
    async send({ key, to, raw }) {
      const id = `${to
        .toLowerCase()
        .replaceAll(/[^a-z0-9@._-]/g, '_')
        .slice(0, 80)}-${key.slice(0, 24)}.eml`;
      await writeWhole(folder, join(folder, id), raw, { ifAbsent: true });
      return { id };
    },
  };
}
