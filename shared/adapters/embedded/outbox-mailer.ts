import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Mailer } from '../../ports.ts';
import { writeWhole } from './atomic-file.ts';

/**
 * "Sends" by leaving an .eml file in a folder. The file is named by what it holds and to whom it goes, and is created once: the
 * same message sent again is the same file.
 */
export function outboxMailer(folder: string): Mailer {
  return {
    isIdempotent: true,
    async send({ from, to, raw }) {
      const hash = createHash('sha256').update(`${from}\n${to}\n`).update(raw).digest('hex').slice(0, 24);
      const id = `${to
        .toLowerCase()
        .replaceAll(/[^a-z0-9@._-]/g, '_')
        .slice(0, 80)}-${hash}.eml`;
      await writeWhole(folder, join(folder, id), raw, { ifAbsent: true });
      return { id };
    },
  };
}
