import type { State } from '../ports.ts';
import { updateText } from '../state.ts';

interface Deps {
  configuredRules?(source: string): string;
  readonly ports: { readonly state: State };
}

const nameOf = (source: string): string => `load/${source}/configured`;

/** Notes down by which part of the configuration the tickets of a source were read and derived. */
export async function noteRules(source: string, deps: Deps): Promise<void> {
  const { state } = deps.ports;
  const now = deps.configuredRules?.(source);
  if (now === undefined || (await state.read(nameOf(source)))?.value === now) return;
  await updateText(state, nameOf(source), () => now);
}

/**
 * Sources whose tickets were derived by another configuration than that of now: their numbers follow the earlier one until the next load.
 * One of which that was never noted down is not among them: nobody knows.
 */
export async function sourcesOfOtherRules(sources: readonly string[], deps: Deps): Promise<readonly string[]> {
  const { state } = deps.ports;
  const found: string[] = [];
  for (const source of sources) {
    const before = (await state.read(nameOf(source)))?.value;
    if (before !== undefined && before !== deps.configuredRules?.(source)) found.push(source);
  }
  return found;
}

/** What to do about them, in one sentence; undefined where there are none. */
export const otherRulesText = (sources: readonly string[]): string | undefined =>
  sources.length === 0
    ? undefined
    : `casebook.yaml has other rules than those by which ${sources.join(', ')} was loaded: numbers follow the earlier ones until the next casebook pull`;
