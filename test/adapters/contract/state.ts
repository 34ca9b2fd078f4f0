import { expect, it } from 'vitest';
import type { State } from '../../../shared/ports.ts';

/** What every state promises. `make` answers an empty one each time. */
export function stateContract(make: () => Promise<State>): void {
  it('reads what was written, with a version', async () => {
    const state = await make();
    expect(await state.read('cursors/helpdesk')).toBeUndefined();
    const version = await state.write('cursors/helpdesk', '{"page":1}', null);
    expect(version).toBeTypeOf('string');
    expect(await state.read('cursors/helpdesk')).toEqual({ value: '{"page":1}', version });
  });
  it('writes only over the version that was read', async () => {
    const state = await make();
    const first = (await state.write('k', '1', null))!;
    expect(await state.write('k', 'x', null)).toBeUndefined();
    const second = (await state.write('k', '2', first))!;
    expect(second).not.toBe(first);
    expect(await state.write('k', 'x', first)).toBeUndefined();
    expect(await state.read('k')).toEqual({ value: '2', version: second });
    expect(await state.write('other', 'x', second)).toBeUndefined();
  });
  it('keeps an empty value apart from an absent one', async () => {
    const state = await make();
    const version = await state.write('k', '', null);
    expect(await state.read('k')).toEqual({ value: '', version });
  });
  it('removes only the version that was read, after which the key can be made again', async () => {
    const state = await make();
    const first = (await state.write('k', '1', null))!;
    const second = (await state.write('k', '2', first))!;
    expect(await state.remove('k', first)).toBe(false);
    expect(await state.remove('k', second)).toBe(true);
    expect(await state.remove('k', second)).toBe(false);
    expect(await state.read('k')).toBeUndefined();
    expect(await state.list('')).toEqual([]);
    expect(await state.write('k', '3', null)).toBeTypeOf('string');
    expect((await state.read('k'))?.value).toBe('3');
  });
  it('lists keys below a prefix, ascending; a key may be the start of another', async () => {
    const state = await make();
    for (const key of ['runs/b', 'runs/a', 'runs/a/pull', 'leases/x', 'runs/2026-W39 é'])
      await state.write(key, '1', null);
    expect(await state.list('runs/')).toEqual(['runs/2026-W39 é', 'runs/a', 'runs/a/pull', 'runs/b']);
    expect(await state.list('runs/a')).toEqual(['runs/a', 'runs/a/pull']);
    expect((await state.read('runs/a/pull'))?.value).toBe('1');
  });
  it('lets exactly one of many create a key', async () => {
    const state = await make();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => state.write('lease', `owner ${i}`, null)));
    const winners = answers.filter((answer) => answer !== undefined);
    expect(winners).toHaveLength(1);
    expect((await state.read('lease'))?.value).toBe(`owner ${answers.findIndex((answer) => answer !== undefined)}`);
  });
  it('loses no update when many count at once and try again', async () => {
    const state = await make();
    const increment = async (): Promise<void> => {
      for (;;) {
        const found = await state.read('n');
        const next = String(Number(found?.value ?? '0') + 1);
        if ((await state.write('n', next, found?.version ?? null)) !== undefined) return;
      }
    };
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 5; i++) await increment();
      }),
    );
    expect((await state.read('n'))?.value).toBe('20');
  });
}
