import { promisesAtRisk, slaAttainment, slaOverrunP80 } from '../../metrics/catalogue/all.ts';
import { historyOf, now } from '../asks.ts';
import { always, whenTrue } from '../claim.ts';
import { policyTitles } from '../lists/policy-titles.ts';
import { basisOf, basisText, changeOf, changeWords, data, knownValue, nameOf, valueText } from '../phrases.ts';
import { readingsOf } from '../scorecard.ts';
import { section, type Reading, type View } from '../section.ts';

/** Promises to customers, together and by what was promised and to whom; nothing where no source and no setting tells of any. */
export const promisesKept = section({
  id: 'promises_kept',
  title: (words) => always(words.promises.title),
  asks: (context) => [
    ...historyOf(slaAttainment, context),
    now(slaAttainment, context, ['policy', 'promise']),
    now(slaOverrunP80, context),
    now(promisesAtRisk, context),
  ],
  lists: [policyTitles],
  blocks: (view) => {
    const [whole] = readingsOf([slaAttainment], view);
    if (whole === undefined) return [];
    const { words, format } = view;
    const texts = words.promises;
    const parts = partsOf(view);
    const rest = parts.slice(rowsShown);
    const rows = [
      ...parts
        .slice(0, rowsShown)
        .map(({ promise, policy, value, missed, running }) => [
          `${texts.kinds[promise as keyof typeof texts.kinds] ?? data(promise, 40)}${words.marks.comma}${policyName(policy, view)}`,
          valueText(slaAttainment, value, view),
          format.count(missed),
          format.count(running),
        ]),
      ...(rest.length === 0
        ? []
        : [
            [
              texts.more(rest.length, format.count(rest.length)),
              '',
              format.count(rest.reduce((sum, { missed }) => sum + missed, 0)),
              format.count(rest.reduce((sum, { running }) => sum + running, 0)),
            ],
          ]),
    ];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.promise, align: 'start' },
          { label: texts.kept, align: 'end', width: 24 },
          { label: texts.missed, align: 'end', width: 14 },
          { label: texts.running, align: 'end', width: 14 },
        ],
        rows: [
          ...(rows.length > 1 ? rows : []).map(([name = '', ...numbers]) => ({
            cells: [
              { kind: 'text' as const, line: name },
              ...numbers.map((text) => ({ kind: 'number' as const, text })),
            ],
          })),
          {
            cells: [
              { kind: 'text', line: nameOf(slaAttainment, words), note: basisOf(whole, view, noteOf(whole, view)) },
              { kind: 'number', text: valueText(slaAttainment, whole.now, view), big: true },
              { kind: 'number', text: format.count(extra(view, 'missed')) },
              { kind: 'number', text: format.count(extra(view, 'running')) },
            ],
          },
        ],
      },
      ...risks(view).map((line) => ({ kind: 'paragraph' as const, line })),
    ];
  },
});

const rowsShown = 12;

/** Ids that no reader knows: a number, or the long keys of ServiceNow and Salesforce. */
const isKey = (id: string): boolean => /^\d+$|^(?=.*\d)[0-9A-Za-z]{15,}$/.test(id);

/** The policy as the helpdesk calls it; where it gives no title, or several, the words say that it has no name. */
function policyName(policy: string | undefined, view: View): string {
  const texts = view.words.promises;
  if (policy === undefined) return texts.policy_not_told;
  const known = view.rows(policyTitles).find(({ policy_id }) => policy_id === policy);
  if (known !== undefined && known.title === known.other) return data(String(known.title), 40);
  return isKey(policy) ? texts.unnamed_policy(data(policy, 40)) : data(policy, 40);
}

/** What it rests on and how it moved; in the cell of the number the words would not fit beside three columns on a telephone. */
const noteOf = (whole: Reading, view: View): string =>
  [...new Set([basisText(whole, view), changeWords(whole, view), changeOf(whole, view).word])]
    .filter((part) => part !== '')
    .join(view.words.marks.comma);

const extra = (view: View, name: string): number => Number(view.extra(slaAttainment, name) ?? 0);

function risks(view: View) {
  const { words, format } = view;
  const texts = words.promises;
  const due = knownValue(view.value(promisesAtRisk));
  const overdue = Number(view.extra(promisesAtRisk, 'overdue') ?? 0);
  const late = view.value(slaOverrunP80);
  return [
    ...(due === null
      ? []
      : whenTrue('promises_at_risk', due + overdue > 0, { due, overdue }, () =>
          texts.at_risk(due, format.count(due), format.count(overdue)),
        )),
    ...(late.status === 'known' && late.n >= 5
      ? whenTrue('overrun', true, { overrun_s: late.value, n: late.n }, () =>
          texts.overrun(format.duration(late.value)),
        )
      : []),
  ];
}

/** One row a policy and promise of which some ended in the period, or run. */
const partsOf = ({ facts }: View) =>
  facts.measured
    .filter(
      ({ metric, period, segment }) =>
        metric === slaAttainment.id &&
        period.id === facts.periods.now.id &&
        'policy' in segment &&
        'promise' in segment,
    )
    .map(({ segment, value, extras }) => ({
      promise: segment.promise ?? 'unknown',
      policy: segment.policy === 'unknown' ? undefined : segment.policy,
      value,
      missed: Number(extras['missed'] ?? 0),
      running: Number(extras['running'] ?? 0),
    }))
    .filter(({ value, running }) => value.status === 'known' || running > 0)
    .sort((a, b) => (`${a.policy}\n${a.promise}` < `${b.policy}\n${b.promise}` ? -1 : 1));
