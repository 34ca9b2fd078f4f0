import { describe, expect, it, vi } from 'vitest';
import type { Rendered } from '../../shared/report/model.ts';
import { play, scheduleOf, script } from '../support/mail-world.ts';

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

/** CASEBOOK_SCHEDULES=10000 is the long mode. */
const many = Number(process.env.CASEBOOK_SCHEDULES ?? 300);

describe(`${many} schedules of faults in disk, network and mail server, kills among them`, () => {
  it('bring each mail at most once, and it arrives or is owed and said; the next run always goes on', async () => {
    const failed: string[] = [];
    for (let seed = 1; seed <= many && failed.length < 3; seed++) {
      const schedule = scheduleOf(seed);
      if ((await play(schedule)).length > 0) failed.push(await script(schedule));
    }
    expect(failed.join('\n')).toBe('');
  });

  it('would be seen to fail: a schedule is played the same way twice, and an undisturbed one brings every mail', async () => {
    const calm = { seed: 0, faults: [], pauses_h: [1, 1, 1, 1] };
    expect(await play(calm)).toEqual([]);
    expect(await play(scheduleOf(5))).toEqual(await play(scheduleOf(5)));
  });
});
