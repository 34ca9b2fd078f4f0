import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

interface Group {
  readonly incidents: number;
  readonly resolution_time: {
    readonly n: number;
    readonly p50_seconds: number;
    readonly p80_seconds: number;
    readonly mean_seconds: number;
  };
  readonly resolution_rate_24h: { readonly numerator: number; readonly denominator: number };
}
type Groups = Readonly<Record<string, Group>>;
interface Golden {
  readonly all: Group;
  readonly by_contact_type: Groups;
  readonly by_priority: Groups;
}

const channels = { Phone: 'phone', Email: 'email', 'Self service': 'self_service', IVR: 'api', 'Direct opening': 'web' };
const priorities = { '1 - Critical': 'p1', '2 - High': 'p2', '3 - Moderate': 'p3', '4 - Low': 'p4' };

/** Expects the figures of golden-uci.json (`file`) among the answers for all time: whole, by channel, by priority. Answers the groups checked. */
export function expectGolden(elements: readonly Readonly<Record<string, unknown>>[], file: string): number {
  const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;
  const by = (dimension: string, names: Readonly<Record<string, string>>, groups: Groups) =>
    Object.entries(groups).map(([raw, group]) => ({ segment: { [dimension]: names[raw] ?? raw }, group }));
  const all: readonly { segment: Readonly<Record<string, string>>; group: Group }[] = [
    { segment: {}, group: golden.all },
    ...by('channel', channels, golden.by_contact_type),
    ...by('priority', priorities, golden.by_priority),
  ];
  for (const { segment, group } of all) {
    const find = (metric: string) =>
      elements.find((one) => one.metric === metric && JSON.stringify(one.segment) === JSON.stringify(segment));
    const { n, p50_seconds, p80_seconds, mean_seconds } = group.resolution_time;
    expect(find('ticket_volume'), JSON.stringify(segment)).toMatchObject({ value: group.incidents });
    expect(find('dts_p50'), JSON.stringify(segment)).toMatchObject({ n, value: p50_seconds });
    expect(find('dts_p80'), JSON.stringify(segment)).toMatchObject({ n, value: p80_seconds });
    expect(find('dts_mean')?.value, JSON.stringify(segment)).toBeCloseTo(mean_seconds, 6);
    const { numerator, denominator } = group.resolution_rate_24h;
    expect(find('fdr_24h'), JSON.stringify(segment)).toMatchObject({ numerator, denominator });
  }
  return all.length;
}
