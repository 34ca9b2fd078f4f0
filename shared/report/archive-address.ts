/** Where one issue of a report lies in the archive: what a mail links to, and what the archive writes. */
export interface IssueName {
  readonly report: string;
  readonly period: string;
  readonly slice: string;
  readonly revision: number;
}

/** Parts of a path as an address: an id may hold what a URL gives a meaning. */
export const address = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

/** The page of an issue, from the folder of the archive. */
export const issuePath = ({ report, period, slice, revision }: IssueName): string =>
  address(report, period, slice, `r${revision}.html`);

/** The page of an issue where the archive is published. */
export const issueUrl = (archive_url: string, issue: IssueName): string =>
  `${archive_url.replace(/\/+$/, '')}/${issuePath(issue)}`;
