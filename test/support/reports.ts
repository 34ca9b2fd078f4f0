import { inflateRawSync } from 'node:zlib';
import type { ReportFacts } from '../../shared/report/facts.ts';
import type { Rendered } from '../../shared/report/model.ts';
import { compose, render } from '../../shared/report/report.ts';
import type { ReportDefinition } from '../../shared/report/report-definition.ts';
import * as reports from '../../shared/report/reports/all.ts';
import {
  executiveQuarterFacts,
  executiveWeekFacts,
  financeMonthFacts,
  financeQuarterFacts,
  financeWeekFacts,
  leadQuarterFacts,
  leadWeekFacts,
} from './report-facts.ts';

/** Each report with hand-made figures. */
export const mailedReports: readonly (readonly [ReportDefinition, (change?: Partial<ReportFacts>) => ReportFacts])[] = [
  [reports.executiveQuarterly, executiveQuarterFacts],
  [reports.executiveWeekly, executiveWeekFacts],
  [reports.financeMonthly, financeMonthFacts],
  [reports.financeQuarterly, financeQuarterFacts],
  [reports.financeWeekly, financeWeekFacts],
  [reports.leadQuarterly, leadQuarterFacts],
  [reports.leadWeekly, leadWeekFacts],
];

export const rendered = (report: ReportDefinition, facts: ReportFacts): Promise<Rendered> =>
  render(compose(report, facts));

export const inLanguage = (facts: ReportFacts, locale: string): ReportFacts => ({
  ...facts,
  organisation: { ...facts.organisation, locale },
});

/** What a reader of the HTML sees or hears: text, alternative texts and link addresses, entities resolved. */
export function readable(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  const attributes = [...body.matchAll(/ (?:alt|href)="([^"]*)"/g)].map(([, text]) => text ?? '');
  const text = body.replaceAll(/<!--[\s\S]*?-->/g, ' ').replaceAll(/<[^>]+>/g, '');
  return `${text} ${attributes.join(' ')}`
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The files of a ZIP by name, as text. */
export function unzipped(zip: Uint8Array): ReadonlyMap<string, string> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const files = new Map<string, string>();
  let end = zip.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < view.getUint16(end + 10, true); i += 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = zip.subarray(start, start + view.getUint32(at + 20, true));
    const text = view.getUint16(at + 10, true) === 0 ? Buffer.from(packed) : inflateRawSync(packed);
    files.set(Buffer.from(zip.subarray(at + 46, at + 46 + name)).toString('utf8'), text.toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return files;
}

/** The cells of one sheet of a workbook: numbers as numbers, text as text. */
export function sheetOf(workbook: Uint8Array, name: string): readonly (readonly (string | number | null)[])[] {
  const files = unzipped(workbook);
  const names = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
    ([, sheet]) => sheet,
  );
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, item]) =>
    decoded([...(item ?? '').matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => text ?? '').join('')),
  );
  const xml = files.get(`xl/worksheets/sheet${names.indexOf(name) + 1}.xml`) ?? '';
  return [...xml.matchAll(/<row [^>]*>([\s\S]*?)<\/row>/g)].map(([, row]) => {
    const cells: (string | number | null)[] = [];
    for (const [, attributes = '', content = ''] of (row ?? '').matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const column = Array.from(/r="([A-Z]+)/.exec(attributes)![1]!).reduce(
        (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
        0,
      );
      const value = /<v>([\s\S]*?)<\/v>/.exec(content)?.[1];
      while (cells.length < column - 1) cells.push(null);
      cells.push(
        value === undefined ? null : attributes.includes('t="s"') ? (shared[Number(value)] ?? null) : Number(value),
      );
    }
    return cells;
  });
}

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
