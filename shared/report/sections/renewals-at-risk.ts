import type { Extra } from '../../metrics/context.ts';
import { accountExposure } from '../../metrics/catalogue/all.ts';
import { zonedDayStart_s } from '../../time/zone.ts';
import { now } from '../asks.ts';
import { always, stated, whenTrue, type Sentence } from '../claim.ts';
import { accountNames } from '../lists/account-names.ts';
import { data, knownValue, valueText } from '../phrases.ts';
import { section, type Cell, type View } from '../section.ts';

const rowsShown = 10;

/** Customers whose renewal is near and whom support let down, by name, with what went wrong; nothing where there are none. */
export const renewalsAtRisk = section({
  id: 'renewals_at_risk',
  title: (words) => always(words.renewals.title),
  lead: (words) => always(words.renewals.rule),
  asks: (context) => [now(accountExposure, context), now(accountExposure, context, ['account'])],
  lists: [accountNames],
  blocks: (view) => {
    const { words, format } = view;
    const texts = words.renewals;
    const customers = exposedIn(view);
    if (customers.length === 0) return [];
    const rest = customers.slice(rowsShown);
    const ofRest = rest.flatMap(({ minor }) => minor ?? []);
    const row = (name: string, why: string, day: string, revenue: string): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'text', line: why },
      { kind: 'number', text: day },
      { kind: 'number', text: revenue },
    ];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.customer, align: 'start' },
          { label: texts.why, align: 'start', width: 30 },
          { label: texts.due, align: 'end', width: 18 },
          { label: texts.revenue, align: 'end', width: 22 },
        ],
        rows: [
          ...customers.slice(0, rowsShown).map(({ account, why, renewal_s, revenue }) => ({
            cells: row(
              data(nameIn(view, account), 40),
              why.map((one) => texts.reasons[one]).join(words.marks.comma),
              format.day(renewal_s),
              revenue ?? texts.not_stated,
            ),
          })),
          ...(rest.length === 0
            ? []
            : [
                {
                  cells: row(
                    texts.more(rest.length, format.count(rest.length)),
                    '',
                    '',
                    ofRest.length === 0 ? texts.not_stated : format.money(ofRest.reduce((sum, one) => sum + one, 0)),
                  ),
                },
              ]),
        ],
        total: row(
          texts.all(customers.length, format.count(customers.length)),
          '',
          '',
          valueText(accountExposure, view.value(accountExposure), view),
        ),
      },
      ...notes(view).map((line) => ({ kind: 'paragraph' as const, line, small: true })),
    ];
  },
});

const nameIn = (view: View, account: string): string =>
  String(view.rows(accountNames).find(({ account_id }) => account_id === account)?.['name'] ?? account);

const reasons = ['promise', 'reopened', 'rating', 'old_p1'] as const;
const reasonsIn = (list: Extra | undefined) =>
  reasons.filter((one) => typeof list === 'string' && list.split(', ').includes(one));

/** Those of the largest revenue first; of whom none is stated, last. */
function exposedIn({ facts, format }: View) {
  return facts.measured
    .filter(
      ({ metric, period, segment }) =>
        metric === accountExposure.id && period.id === facts.periods.now.id && segment.account !== undefined,
    )
    .map(({ segment, value, extras }) => {
      const minor = extras['revenue_not_stated'] === undefined ? knownValue(value) : null;
      return {
        account: segment.account ?? '',
        why: reasonsIn(extras['why']),
        renewal_s: zonedDayStart_s(Number(extras['renewal_day'] ?? 0), facts.organisation.time_zone),
        minor,
        revenue: minor === null ? null : format.money(minor),
      };
    })
    .sort((a, b) => (b.minor ?? -1) - (a.minor ?? -1) || (a.account < b.account ? -1 : 1));
}

/** What the total leaves out, and which part of the rule nobody can judge. */
function notes(view: View): readonly Sentence[] {
  const { words, format } = view;
  const texts = words.renewals;
  const of = (name: string): number => Number(view.extra(accountExposure, name) ?? 0);
  const [unstated, strangers] = [of('revenue_not_stated'), of('cases_of_nobody_known')];
  const untold = reasonsIn(view.extra(accountExposure, 'not_judged'));
  return [
    ...whenTrue('revenue_not_stated', unstated > 0, { revenue_not_stated: unstated }, () =>
      texts.unstated(unstated, format.count(unstated)),
    ),
    ...(untold.length === 0
      ? []
      : [
          stated(
            'rules_not_judged',
            { not_judged: untold.join(', ') },
            texts.not_judged(untold.map((one) => texts.reasons[one])),
          ),
        ]),
    ...whenTrue('cases_of_nobody_known', strangers > 0, { cases_of_nobody_known: strangers }, () =>
      texts.strangers(strangers, format.count(strangers)),
    ),
  ];
}
