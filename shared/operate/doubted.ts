import type { Configuration } from '../config/configuration.ts';
import type { Connector } from '../connectors/connector.ts';
import { meaningOf } from '../knowledge/doubt.ts';
import { connectorOf } from '../load/pull.ts';
import { issuesHandled } from '../metrics/catalogue/all.ts';
import type { Ask } from '../metrics/model.ts';
import { doubtRules } from '../metrics/doubt-rules.ts';
import type { DoubtRule } from '../metrics/doubt.ts';
import { openQueries } from '../metrics/open-queries.ts';
import { lastComplete, parsePeriod, type Period } from '../period.ts';
import type { Ports } from '../ports.ts';
import { measuring } from '../run/measure.ts';
import { formatDay } from '../time/day.ts';
import type { Finding } from './finding.ts';

/** How far back the cases are looked at. */
const weeks = 13;

/** What the cases of the last quarter of a year say against the numbers made of them, source by source, before a mail is sent. */
export async function doubted(
  ports: Pick<Ports, 'clock' | 'warehouse'>,
  configuration: Configuration,
): Promise<readonly Finding[]> {
  const context = await measuring(ports, configuration, ports.clock.now_s());
  const { time_zone: zone, fiscal_year_start_month } = configuration.organisation;
  const week = lastComplete('week', Math.min(context.as_of_s, context.watermark_s ?? 0), {
    zone,
    fiscal_year_start_month,
  });
  if (context.watermark_s === null) return [];
  const from = `${formatDay(week.end_day - 7 * weeks)}..${formatDay(week.end_day + 7)}`;
  const quarter = parsePeriod(from, { zone, fiscal_year_start_month, now_s: context.as_of_s });
  const queries = await openQueries(context);
  const ask = (period: Period, where: Ask['where']): Ask => ({
    metric: issuesHandled,
    period,
    by: [],
    ...(where && { where }),
  });
  const found = configuration.sources.map(async ({ id: source }) => {
    const of = Object.entries<DoubtRule>(doubtRules).map(async ([id, rule]) => {
      const period = id === 'volume_halved' ? week : quarter;
      const [odd] = await rule.find(queries, ask(period, { source }));
      return odd === undefined ? [] : [finding(`source ${source}`, id, rule, odd.about)];
    });
    return (await Promise.all(of)).flat();
  });
  const { team_without_cases: rule } = doubtRules;
  const teams = configuration.teams.map(async ({ id: team }) =>
    (await rule.find(queries, ask(quarter, { team }))).map(() => finding(`team ${team}`, 'team_without_cases', rule)),
  );
  return [...(await Promise.all(found)).flat(), ...(await Promise.all(teams)).flat()];
}

const finding = (area: string, id: string, { advice }: DoubtRule, about?: string): Finding => ({
  area,
  state: 'note',
  text: `not to be trusted yet: ${meaningOf(id)}${about === undefined ? '' : ` (${about})`}`,
  advice,
});

/** Sources that list people and nobody who works there: who wrote is then unknown, and replies are not told. */
export async function withoutStaff(
  { warehouse }: Pick<Ports, 'warehouse'>,
  configuration: Configuration,
  connectors: readonly Connector[],
): Promise<readonly Finding[]> {
  const { rows } = await warehouse.query(
    'sources without staff',
    `SELECT source FROM people GROUP BY source
HAVING count_if(role IS NOT NULL AND role <> 'customer' AND NOT coalesce(is_bot, FALSE)) = 0 ORDER BY source`,
  );
  return configuration.sources
    .filter(({ id }) => rows.some(([source]) => source === id))
    .map((source): Finding => {
      const connector = connectorOf(source, connectors);
      const advice = connector.kind === 'api' ? connector.bind(source).telling.staff_advice : undefined;
      return {
        area: `source ${source.id}`,
        state: 'note',
        text: 'lists people, and nobody who works there: who wrote is unknown, and replies are not told',
        advice: advice ?? 'Give the user of the credentials the right to read the list of agents.',
      };
    });
}
