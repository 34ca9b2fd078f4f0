import { explain as explainMetric } from '../../../shared/metrics/evaluate.ts';
import { formatPeriodEnd, formatPeriodStart } from '../../../shared/period.ts';
import { formatOf } from '../../../shared/report/format.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { withHome } from '../home.ts';
import { print, table } from '../terminal.ts';
import { asked, asOfOption, metricNamed, periodOption, rangeText } from './metrics.ts';

/** Statements that look at what is there; the number does not come from them. */
const housekeeping = new Set(['tables', 'account days']);

export const explain: Command = {
  takes: 'METRIC',
  options: { period: periodOption, 'as-of': asOfOption },
  examples: [
    ['casebook explain fcr --period 2026-W39', 'first-contact resolution of a week: what, of whom, how'],
    ['casebook explain dts_p80 --period 2026-Q3', 'the resolution time of a quarter'],
  ],
  run: async (given) => {
    const [id, ...rest] = given.positionals;
    if (id === undefined || rest.length > 0)
      throw new UsageError('casebook explain: expected one metric, such as casebook explain fcr --period 2026-W39.');
    const metric = metricNamed(id);
    return withHome(given, 'read', async (home) => {
      const { period, context } = await asked(given, home);
      const told = await explainMetric({ metric, period, by: [] }, context);
      const { locale, time_zone, currency } = home.configuration.organisation;
      const format = formatOf(locale, time_zone, currency);
      const values = told.measured.map(({ segment, unit, value }) => {
        const cut = Object.entries(segment)
          .map(([name, of]) => ` ${name}=${of}`)
          .join('');
        if (value.status === 'no_data') return `no data${cut}: ${value.reason}`;
        const number = value.status === 'known' ? value.value : value.provisional;
        const shown = number === null ? 'n/a' : `${format.value(unit, number, metric.id)} (${number} ${unit})`;
        const of = value.numerator === null ? '' : `, ${value.numerator} / ${value.denominator}`;
        const range =
          value.status === 'known' ? rangeText(metric, value, (end) => format.value(unit, end, metric.id)) : '';
        return `${value.status}${cut}: ${shown}, n = ${value.n}${of}${range === '' ? '' : `, 95 % interval ${range}`}`;
      });
      const heading = (text: string): string => `\n${text}\n${'-'.repeat(text.length)}`;
      print(
        [
          `${metric.title} (${metric.id})`,
          `Period ${period.id}: ${formatPeriodStart(period)} up to, not including, ${formatPeriodEnd(period)}`,
          heading('Definition'),
          ...told.definition.map(([label, text]) => `${label}: ${text}`),
          heading('Value'),
          ...values,
          heading('Steps'),
          ...told.steps.map(([label, count]) => `${label}: ${count ?? '–'}`),
          ...told.statements
            .filter(({ name }) => !housekeeping.has(name))
            .flatMap(({ name, sql, rows }) => [
              heading(`SQL: ${name} (${rows} ${rows === 1 ? 'row' : 'rows'} back)`),
              sql,
            ]),
          heading(`Rows behind it (${told.sample.rows.length} shown)`),
          told.sample.rows.length === 0
            ? 'none'
            : table(
                told.sample.columns,
                told.sample.rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
              ),
        ].join('\n'),
      );
      return 0;
    });
  },
};
