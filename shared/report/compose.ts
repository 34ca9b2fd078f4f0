import { issueUrl, type IssueName } from './archive-address.ts';
import { data, periodName } from './phrases.ts';
import type { ReportFacts } from './facts.ts';
import type { Attachment, Model, ModelSection } from './model.ts';
import { againOf, isDecision } from './decision.ts';
import { isQuiet } from './quiet.ts';
import type { ReportDefinition } from './report-definition.ts';
import { isPartial } from './metrics.ts';
import { knowledgeSheets, proofSheet } from './attachments/sheets.ts';
import { redCasesCsv } from './attachments/red-cases.ts';
import { openJury } from './jury.ts';
import { stated, whenTrue, type Sentence } from './claim.ts';
import { inEveryReport, type Block, type View } from './section.ts';
import type { Line } from './line.ts';
import { lineText } from './text.ts';
import { keyOf, viewOf } from './view.ts';

/** A subject, at most 78 characters. */
const cut = (subject: string): string => data(subject, 78);

/** The report as data. Sections that have nothing to say are left out; a quiet period leaves only the words that are true. */
export const composeModel = (report: ReportDefinition, facts: ReportFacts): Model =>
  composeOnce(report, judgedView(report, facts));

/** The facts as the mail sees them once every change that it judges was heard. */
export function judgedView(report: ReportDefinition, facts: ReportFacts): View {
  const { hear, decide } = openJury(report.leading ? keyOf(report.leading.id, '', {}) : null);
  composeOnce(report, viewOf(facts, report.cadence, hear));
  return viewOf(facts, report.cadence, decide());
}

/** Once to hear what the mail judges, once with what stands. */
function composeOnce(report: ReportDefinition, view: View): Model {
  const { facts } = view;
  const { words } = view;
  const quiet = isQuiet(view);
  const isLate = isDecision(facts);
  const headline = report.headline(view);
  const points = headline.points.slice(0, 3);
  const subjects = subjectsOf(headline.subject, view);
  const { preheader } = headline;
  const proofs = [
    headline.subject,
    headline.sentence,
    ...points,
    ...subjects.slice(1),
    ...(preheader === headline.sentence ? [] : said(preheader)),
  ].map(proofOf);
  const sections = report.sections.flatMap((part): readonly ModelSection[] => {
    if (quiet && part.inQuietPeriods !== true) return [];
    if (isLate && !inEveryReport.includes(part.id)) return [];
    const blocks = part.blocks(view);
    if (blocks.length === 0) return [];
    const lead = part.lead?.(words, view);
    if (lead) proofs.push(proofOf(lead));
    proofs.push(...blocks.flatMap(sentencesOf).map(proofOf));
    return [{ id: part.id, title: part.title(words, view), lead: lead?.line ?? null, blocks }];
  });
  const attachments = quiet
    ? []
    : [...report.attachments(view), ...redCasesCsv(report.judged?.(view) ?? [], view)].map((file) =>
        withProofs(file, proofs, view),
      );
  const subject = cut(subjects.at(-1)?.line ?? '');
  return {
    report: report.id,
    revision: facts.revision,
    run: facts.run,
    as_of_s: facts.as_of_s,
    language: words.language,
    direction: words.direction === 'rtl' ? 'rtl' : 'ltr',
    subject,
    preheader,
    verdict: headline.verdict,
    kicker: report.kicker(words),
    heading: report.heading(view),
    dates: datesOf(view),
    bottomLine: { sentence: headline.sentence.line, points: points.map(({ line }) => line) },
    proofs,
    sections,
    link:
      facts.archive_url === undefined
        ? null
        : { text: words.footer.archive, href: issueUrl(facts.archive_url, issueOf(report, facts)) },
    tooLong: words.written.too_long,
    footer: footerOf(report, view, attachments, subject),
    attachments,
    warnings: warningsOf(facts),
    checks: report.checks?.(view) ?? [],
  };
}

const proofOf = ({ line, claim, evidence }: Sentence): Model['proofs'][number] => ({
  text: lineText(line),
  claim,
  evidence,
});

/** A workbook tells what the data can tell, and of every sentence of its mail what proves it. */
const withProofs = (file: Attachment, proofs: Model['proofs'], { words, facts }: View): Attachment =>
  file.kind === 'csv'
    ? file
    : {
        ...file,
        sheets: [...file.sheets, ...knowledgeSheets(facts.knowledge ?? [], words), proofSheet(proofs, words)],
      };

/** Nothing is said where a line is empty. */
const said = (one: Sentence<string>): readonly Sentence[] => (one.line === '' ? [] : [one]);

