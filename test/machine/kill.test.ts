import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf, killedThenRun, scene, traces, type Scene } from '../support/kills.ts';

/** SIGKILL of the real process at chance instants, once and several times in a row, in runs, pulls and replays. */
let stage: Scene;
beforeAll(async () => {
  stage = await scene();
});
afterAll(() => stage?.close());
const chance = chanceOf(7);
const instants = (n: number): readonly number[] =>
  Array.from({ length: n }, () => (0.1 + 0.9 * chance()) * stage.took_ms);

/** Each scene is the whole program several times over: the gate plays one round, CASEBOOK_KILLS=3 three. */
const rounds = Number(process.env['CASEBOOK_KILLS'] ?? 1);
const times = (n: number): readonly number[] => Array.from({ length: n * rounds }, (_, i) => i + 1);

describe('killed at chance instants', () => {
  it.each(times(4))('run %d: the next completes with the same numbers and mails', async () => {
    const home = stage.fresh();
    const kills = instants(1);
    const ended = await killedThenRun(home, stage.words, kills);
    expect([kills, ended.status, ended.stdout]).toEqual([kills, 0, '']);
    expect(await traces(home, stage.words[2] ?? '')).toEqual(stage.undisturbed);
  });
  it.each(times(1))('run %d, four times in a row', async () => {
    const home = stage.fresh();
    const ended = await killedThenRun(home, stage.words, instants(4));
    expect([ended.status, ended.stdout]).toEqual([0, '']);
    expect(await traces(home, stage.words[2] ?? '')).toEqual(stage.undisturbed);
  });
  it.each(times(1))('pull %d, then the run', async () => {
    const home = stage.fresh();
    await killedThenRun(home, ['pull'], instants(3));
    const ended = await home.start(...stage.words);
    expect(ended.status).toBe(0);
    expect(await traces(home, stage.words[2] ?? '')).toEqual(stage.undisturbed);
  });
  it.each(times(1))('replay %d, then any command that reads', async () => {
    const home = stage.fresh();
    expect(await home.start(...stage.words)).toMatchObject({ status: 0 });
    for (const ms of instants(3)) await home.killed(new Promise((done) => setTimeout(done, ms * 0.6)), 'replay');
    expect(await traces(home, stage.words[2] ?? '')).toEqual(stage.undisturbed);
  });
});
