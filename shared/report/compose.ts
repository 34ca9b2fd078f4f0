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
import { always, stated, whenTrue, type Sentence } from './claim.ts';
import { inEveryReport, type Block, type Cell, type Change, type Pill, type View } from './section.ts';
import type { Line } from './line.ts';
import { changeText, lineText } from './text.ts';
import { keyOf, viewOf } from './view.ts';
import type { Words } from './words/words.ts';

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
  const [kicker, heading, dates] = [
    stated('report', { report: report.id }, report.title(words)),
    report.heading(view),
    datesOf(report, view),
  ];
  const opening = [
    ...[
      headline.subject,
      headline.sentence,
      ...points,
      ...subjects.slice(1),
      ...(preheader === headline.sentence ? [] : said(preheader)),
    ].map((one) => proofOf(one)),
    ...[kicker, heading, dates].map((one) => proofOf(one, 'head')),
    ...(headline.verdict === null ? [] : [pillProof(headline.verdict, 'head')]),
  ];
  const inSections: Model['proofs'][number][] = [];
  const listed = new Set<string>();
  const sections = report.sections.flatMap((part): readonly ModelSection[] => {
    if (quiet && part.inQuietPeriods !== true) return [];
    if (isLate && !inEveryReport.includes(part.id)) return [];
    const blocks = part.blocks(view).filter((block) => !isSaidBefore(block, listed));
    if (blocks.length === 0) return [];
    const title = part.title(words, view);
    const lead = part.lead?.(words, view) ?? null;
    inSections.push(
      proofOf(title, 'head'),
      ...(lead === null ? [] : [proofOf(lead)]),
      ...blocks.flatMap((block) => proofsOf(block, words)),
    );
    return [{ id: part.id, title, lead, blocks }];
  });
  const attachments = quiet ? [] : [...report.attachments(view), ...redCasesCsv(report.judged?.(view) ?? [], view)];
  const last = subjects.at(-1) ?? headline.subject;
  const subject = { ...last, line: cut(last.line) };
  // The footer names the sheets, and the sheet of sentences has those of the footer.
  const sheets = attachments.map((file) => withProofs(file, [], view));
  const footer = footerOf(report, view, sheets, subject.line);
  const proofs = [...opening, ...inSections, ...footer.map((one) => proofOf(one, 'foot'))];
  return {
    report: report.id,
    revision: facts.revision,
    run: facts.run,
    as_of_s: facts.as_of_s,
    language: words.language,
    locale: view.format.locale,
    direction: words.direction === 'rtl' ? 'rtl' : 'ltr',
    subject,
    preheader,
    verdict: headline.verdict,
    kicker,
    heading,
    dates,
    bottomLine: { sentence: headline.sentence, points },
    proofs,
    sections,
    link:
      facts.archive_url === undefined
        ? null
        : { text: words.footer.archive, href: issueUrl(facts.archive_url, issueOf(report, facts)) },
    tooLong: words.written.too_long,
    footer,
    attachments: attachments.map((file) => withProofs(file, proofs, view)),
    warnings: warningsOf(facts),
    checks: report.checks?.(view) ?? [],
  };
}

/** What happened stands under the first of several charts of the same weeks. */
function isSaidBefore(block: Block, listed: Set<string>): boolean {
  if (block.kind !== 'list' || block.isOnce !== true) return false;
  const text = JSON.stringify(block.items);
  if (listed.has(text)) return true;
  listed.add(text);
  return false;
}

type Shown = Model['proofs'][number];
const proofOf = ({ line, claim, evidence }: Sentence, place: Shown['place'] = 'sentence'): Shown => ({
  place,
  text: lineText(line),
  claim,
  evidence,
});
const pillProof = (pill: Pill, place: Shown['place'] = 'cell'): Shown => ({
  place,
  text: `${pill.glyph} ${pill.word}`,
  claim: pill.claim,
  evidence: pill.evidence,
});
const changeProof = (change: Change, words: Words): readonly Shown[] => {
  const text = changeText(change, words.marks);
  return text === '' ? [] : [{ place: 'cell', text, claim: change.claim, evidence: change.evidence }];
};

/** A workbook tells what the data can tell, and of every sentence of its mail what proves it. */
const withProofs = (file: Attachment, proofs: Model['proofs'], { words, facts }: View): Attachment =>
  file.kind === 'csv'
    ? file
    : {
        ...file,
        sheets: [...file.sheets, ...knowledgeSheets(facts.knowledge ?? [], words), proofSheet(proofs, words)],
      };

/** Nothing is said where a line is empty. */
const said = <L extends Line>(one: Sentence<L> | undefined): readonly Sentence<L>[] =>
  one === undefined || one.line === '' ? [] : [one];

