import { always, stated, whenTrue, type Evidence, type Sentence } from '../claim.ts';
import {
  aiContainmentRate,
  aiDurableResolutionRate,
  aiHandoffRate,
  aiInvolvementRate,
  aiResolutionRate,
  satisfactionByHandler,
  waitAfterHandoff,
} from '../../metrics/catalogue/all.ts';
import type { Metric } from '../../metrics/model.ts';
import type { Known, MetricValue } from '../../metrics/value.ts';
import type { Period } from '../../period.ts';
import { during, now } from '../asks.ts';
import type { ReportPeriods } from '../facts.ts';
import { data, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type TableRow, type View } from '../section.ts';

const measures = [aiInvolvementRate, aiResolutionRate, aiDurableResolutionRate, aiHandoffRate, waitAfterHandoff];
/** What a week is too short for is shown of the week before. */
const ripening = [aiResolutionRate, aiDurableResolutionRate];
const earlier = ({ history }: ReportPeriods): readonly Period[] => history.slice(-2, -1);

/** What AI agents took part in, resolved for good, and handed over. Absent where no source says who is one, or none took part. */
export const aiAgents = section({
  id: 'ai_agents',
  title: (words) => always(words.ai.title),
  asks: (context) => [
    ...[...measures, aiContainmentRate, satisfactionByHandler].map((metric) => now(metric, context)),
    ...ripening.flatMap((metric) => earlier(context.periods).map((period) => during(metric, period, context))),
  ],
  blocks: (view) => {
    const part = view.value(aiInvolvementRate);
    if (part.status !== 'known' || (part.numerator ?? 0) === 0) return [];
    const { words } = view;
    return [
      { kind: 'paragraph', line: tookPart(part, view) },
      {
        kind: 'table',
        columns: [
          { label: words.numbers.measure, align: 'start' },
          { label: periodName(view.facts.periods.now, view), align: 'end', width: 34 },
        ],
        rows: measures.map((metric) => rowOf(metric, view)),
      },
      { kind: 'note', lines: notesOf(view) },
    ];
  },
});

const tookPart = ({ numerator, denominator, n }: Known, { words, format }: View): Sentence =>
  stated(
    'ai_took_part',
    { involved: numerator, cases: denominator },
    words.ai.took_part(format.count(numerator ?? 0), format.count(denominator ?? n)),
  );

/** The newest value that is settled, else the provisional one of the period. */
function rowOf(metric: Metric, view: View): TableRow {
  const { words, format, facts } = view;
  const value = view.value(metric);
  const before = earlier(facts.periods)[0];
  const settled = before === undefined ? undefined : view.value(metric, {}, before);
  const isEarlier = value.status === 'immature' && settled?.status === 'known' && before !== undefined;
  const told = isEarlier ? settled : value;
  const shown = valueText(metric, told, view);
  // a rate of few cases is shown as its counts already
  const counts =
    told.status === 'known' && told.numerator !== null && told.denominator !== null
      ? words.n_of_m(format.count(told.numerator), format.count(told.denominator))
      : null;
  const notes = [
    ...(counts === null || counts === shown ? [] : [counts]),
    ...(isEarlier ? [periodName(before, view)] : []),
    ...(told.status === 'immature' ? [words.provisional_until(format.soon(told.from_s, facts.as_of_s))] : []),
  ];
  const evidence = { metric: metric.id, period: isEarlier ? before.id : facts.periods.now.id, ...partsIn(told) };
  return {
    cells: [
      { kind: 'text', line: nameOf(metric, words), note: stated('basis', evidence, notes.join(words.marks.semicolon)) },
      { kind: 'number', text: shown, big: true },
    ],
  };
}

function notesOf(view: View): readonly Sentence[] {
  const { words, format } = view;
  const kept = view.value(aiContainmentRate);
  const rated = new Map(view.cut(satisfactionByHandler, 'handled_by').map(({ key, value }) => [key, value]));
  const [ai, person] = [rated.get('ai'), rated.get('person')];
  const reasons = reasonsOf(view);
  return [
    ...whenTrue('ai_upper_bound', kept.status === 'known', { value: valueOf(kept) }, () =>
      words.ai.upper_bound(valueText(aiContainmentRate, kept, view)),
    ),
    ...whenTrue('ai_handoff_reasons', reasons.length > 0, { reasons: reasons.length }, () =>
      words.ai.reasons(reasons.map(({ name, n }) => words.ai.reason(name, format.count(n))).join(words.marks.comma)),
    ),
    ...(ai?.status === 'known' && person?.status === 'known'
      ? [
          stated(
            'ai_satisfaction',
            { ai: ai.value, ai_n: ai.n, person: person.value, person_n: person.n },
            words.ai.satisfied(
              valueText(satisfactionByHandler, ai, view),
              valueText(satisfactionByHandler, person, view),
            ),
          ),
        ]
      : []),
    ...differing('ai_part_stated_differently', aiInvolvementRate, words.ai.differs_on_part, view),
    ...differing('ai_resolution_stated_differently', aiResolutionRate, words.ai.differs_on_resolution, view),
  ];
}

/** In how many cases the vendor states something else than the events show. */
function differing(
  id: string,
  metric: Metric,
  say: (n: string, all: string) => string,
  view: View,
): readonly Sentence[] {
  const [stated = 0, differ = 0] = ['stated', 'stated_differently'].map((name) =>
    Number(view.extra(metric, name) ?? 0),
  );
  return whenTrue(id, differ > 0, { stated, differ }, () => say(view.format.count(differ), view.format.count(stated)));
}

/** What a rate is made of. */
const partsIn = (value: MetricValue): Evidence =>
  value.status === 'no_data'
    ? { reason: value.reason }
    : { numerator: value.numerator, denominator: value.denominator, n: value.n };

const valueOf = (value: ReturnType<View['value']>): number | null => (value.status === 'known' ? value.value : null);

/** The three that were told most often, the others, and those without one: together they are all that was handed over. */
function reasonsOf(view: View): readonly { readonly name: string; readonly n: number }[] {
  const { ai } = view.words;
  const all = view
    .cut(aiHandoffRate, 'part')
    .flatMap(({ key, value }) => (value.status === 'known' ? [{ key, n: value.numerator ?? 0 }] : []));
  const told = all.filter(({ key }) => key !== 'not_told').sort((a, b) => b.n - a.n);
  if (told.length === 0) return [];
  const sum = (parts: typeof all): number => parts.reduce((total, { n }) => total + n, 0);
  return [
    ...told.slice(0, 3).map(({ key, n }) => ({ name: data(key.replaceAll('_', ' '), 40), n })),
    { name: ai.other_reasons, n: sum(told.slice(3)) },
    { name: ai.no_reason, n: sum(all.filter(({ key }) => key === 'not_told')) },
  ].filter(({ n }) => n > 0);
}
