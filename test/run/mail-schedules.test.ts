import { describe, expect, it, vi } from 'vitest';
import type { Rendered } from '../../shared/report/model.ts';
import { asked, kept, playMany } from '../support/faults.ts';
import { mailSchedule, playMails } from '../support/mail-world.ts';

// Drawing a mail is not what fails here: the real functions, asked once.
vi.mock('../../shared/report/report.ts', async (original) => {
  const real = await original<typeof import('../../shared/report/report.ts')>();
  let drawn: Promise<Rendered> | undefined;
  return { ...real, render: (composed: Parameters<typeof real.render>[0]) => (drawn ??= real.render(composed)) };
});
vi.mock('../../shared/report/mime.ts', async (original) => {
  const real = await original<typeof import('../../shared/report/mime.ts')>();
  const made = new Map<string, Promise<Uint8Array>>();
  const mime: typeof real.mime = (mail, envelope) => {
    const known = made.get(envelope.to) ?? real.mime(mail, envelope);
    made.set(envelope.to, known);
    return known;
  };
  return { ...real, mime };
});

const these = asked(300);
/** A long run takes as long as it takes: a tenth of a second a schedule, several times that on a busy machine. */
const patience_ms = Math.max(180_000, these.many * 1000);

describe(`${these.many} schedules of faults in disk, network and mail server, kills among them`, () => {
  it(
    'bring each mail at most once, and it arrives or is owed and said; the next run always goes on',
    async () => {
      expect((await playMany('mail', these, mailSchedule, playMails)).join('\n')).toBe('');
    },
    patience_ms,
  );

  it('would be seen to fail: a schedule is played the same way twice, and an undisturbed one brings every mail', async () => {
    const calm = { seed: 0, faults: [], pauses_h: [1, 1, 1, 1] };
    expect(await playMails(calm)).toEqual([]);
    expect(await playMails(mailSchedule(5))).toEqual(await playMails(mailSchedule(5)));
  });

  it.each(kept('mail'))('does not fail again: $name', async ({ schedule }) => {
    expect(await playMails(schedule)).toEqual([]);
  });
});
