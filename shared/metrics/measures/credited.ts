import type { Ask, MetricQueries, Part } from '../model.ts';
import { noData, quotient } from '../outcome.ts';
import { tickets } from '../relations/tickets.ts';
import { bySegment, segmentKey } from '../segments.ts';
import type { Dimension, Segment } from '../value.ts';
import { coverageOf, effortsOf, type Effort } from './person-days.ts';
import { counted } from './tickets.ts';
import { workforceOf } from './workforce.ts';
import { loggedByTicket } from './logged-by-ticket.ts';

const ofTicket: readonly Dimension[] = ['channel', 'category'];

/**
 * Tickets resolved by people of the roster over their person-days: those worked (roster and calendar) or those logged on support.
 * Cut by channel or category, the days are split by the seconds logged on such tickets.
 */
export async function creditedPerDay(
  queries: MetricQueries,
  ask: Ask,
  days: 'worked' | 'support',
): Promise<readonly Part[]> {
  const splits = [...ask.by, ...(Object.keys(ask.where ?? {}) as Dimension[])].some((one) => ofTicket.includes(one));
  if (splits && !queries.present.has('time_log')) return [{ segment: {}, value: noData('no_input:time_log') }];
  const people = await workforceOf(queries, ask);
  const rows = await queries.tally(
    { ...ask, by: [...new Set<Dimension>([...ask.by, 'person'])] },
    { relation: tickets('resolved'), at: 'resolved_s', span: 'period', where: counted, columns: [] },
  );
  const own = ask.by.filter((one) => !ofTicket.includes(one));
  const [inside] = [pick(ask.where ?? {}, (name) => !ofTicket.includes(name))];
  const efforts = await effortsOf(queries, { ...ask, by: own, where: inside });
  const shares = splits ? await loggedByTicket(queries, { ...ask, where: inside }, ofTicket) : null;
  const groups = new Map(bySegment(ask, rows, ({ segment }) => segment).map((one) => [segmentKey(one.segment), one]));
  const segments = new Map([...groups.values()].map(({ segment }) => [segmentKey(segment), segment]));
  if (!splits) for (const { segment } of efforts) segments.set(segmentKey(segment), segment);
  return [...segments]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, segment]): readonly Part[] => {
      const found = groups.get(id)?.rows ?? [];
      const isCredited = ({ segment }: (typeof found)[number]): boolean => people.posts.has(segment.person ?? '');
      const credited = found.filter(isCredited).reduce((sum, { n }) => sum + n, 0);
      const other = found.filter((row) => !isCredited(row)).reduce((sum, { n }) => sum + n, 0);
      const effort = efforts.find(
        (one) => segmentKey(one.segment) === segmentKey(pick(segment, (name) => own.includes(name))),
      )?.effort;
      const missing = days === 'support' ? (effort?.without_weight ?? []) : [];
      if (missing.length > 0)
        return [
          {
            segment,
            value: noData('missing_weight'),
            extras: { missing: missing.map((one) => `activity ${one}`).join(', ') },
          },
        ];
      const whole = effort === undefined ? 0 : daysIn(effort, days);
      const part =
        shares === null
          ? 1
          : shares(
              segment,
              pick(ask.where ?? {}, (name) => ofTicket.includes(name)),
            );
      const denominator = whole * part;
      const extras = {
        not_credited: other,
        ...(effort === undefined ? {} : { time_log_coverage: coverageOf(effort) }),
      };
      return [
        {
          segment,
          value:
            denominator === 0
              ? noData('zero_denominator')
              : {
                  status: 'known' as const,
                  value: credited / denominator,
                  n: credited,
                  numerator: credited,
                  denominator,
                  interval: null,
                },
          extras,
        },
      ];
    });
}

const daysIn = (effort: Effort, days: 'worked' | 'support'): number =>
  days === 'worked' ? quotient(effort.days_u, effort.day_u) : quotient(effort.support_s, effort.day_s);
const pick = (segment: Segment, keep: (name: Dimension) => boolean): Segment =>
  Object.fromEntries(Object.entries(segment).filter(([name]) => keep(name as Dimension)));
