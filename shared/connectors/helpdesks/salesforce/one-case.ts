import type { Children, Stream } from '../../connector.ts';
import { followed, withQuery } from '../../engine/paging.ts';
import { idOrNull, recordsIn } from '../../shapes.ts';
import type { SalesforceConfiguration } from './configuration.ts';
import { caseRows } from './cases.ts';
import { commentRows, emailRows, historyRows } from './history.ts';

export const fieldsOf = {
  history: 'CaseId, Field, OldValue, NewValue, CreatedById',
  comments: 'ParentId, IsPublished, IsDeleted, CommentBody, CreatedById, CreatedDate',
  emails: 'ParentId, Parent.CreatedDate, Incoming, IsDeleted, Status, TextBody, MessageDate, CreatedById',
} as const;

/** Without e-mail to case, or without entitlements, an org does not know these objects at all, and says so with 400. */
export const mayLack = {
  optional: true,
  isUnavailable: (status: number, body: string): boolean => status === 400 && body.includes('INVALID_TYPE'),
} as const;

/** The same of a field that an edition or a profile lacks. */
export const mayLackField = {
  optional: true,
  isUnavailable: (status: number, body: string): boolean => status === 400 && /INVALID_(?:TYPE|FIELD)/.test(body),
} as const;

/** Streams that read one case by its id, and what happened to it: for what a list of ids has too much, or lacks. */
export const oneCaseStreams = (c: SalesforceConfiguration): readonly Stream[] => [
  {
    name: 'one_case',
    isTicket: true,
    items: (body) => {
      if (idOrNull.parse((body as { Id?: unknown } | null)?.Id) === null) throw new Error('found no case with an "Id"');
      return [body];
    },
    rows: caseRows(c),
  },
  whole('history_of_case', historyRows(c)),
  whole('comments_of_case', commentRows(c)),
  { ...whole('emails_of_case', emailRows(c)), ...mayLack },
];

const whole = (name: string, rows: Stream['rows']): Stream => ({
  name,
  items: (body) => recordsIn(body, 'records'),
  next: ({ asked, body, state }) => {
    const { done, nextRecordsUrl } = body as { done?: unknown; nextRecordsUrl?: unknown };
    const rest = done === false && typeof nextRecordsUrl === 'string' ? nextRecordsUrl : null;
    return { request: followed(asked, rest), state };
  },
  rows,
});

/** With all its fields; 404 when it is in the recycle bin or no longer there. */
export const theCase = ({ version }: SalesforceConfiguration, id: string): Children => ({
  stream: 'one_case',
  requests: [{ url: `/services/data/${version}/sobjects/Case/${id}`, of: id }],
});

export function theCaseWhole(c: SalesforceConfiguration, id: string): readonly Children[] {
  const of = (stream: string, object: string, fields: string, parent: string, time: string): Children => ({
    stream,
    requests: [
      {
        url: withQuery(`/services/data/${c.version}/queryAll`, {
          q: `SELECT Id, ${time}, ${fields} FROM ${object} WHERE ${parent} = '${id}' ORDER BY ${time}, Id`,
        }),
        of: id,
      },
    ],
  });
  return [
    theCase(c, id),
    of('history_of_case', 'CaseHistory', fieldsOf.history, 'CaseId', 'CreatedDate'),
    of('comments_of_case', 'CaseComment', fieldsOf.comments, 'ParentId', 'SystemModstamp'),
    of('emails_of_case', 'EmailMessage', fieldsOf.emails, 'ParentId', 'SystemModstamp'),
  ];
}
