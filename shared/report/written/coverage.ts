import type { SectionConfiguration } from '../../config/configuration.ts';
import type { Metric } from '../../metrics/model.ts';
import { always, firstTrue, quoted, stated } from '../claim.ts';
import { data, nameOf, reasonText } from '../phrases.ts';
import { section, type Block, type Section, type View } from '../section.ts';
import { hiddenPeople, partsOf } from './parts.ts';

type Coverage = NonNullable<SectionConfiguration['coverage']>;

/** Which numbers of the report have their data, and what the others wait for: a number that is missing is said, not left out. */
export const coverage = ({ title }: Coverage, number: number, metricsIn: (view: View) => readonly Metric[]): Section =>
  section({
    id: `coverage_${number}`,
    title: (words) => (title === undefined ? always(words.written.coverage) : quoted('casebook.yaml', data(title, 80))),
    inQuietPeriods: true,
    blocks: (view) => {
      const metrics = metricsIn(view);
      return metrics.length === 0 ? [] : coverageOf(metrics, view);
    },
  });

function coverageOf(metrics: readonly Metric[], view: View): readonly Block[] {
  const { words, format } = view;
  const texts = words.written;
  const waiting = new Map<string, Metric[]>();
  for (const metric of metrics) {
    if (hiddenPeople(metric, view) > 0) continue;
    const reasons = partsOf([metric], view).map(({ now }) => (now.status === 'no_data' ? now.reason : null));
    const [first] = reasons;
    if (first == null || reasons.includes(null)) continue;
    const reason = reasonText(first, words);
    waiting.set(reason, [...(waiting.get(reason) ?? []), metric]);
  }
  const without = [...waiting.values()].flat().length;
  const counts = [format.count(metrics.length - without), format.count(metrics.length)] as const;
  const line = firstTrue({ numbers: metrics.length, without }, [
    { claim: 'all_covered', when: without === 0, says: () => texts.all_covered(counts[1]) },
    { claim: 'partly_covered', when: true, says: () => texts.partly_covered(...counts) },
  ]);
  return [
    { kind: 'paragraph', line },
    ...(without === 0
      ? []
      : [
          {
            kind: 'list' as const,
            ordered: false,
            items: [...waiting].map(([reason, of]) =>
              stated('without_number', { reason, metrics: of.map(({ id }) => id).join(', ') }, [
                { text: `${reason}${words.marks.colon.trim()}`, strong: true },
                `${words.marks.space}${of.map((metric) => nameOf(metric, words)).join(words.written.list_comma)}`,
              ]),
            ),
          },
        ]),
  ];
}
