import { proposedTeams } from '../../config/proposed-teams.ts';
import { isNode, parseDocument, stringify } from 'yaml';
import type { EventLogConfiguration } from '../event-log/configuration.ts';
import { proposalText } from './proposal-text.ts';
import type { Proposal } from './proposal.ts';

/** The text of a first casebook.yaml for some ticket files: what was found, what was taken for granted, two reports without readers. */
export function firstConfiguration(
  proposals: readonly Proposal[],
  { name, time_zone }: { readonly name: string; readonly time_zone: string },
): string {
  const groups = [...new Set(proposals.flatMap((each) => each.groups))].sort();
  const teams = groups.length < 2 ? [] : proposedTeams(groups);
  const lead = teams.length === 0 ? {} : { slice: 'team' };
  return [
    '# What Casebook reads, how it counts, and who gets which mail. Written by casebook report;',
    '# edit it, and run casebook report again.',
    stringify({ organisation: { name, time_zone } }),
    '# A file is read by these columns. The comments say what was found in it.',
    `sources:\n${proposals.map(sourceText).join('')}`,
    ...(teams.length === 0 ? [] : ['# The groups of the file, each a team.', stringify({ teams }, { lineWidth: 0 })]),
    '# Add recipients, then casebook run sends them.',
    stringify({
      reports: [
        { id: 'lead-weekly', schedule: 'mon 07:00', ...lead },
        { id: 'executive-weekly', schedule: 'mon 07:00' },
      ],
    }),
  ].join('\n');
}

const sourceText = (proposal: Proposal): string => {
  const [comments = '', sources = ''] = proposalText(proposal).split(/^sources:\n/m);
  return `${comments.trimEnd().replaceAll(/^/gm, '  ')}\n${sources}`;
};

/** The text with one more file under a source; comments stay. */
export function withFile(text: string, source: string, file: string): string {
  return edited(text, source, (node) => node.addIn(['files'], file));
}

/** The text with other meanings of statuses; comments stay. */
export function withStatuses(text: string, source: string, statuses: Readonly<Record<string, string>>): string {
  return edited(text, source, (node) => {
    for (const [raw, status] of Object.entries(statuses)) node.setIn(['columns', 'status', 'map', raw], status);
  });
}

const timeFields = ['created_at', 'resolved_at', 'closed_at', 'first_reply_at'] as const;

/** The text with the times of a source read as in a proposal; a field that somebody has given another column keeps it. */
export function withTimes(text: string, source: string, proposed: EventLogConfiguration): string {
  return edited(text, source, (node) => {
    node.setIn(['time_zone'], proposed.time_zone);
    node.setIn(['time_format'], proposed.time_format);
    for (const field of timeFields) {
      const found = proposed.columns[field];
      const [now, then] = [columnOf(node.getIn(['columns', field])), columnOf(found)];
      if (found !== undefined && now === then) node.setIn(['columns', field], found);
    }
  });
}

/** The columns that a field is read from, as one text. */
const columnOf = (spec: unknown): string => {
  if (typeof spec !== 'object' || spec === null) return String(spec);
  const { column, columns = [column] } = spec as { readonly column?: unknown; readonly columns?: readonly unknown[] };
  return columns.map(String).join('/');
};

interface Node {
  getIn(path: readonly unknown[]): unknown;
  addIn(path: readonly unknown[], value: unknown): void;
  setIn(path: readonly unknown[], value: unknown): void;
}
function edited(text: string, source: string, change: (node: Node) => void): string {
  const document = parseDocument(text);
  const { sources = [] } = document.toJS() as { sources?: readonly { id?: unknown }[] };
  const at = sources.findIndex(({ id }) => id === source);
  change({
    getIn: (path) => {
      const found = document.getIn(['sources', at, ...path]);
      return isNode(found) ? found.toJS(document) : found;
    },
    addIn: (path, value) => document.addIn(['sources', at, ...path], value),
    setIn: (path, value) => document.setIn(['sources', at, ...path], value),
  });
  return document.toString({ lineWidth: 0 });
}
