import type { Ports } from '../ports.ts';
import { compose } from '../report/report.ts';
import { digestOf, type Digest } from '../report/digest.ts';
import type { Badge } from '../report/section.ts';
import { definitionOf, type Job } from '../run/jobs.ts';
import { issuedKey, readFacts, type Issued } from '../run/measure.ts';
import { readJson } from '../state.ts';
import { compareText } from './compare.ts';

/** One revision of a report that was issued: what was said to one group of recipients about one period. */
export interface Issue extends Job {
  readonly revision: number;
  /** Its files in the lake. */
  readonly folder: string;
  readonly subject: string;
  readonly verdict: Badge | null;
  readonly warnings: readonly string[];
  readonly checks: readonly { readonly what: string; readonly holds: boolean }[];
  /** null: it was issued before digests were kept, and replaced since. */
  readonly digest: Digest | null;
  /** No later revision was issued. */
  readonly isNewest: boolean;
}

interface Summary extends Pick<Issue, 'subject' | 'verdict' | 'warnings' | 'checks'> {
  readonly digest?: Digest;
}

/** Every revision ever issued, newest period first. What a dry run made, or a run that never came to issue it, is none. */
export async function issuesIn(ports: Pick<Ports, 'lake' | 'state'>): Promise<readonly Issue[]> {
  const found: Issue[] = [];
  for (const key of await ports.lake.list('reports/')) {
    const [, report, period, slice, number] =
      /^reports\/([^/]+)\/([^/]+)\/([^/]+)\/r(\d+)\/mail\.json$/.exec(key) ?? [];
    if (report === undefined || period === undefined || slice === undefined) continue;
    const revision = Number(number);
    const issued = await readJson<Issued>(ports.state, issuedKey({ report, period, slice }));
    if (issued === undefined || revision > issued.revision) continue;
    const isNewest = revision === issued.revision;
    const summary = JSON.parse(new TextDecoder().decode(await ports.lake.get(key))) as Summary;
    const digest = summary.digest ?? (isNewest ? await digestFrom(issued.results_key, ports) : null);
    const folder = key.slice(0, -'/mail.json'.length);
    found.push({ report, period, slice, revision, folder, ...summary, digest, isNewest });
  }
  return found.sort(
    (a, b) =>
      startOf(b) - startOf(a) ||
      compareText(b.period, a.period) ||
      compareText(a.report, b.report) ||
      compareText(a.slice, b.slice) ||
      b.revision - a.revision,
  );
}

const startOf = ({ digest }: Issue): number => digest?.period.start_s ?? 0;

async function digestFrom(results_key: string, ports: Pick<Ports, 'lake'>): Promise<Digest> {
  const facts = await readFacts(results_key, ports);
  const definition = definitionOf(facts.configuration);
  return digestOf(definition, facts, compose(definition, facts));
}
