import { explain as explainMetric, type Explanation } from '../../../shared/metrics/evaluate.ts';
import { meaningOf } from '../../../shared/knowledge/doubt.ts';
import { allTables } from '../../../shared/lake/tables.ts';
import type { Measured } from '../../../shared/metrics/context.ts';
import type { Metric } from '../../../shared/metrics/model.ts';
import type { Unit } from '../../../shared/metrics/value.ts';
import { knownFacts, untoldTexts } from '../../../shared/load/knows.ts';
import { reasonText } from '../../../shared/report/phrases.ts';
import { wordsOf } from '../../../shared/report/words/words.ts';
import { formatOf, type Format } from '../../../shared/report/format.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Arguments, Command } from '../command.ts';
import { explainedMail, mailText } from '../explain-mail.ts';
import { withHome } from '../home.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { typedIn } from '../version.ts';
import { columns, print, table } from '../terminal.ts';
import { amountText, asked, asOfOption, metricNamed, periodOption, rangeText, runningText } from './metrics.ts';
import { localTime } from '../instant.ts';

/** What a reader wants to know first of a definition. */
const about = ['Question', 'Formula', 'Population', 'Careful'];

/** Statements that look at what is there; the number does not come from them. */
const housekeeping = new Set(['tables', 'account days']);

export const explain: Command = {
  takes: 'METRIC',
  options: {
    period: periodOption,
    'as-of': asOfOption,
    mail: { takes: 'FILE', help: 'a mail or page instead of a metric: each of its sentences with its proof' },
    json: { help: 'with --mail: the sentences as JSON, to stdout' },
    sql: { help: 'adds the whole definition, the count at each step and the SQL' },
  },
  examples: [
    ['casebook explain fcr --period 2026-W39', 'first-contact resolution of a week: what, of whom, how'],
    ['casebook explain dts_p80 --period 2026-Q3 --sql', 'with the statements that counted it'],
    ['casebook explain --mail out/executive-weekly/2026-W39/all.html', 'why the mail may say what it says'],
  ],
  run: async (given) => {
    const [id, ...rest] = given.positionals;
    const file = given.one('mail');
    if (file !== undefined) return explainMail(file, given);
    if (given.flag('json'))
      throw new UsageError('casebook explain: --json goes with --mail; casebook metrics --json gives numbers as JSON.');
    if (id === undefined || rest.length > 0)
      throw new UsageError('casebook explain: expected one metric, such as casebook explain fcr --period 2026-W39.');
    const metric = metricNamed(id);
    return withHome(given, 'read', async (home) => {
      const { period, context } = await asked(given, home);
      const told = await explainMetric({ metric, period, by: [] }, context);
      const sources = home.configuration.sources.map(({ id }) => id);
      const gaps = told.measured.some(({ not_told = 0 }) => not_told > 0) ? await knownFacts(home.ports, sources) : [];
      // the parts of a number lose the same cases as the whole
      const left = [...new Set(leftOut(told.measured)), ...untoldTexts(['creation', ...(metric.needs ?? [])], gaps)];
      const { locale, time_zone, currency } = home.configuration.organisation;
      const format = formatOf(locale, time_zone, currency);
      const heading = (text: string): string => `\n${text}\n${'-'.repeat(text.length)}`;
      const paragraphs = (texts: readonly string[]): string =>
        texts.flatMap((text) => wrapped(text, columns())).join('\n');
      const definition = new Map(told.definition);
      const readable = ([label, text]: readonly [string, string]): string => `${label}: ${text}`;
      const { rows } = told.sample;
      print(
        [
          paragraphs(told.measured.map((one) => sentenceOf(one, metric, format, locale))),
          paragraphs([
            `${period.id} is ${format.range(period)}, in ${time_zone}${runningText(period, context, time_zone)}.`,
          ]),
          heading('What it says'),
          paragraphs(
            about
              .flatMap((label) => [[label, definition.get(label) ?? ''] as const])
              .filter(([, text]) => text !== '')
              .map(readable),
          ),
          ...(left.length === 0 ? [] : [heading('Left out'), paragraphs(left)]),
          heading(`Cases behind it (${rows.length} shown)`),
          rows.length === 0 ? 'none' : casesTable(told.sample, format, time_zone),
          ...(given.flag('sql')
            ? [heading('Definition'), paragraphs(told.definition.map(readable)), ...counted(told, heading)]
            : [
                `\nThe whole definition and the statements: ${typedIn()} explain ${metric.id} --period ${period.id} --sql`,
              ]),
        ].join('\n'),
      );
      return 0;
    });
  },
};