/** Every sentence of a block, the words of its pictures too; other cells are numbers and names. */
function sentencesOf(block: Block): readonly Sentence[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.line];
    case 'list':
      return block.items;
    case 'note':
      return block.lines;
    case 'charts':
      return block.charts.flatMap(({ chart, sentence }) => [...said(chart.alt), ...(sentence ? [sentence] : [])]);
    case 'picture':
      return said(block.chart.alt);
    case 'table':
      return block.rows.flatMap((row) =>
        'group' in row ? [] : row.cells.flatMap((cell) => (cell.kind === 'chart' ? said(cell.chart.alt) : [])),
      );
    default:
      return [];
  }
}

function datesOf(view: View): string {
  const { format, facts, words } = view;
  const range = format.range(facts.periods.now);
  return view.cadence === 'weekly'
    ? range
    : `${range}, ${words.compared_with(periodName(facts.periods.baseline, view))}`;
}

/**
 * The subject, then with each prefix that is true of it: "Decided:" for late verdicts, "Updated:" where no number changed, "Restated:"
 * for a correction, "[Partial]" when a source is missing. The last is the mail's.
 */
function subjectsOf(subject: Sentence<string>, { facts, words }: View): readonly Sentence<string>[] {
  const { revision, restatements, periods, coverage } = facts;
  const texts = words.restated;
  const done = againOf(facts);
  const prefixed = { decided: texts.decided_subject, reworded: texts.reworded_subject, corrected: texts.subject };
  const changed = restatements.filter(({ period }) => period === periods.now.id).length;
  const again =
    done === undefined ? [] : [stated(done, { revision, numbers_changed: changed }, cut(prefixed[done](subject.line)))];
  const missing = coverage.filter(isPartial).map(({ name }) => name);
  const { line } = again[0] ?? subject;
  const partial = whenTrue('partial', missing.length > 0, { sources: missing.join(', ') }, () =>
    cut(words.partial_subject(line)),
  );
  return [subject, ...again, ...partial];
}

function warningsOf(facts: ReportFacts): readonly string[] {
  return facts.coverage.flatMap(({ name, share, problem }) => [
    ...(share !== null && share < 1 ? [`${name}: covers ${(share * 100).toFixed(1)}% of cases`] : []),
    ...(problem === null ? [] : [`${name}: ${problem}`]),
  ]);
}

function footerOf(
  report: ReportDefinition,
  view: View,
  attachments: readonly Attachment[],
  subject: string,
): readonly Line[] {
  const { words, format, facts } = view;
  const texts = words.footer;
  const sources = facts.coverage.map(({ name }) => data(name, 40)).join(', ');
  const attached = attachments.map((file) =>
    file.kind === 'csv'
      ? `${file.filename} (${texts.rows(file.sheet.rows.length, format.count(file.sheet.rows.length))})`
      : `${file.filename} (${texts.sheets(file.sheets.map(({ name }) => name).join(', '))})`,
  );
  const title = report.title(words);
  const mailbox = facts.reply_to;
  const mail = (subjectText: string): string => `mailto:${mailbox}?subject=${encodeURIComponent(subjectText)}`;
  return [
    ...(attached.length === 0 ? [] : [[{ text: texts.attached, strong: true }, ` ${attached.join('; ')}`]]),
    ...(sources === ''
      ? []
      : [
          texts.sources(sources) + (attachments.some(({ kind }) => kind === 'workbook') ? ` ${texts.definitions}` : ''),
        ]),
    ...(facts.archive_url === undefined
      ? []
      : [[{ text: texts.archive, href: issueUrl(facts.archive_url, issueOf(report, facts)) }]]),
    [
      facts.slice === null ? texts.why(title) : texts.why_slice(data(facts.slice.name, 60), title),
      ...(mailbox === null
        ? []
        : [
            ' ',
            { text: texts.unsubscribe, href: mail(`unsubscribe ${report.id}`) },
            ' · ',
            { text: texts.question, href: mail(texts.question_subject(subject)) },
          ]),
    ],
    data(postalLine(facts.organisation), 160),
    texts.run(facts.run, format.instant(facts.as_of_s)),
  ];
}

export const issueOf = (report: ReportDefinition, facts: ReportFacts): IssueName => ({
  report: report.id,
  period: facts.periods.now.id,
  slice: facts.configuration.slice === undefined ? 'all' : (facts.slice?.id ?? 'all'),
  revision: facts.revision,
});

/** Name and address; an address that opens with the name says it once. */
const postalLine = ({ name, address }: ReportFacts['organisation']): string =>
  address === null ? name : address.startsWith(name) ? address : `${name}, ${address}`;
