import { z } from 'zod';
import type { Configuration } from '../config/configuration.ts';
import type { Ports } from '../ports.ts';
import { digestOf, type Digest } from '../report/digest.ts';
import type { Rendered } from '../report/model.ts';
import { compose, render } from '../report/report.ts';
import { isChannel } from './channels.ts';
import { handOver, messageTo, type MailPorts } from './hand-over.ts';
import { definitionOf, reportConfiguration, type Job } from './jobs.ts';
import { decided_s } from './late-verdicts.ts';
import { issuedKey, readFacts, type Issued } from './measure.ts';
import { readJson, writeJson } from '../state.ts';
import type { DeliverAnswer } from './task-answers.ts';

export const DeliverRequest = z.object({
  job: z.object({ report: z.string(), period: z.string(), slice: z.string() }),
  run: z.string(),
  results_key: z.string(),
  is_dry: z.boolean(),
});
export type DeliverRequest = z.output<typeof DeliverRequest>;

/** Addresses of one slice of a report. */
export function recipientsOf(configuration: Configuration, job: Job): readonly string[] {
  const { recipients } = reportConfiguration(configuration, job.report);
  return Array.isArray(recipients)
    ? recipients
    : ((recipients as Readonly<Record<string, readonly string[]>>)[job.slice] ?? []);
}

/** Where a report's files lie in the lake; a dry run has a folder of its own and leaves the issued ones alone. */
export const folderOf = (job: Job, revision: number, dryRun: string | null): string =>
  `reports/${dryRun === null ? '' : `dry/${dryRun}/`}${job.report}/${job.period}/${job.slice}/r${revision}`;

/**
 * Renders one report from its kept results and sends it: one message a recipient, each once (hand-over.ts). The rendered files
 * are kept first, then the issue is recorded, then messages go out, so that a crash at any point ends with the same bytes.
 */
export async function deliver(
  request: DeliverRequest,
  ports: MailPorts,
  configuration: Configuration,
): Promise<DeliverAnswer> {
  const { job, is_dry } = request;
  const facts = await readFacts(request.results_key, ports);
  const definition = definitionOf(facts.configuration);
  const model = compose(definition, facts);
  const mail = await render(model);
  const folder = folderOf(job, facts.revision, is_dry ? request.run : null);
  const recipients = recipientsOf(configuration, job);

  const first = recipients.find((to) => !isChannel(to)) ?? nobody;
  const shown = await messageTo(first, { job, mail }, ports, configuration);
  await keep(folder, job, { mail, digest: digestOf(definition, facts, model) }, shown, ports);
  if (is_dry) return { folder, subject: mail.subject, mails: [] };

  const issued = await readJson<Issued>(ports.state, issuedKey(job));
  if (issued?.results_key !== request.results_key) {
    const open_s = definition.cadence === 'quarterly' ? decided_s(facts) : undefined;
    await writeJson(ports.state, issuedKey(job), {
      revision: facts.revision,
      results_key: request.results_key,
      issued_s: ports.clock.now_s(),
      ...(open_s === undefined ? {} : { decided_s: open_s }),
    } satisfies Issued);
  }
  const issue = { job, revision: facts.revision, results_key: request.results_key, mail };
  const mails = await handOver(issue, recipients, ports, configuration, { run: request.run });
  return { folder, subject: mail.subject, mails };
}

/** Shown as the recipient of a message that nobody gets. */
const nobody = 'no-recipient-configured@localhost.localdomain';

async function keep(
  folder: string,
  job: Job,
  { mail, digest }: { readonly mail: Rendered; readonly digest: Digest },
  eml: Uint8Array,
  ports: Pick<Ports, 'lake'>,
): Promise<void> {
  const text = new TextEncoder();
  const summary = {
    job,
    subject: mail.subject,
    run: mail.run,
    verdict: mail.verdict,
    warnings: mail.warnings,
    checks: mail.checks,
    digest,
  };
  const files: readonly (readonly [string, Uint8Array, string])[] = [
    [`${job.slice}.eml`, eml, 'message/rfc822'],
    [`${job.slice}.html`, text.encode(mail.html), 'text/html; charset=utf-8'],
    [`${job.slice}.txt`, text.encode(mail.text), 'text/plain; charset=utf-8'],
    ...mail.images.map((file) => [`images/${file.cid ?? file.filename}.png`, file.body, file.contentType] as const),
    ...mail.attachments.map((file) => [`attachments/${file.filename}`, file.body, file.contentType] as const),
    ['mail.json', text.encode(JSON.stringify(summary)), 'application/json'],
  ];
  for (const [name, body, contentType] of files) await ports.lake.put(`${folder}/${name}`, body, { contentType });
}
