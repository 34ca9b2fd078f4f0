import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf, killedThenRun, scene, traces, type Scene } from '../../support/kills.ts';

/** SIGKILL at chance instants of a run; test/machine/kill.test.ts has many more of them. */
let stage: Scene;
beforeAll(async () => {
  stage = await scene();
}, 120_000);
afterAll(() => stage?.close());

describe('a run killed at any instant', () => {
  const chance = chanceOf(20_261_122);
  it.each([0.3, 0.75])(
    'is finished by the next: the same numbers, one mail a recipient (around %d of it)',
    async (part) => {
      const home = stage.fresh();
      const ended = await killedThenRun(home, stage.words, [stage.took_ms * (part + chance() * 0.2)]);
      expect([ended.status, ended.stdout]).toEqual([0, '']);
      expect(await traces(home, stage.words[2] ?? '')).toEqual(stage.undisturbed);
    },
    120_000,
  );
});