/** What a block says of the data, the words of its pictures too; other texts are labels, numbers and names. */
function proofsOf(block: Block, words: Words): readonly Shown[] {
  const proofs = (...sentences: readonly Sentence[]): readonly Shown[] => sentences.map((one) => proofOf(one));
  switch (block.kind) {
    case 'paragraph':
      return proofs(block.line);
    case 'list':
      return proofs(...block.items);
    case 'note':
      return proofs(...block.lines);
    case 'charts':
      return block.charts.flatMap(({ caption, chart, sentence }) =>
        proofs(...said(caption), ...said(chart.alt), ...said(sentence)),
      );
    case 'picture':
      return proofs(...said(block.chart.alt));
    case 'table':
      return [
        ...proofs(...said(block.caption)),
        ...block.rows.flatMap((row) => ('group' in row ? [] : row.cells.flatMap((cell) => cellProofs(cell, words)))),
        ...(block.total ?? []).flatMap((cell) => cellProofs(cell, words)),
      ];
    case 'figures':
      return block.figures.flatMap(({ notes }) => notes.flatMap((note) => changeProof(note, words)));
    case 'subheading':
    case 'button':
      return [];
  }
}

function cellProofs(cell: Cell, words: Words): readonly Shown[] {
  switch (cell.kind) {
    case 'text':
      return [...(cell.pill ? [pillProof(cell.pill)] : []), ...said(cell.note).map((one) => proofOf(one, 'cell'))];
    case 'said':
      return [...(cell.pill ? [pillProof(cell.pill)] : []), ...said(cell.sentence).map((one) => proofOf(one, 'cell'))];
    case 'number':
      return [
        ...said(cell.note).map((one) => proofOf(one, 'cell')),
        ...(cell.change ? changeProof(cell.change, words) : []),
      ];
    case 'change':
      return changeProof(cell.change, words);
    case 'pill':
      return [pillProof(cell.pill)];
    case 'chart':
      return said(cell.chart.alt).map((one) => proofOf(one));
    case 'bar':
      return [];
  }
}

function datesOf({ isCompared = true }: ReportDefinition, view: View): Sentence<string> {
  const { format, facts, words } = view;
  const { now, baseline } = facts.periods;
  const range = format.range(now);
  return view.cadence === 'weekly' || !isCompared
    ? stated('dates', { period: now.id }, range)
    : stated(
        'dates',
        { period: now.id, compared_with: baseline.id },
        `${range}${words.marks.comma}${words.compared_with(periodName(baseline, view))}`,
      );
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
): readonly Sentence[] {
  const { words, format, facts } = view;
  const { marks, footer: texts } = words;
  const sources = facts.coverage.map(({ name }) => data(name, 40)).join(words.written.list_comma);
  const attached = attachments.map((file) =>
    file.kind === 'csv'
      ? `${file.filename}${marks.open}${texts.rows(file.sheet.rows.length, format.count(file.sheet.rows.length))}${marks.close}`
      : `${file.filename}${marks.open}${texts.sheets(file.sheets.map(({ name }) => name).join(words.written.list_comma))}${marks.close}`,
  );
  const title = report.title(words);
  const mailbox = facts.reply_to;
  const mail = (subjectText: string): string => `mailto:${mailbox}?subject=${encodeURIComponent(subjectText)}`;
  const archive = facts.archive_url;
  const of = facts.slice?.id ?? 'all';
  return [
    ...whenTrue('attached', attached.length > 0, { files: attached.length }, () => [
      { text: texts.attached, strong: true },
      `${marks.space}${attached.join(marks.semicolon)}`,
    ]),
    ...whenTrue(
      'sources',
      sources !== '',
      { sources },
      () =>
        texts.sources(sources) +
        (attachments.some(({ kind }) => kind === 'workbook') ? `${marks.space}${texts.definitions}` : ''),
    ),
    ...(archive === undefined
      ? []
      : [always([{ text: texts.archive, href: issueUrl(archive, issueOf(report, facts)) }])]),
    stated('recipients', { report: report.id, of }, [
      facts.slice === null ? texts.why(title) : texts.why_slice(data(facts.slice.name, 60), title),
      ...(mailbox === null
        ? []
        : [
            ' ',
            { text: texts.unsubscribe, href: mail(`unsubscribe ${report.id}`) },
            ' · ',
            { text: texts.question, href: mail(texts.question_subject(subject)) },
          ]),
    ]),
    stated('organisation', { name: facts.organisation.name }, data(postalLine(facts.organisation), 160)),
    stated(
      'made_from',
      { run: facts.run, as_of_s: facts.as_of_s },
      texts.run(facts.run, format.instant(facts.as_of_s)),
    ),
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
