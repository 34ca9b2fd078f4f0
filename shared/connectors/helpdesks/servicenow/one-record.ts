import type { Children, Stream } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { record } from '../../shapes.ts';
import type { ServiceNowConfiguration } from './configuration.ts';
import { auditRows, journalRows, spanRows } from './history.ts';
import { incidentRows } from './incident.ts';
import { beyondHidden, resultIn, tableRequest } from './table-request.ts';

const limit = 10_000;
/** Of metric_instance. */
export const spanFields = 'id,field,field_value,value,start';
const changes = 'sys_id,sys_created_on,documentkey,fieldname,oldvalue,newvalue,user';
const spans = `sys_id,sys_created_on,${spanFields}`;
const messages = 'sys_id,sys_created_on,element,element_id,value,sys_created_by';

/** Streams that read one record by its id, and what happened to it: for what a list of ids has too much, or lacks. */
export const oneRecordStreams = (c: ServiceNowConfiguration): readonly Stream[] => [
  {
    name: 'one_record',
    isTicket: true,
    items: (body) => {
      const { result } = record.parse(body);
      if (typeof result !== 'object' || result === null) throw new Error('found no "result" with a record');
      return [result];
    },
    rows: incidentRows(c),
  },
  whole('audit_of_record', auditRows(c)),
  whole('metrics_of_record', spanRows(c)),
  whole('journal_of_record', journalRows(c)),
];

/** All rows of one record, in order: more than one page of them is rare. */
const whole = (name: string, rows: Stream['rows']): Stream => ({
  name,
  items: resultIn,
  next: ({ asked, headers, state }) => ({ request: beyondHidden({ asked, headers }), state }),
  rows,
});

export const theRecord = (c: ServiceNowConfiguration, id: string): Children => ({
  stream: 'one_record',
  requests: [
    {
      url: withQuery(`/api/now/table/${c.table}/${id}`, {
        sysparm_display_value: 'false',
        sysparm_exclude_reference_link: 'true',
      }),
      of: id,
    },
  ],
});

export function theRecordWhole(c: ServiceNowConfiguration, id: string): readonly Children[] {
  const of = (stream: string, table: string, query: string, fields: string): Children => ({
    stream,
    requests: [
      {
        ...tableRequest(table, `${query}^ORDERBYsys_created_on^ORDERBYsys_id`, fields, { sysparm_limit: limit }),
        of: id,
      },
    ],
  });
  return [
    theRecord(c, id),
    ...(c.history === 'audit'
      ? [of('audit_of_record', 'sys_audit', `tablename=${c.table}^documentkey=${id}`, changes)]
      : []),
    ...(c.metrics === undefined
      ? []
      : [of('metrics_of_record', 'metric_instance', `table=${c.table}^id=${id}`, spans)]),
    of('journal_of_record', 'sys_journal_field', `name=${c.table}^element_id=${id}`, messages),
  ];
}