async function explainMail(file: string, given: Arguments): Promise<number> {
  if (given.positionals.length > 0)
    throw new UsageError(`casebook explain: found ${given.positionals[0]} and --mail, expected one of them.`);
  return withHome(given, 'read', async ({ ports }) => {
    const mail = await explainedMail(file, ports);
    print(given.flag('json') ? JSON.stringify(mail, null, 1) : mailText(mail));
    return 0;
  });
}

/** The number in a sentence, with its arithmetic. */
function sentenceOf(one: Measured, metric: Metric, format: Format, locale: string): string {
  const { segment, unit, value } = one;
  const cut = Object.entries(segment)
    .map(([name, of]) => ` ${name} ${of}`)
    .join(',');
  const name = `${metric.title}${cut === '' ? '' : ` (${cut.trim()})`}`;
  if (value.status === 'no_data') return `${name}: no number, ${reasonText(value.reason, wordsOf(locale))}.`;
  const number = value.status === 'known' ? value.value : value.provisional;
  const shown = number === null ? 'none yet' : amountText(one, number, format);
  const of =
    value.numerator === null || value.denominator === null
      ? `from ${format.count(value.n)} ${value.n === 1 ? 'case' : 'cases'}`
      : arithmetic(unit, [value.numerator, value.denominator], (part) => format.value(unit, part, metric.id));
  const range = value.status === 'known' ? rangeText(metric, value, (end) => amountText(one, end, format)) : '';
  const sure =
    range === '' ? '' : range.startsWith('none') ? `; no 95 % range, ${range.slice(5)}` : `; 95 % range ${range}`;
  return `${name}: ${shown}${value.status === 'immature' ? ', not final' : ''} (${of}${sure}).`;
}

/** Shares are some of all; what is money or time above the line is so in the number, and is shown so. */
function arithmetic(unit: Unit, [above, below]: readonly [number, number], shown: (part: number) => string): string {
  const plain = (part: number): string => String(Number(part.toFixed(4)));
  if (unit === 'rate' || unit === 'points') return `${plain(above)} of ${plain(below)}`;
  return `${unit === 'currency' || unit === 'seconds' ? shown(above) : plain(above)} divided by ${plain(below)}`;
}

/** Who is not counted, and why. */
const leftOut = (measured: readonly Measured[]): readonly string[] =>
  measured.flatMap(({ value, not_told = 0, doubts = [] }) => [
    ...(value.status === 'immature' && value.unripe > 0
      ? [`${value.unripe} ${value.unripe === 1 ? 'case is' : 'cases are'} too new to tell.`]
      : []),
    ...(not_told > 0
      ? [`${not_told} ${not_told === 1 ? 'case' : 'cases'}, because the source does not tell what this number needs.`]
      : []),
    ...doubts.map((doubt) => `Read with care: ${meaningOf(doubt)}.`),
  ]);

/** Instants in the company's zone, durations in words, other values as they are. */
function casesTable({ columns: names, rows }: Explanation['sample'], format: Format, zone: string): string {
  const kinds = new Map<string, string>(
    allTables.flatMap(({ columns: own }) => Object.entries(own).map(([name, { kind }]) => [name, kind] as const)),
  );
  const shown = (name: string, cell: string | number | bigint | boolean | null | undefined): string => {
    if (cell === null || cell === undefined) return '';
    const kind = kinds.get(name);
    if (kind === 'epoch_s') return localTime(Number(cell), zone);
    return kind === 'duration_s' ? format.value('seconds', Number(cell), name) : String(cell);
  };
  return table(
    names.map((name) => name.replace(/^d_/, '').replace(/_s$/, '').replaceAll('_', ' ')),
    rows.map((row) => row.map((cell, i) => shown(names[i] ?? '', cell))),
  );
}

/** The count at each step, and the statements. */
const counted = ({ steps, statements }: Explanation, heading: (text: string) => string): readonly string[] => [
  heading('Steps'),
  ...steps.map(([label, count]) => `${label}: ${count ?? '–'}`),
  ...statements
    .filter(({ name }) => !housekeeping.has(name))
    .flatMap(({ name, sql, rows }) => [heading(`SQL: ${name} (${rows} ${rows === 1 ? 'row' : 'rows'} back)`), sql]),
];
