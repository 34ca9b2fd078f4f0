import { open } from 'node:fs/promises';
import { UsageError } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports.ts';
import type { ReportFacts } from '../../shared/report/facts.ts';
import type { Model } from '../../shared/report/model.ts';
import { compose } from '../../shared/report/report.ts';
import { definitionOf } from '../../shared/run/jobs.ts';
import { readFacts } from '../../shared/run/measure.ts';
import { formatInstant } from '../../shared/time/zone.ts';
import { wrapped } from '../../shared/wrapped.ts';
import { columns } from './terminal.ts';

/** More than any mail with its attachments has; its name is near its beginning, or at the end of a page. */
const longestMail = 64 * 1024 * 1024;
/** What every mail, page and text part is signed with, such as executive-weekly-all-2026-W40-r1. */
const signature = /[A-Za-z0-9][A-Za-z0-9_-]*-r\d+(?![A-Za-z0-9_-])/g;

/** Every sentence of a mail with its proof, made again from the facts that the mail was made of. */
export interface ExplainedMail {
  readonly run: string;
  readonly subject: string;
  readonly as_of: string;
  readonly sentences: Model['proofs'];
}

/**
 * Finds the facts behind a mail (.eml), a page (.html) or a text part (.txt).
 * @throws UsageError when the file is none of these, or was made from another data folder
 */
export async function explainedMail(file: string, { lake }: Pick<Ports, 'lake'>): Promise<ExplainedMail> {
  // A line of a mail ends with "=" where quoted-printable broke it.
  const text = (await readText(file)).replaceAll(/=\r?\n/g, '');
  const signed = [...new Set(text.match(signature))];
  if (signed.length === 0)
    throw new UsageError(
      `${file}: found no mail of Casebook, expected a .eml, .html or .txt file of the outbox or of out/.`,
    );
  const keys = (await lake.list('results/')).toReversed();
  for (const key of keys) {
    const [, , report = '', period = '', slice = ''] = key.replace(/\.json$/, '').split('/');
    const name = `${report}-${slice}-${period}-r`;
    if (!signed.some((one) => one.startsWith(name))) continue;
    const facts = await readFacts(key, { lake });
    if (signed.includes(facts.run)) return explained(facts);
  }
  throw new UsageError(
    `${file}: found ${signed.slice(0, 3).join(', ')}, expected a mail that this data folder made (--data names another).`,
  );
}

function explained(facts: ReportFacts): ExplainedMail {
  const { run, subject, proofs, as_of_s } = compose(definitionOf(facts.configuration), facts);
  return { run, subject: subject.line, as_of: formatInstant(as_of_s, facts.organisation.time_zone), sentences: proofs };
}

async function readText(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > longestMail)
      throw new UsageError(`${file}: found ${size} bytes, expected a mail of at most ${longestMail}.`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** As a person reads it: each sentence, and below it what it was held against. */
export const mailText = ({ run, subject, as_of, sentences }: ExplainedMail): string =>
  [
    subject,
    ...wrapped(`${run}, data as of ${as_of}: ${sentences.length} sentences.`, columns()),
    ...sentences.flatMap(({ text, claim, evidence }) => [
      '',
      ...wrapped(text, columns()),
      ...wrapped(proofText(claim, evidence), columns() - 2).map((line) => `  ${line}`),
    ]),
  ].join('\n');

const proofText = (claim: string, evidence: Model['proofs'][number]['evidence']): string => {
  if (claim === 'always') return 'True of every report.';
  if (claim === 'quoted') return `Words of ${evidence['author']}.`;
  const held = Object.entries(evidence).map(([name, value]) => `${name} = ${value ?? 'none'}`);
  return `Claim ${claim}${held.length === 0 ? '' : `: ${held.join('; ')}`}`;
};
