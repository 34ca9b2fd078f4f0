import { untoldFor } from '../../knowledge/telling.ts';
import type { Auth } from '../connector.ts';
import { connector } from '../define.ts';
import { startOf } from '../progress.ts';
import { auditRows, deletionRows, journalRows, ratingRows, spanRows, workRows } from './servicenow/history.ts';
import { incidentRows } from './servicenow/incident.ts';
import { groupRows, memberRows, userRows } from './servicenow/people.ts';
import { oneRecordStreams, spanFields } from './servicenow/one-record.ts';
import { countOfRecords, recordIds } from './servicenow/record-ids.ts';
import { slaRows } from './servicenow/slas.ts';
import { byTime } from './servicenow/table-walk.ts';
import { zoneOf } from './servicenow/zone.ts';
import { ServiceNowConfiguration, type Measured } from './servicenow/configuration.ts';
import { serviceNowContract } from './servicenow/contract.ts';

/** Client credentials stand for the user of the OAuth client; with a user of the source, its password is sent instead. */
function authOf({ client_id, client_secret, user = '', password }: ServiceNowConfiguration, base_url: string): Auth {
  if (client_id === undefined || client_secret === undefined) return { kind: 'basic', user, password: password ?? '' };
  const form = { client_id, client_secret };
  return {
    kind: 'oauth',
    token_url: `${base_url}/oauth_token.do`,
    form:
      password === undefined
        ? { grant_type: 'client_credentials', ...form }
        : { grant_type: 'password', ...form, username: user, password },
  };
}

/** A plugin that is not there has no table, which is 400 instead of 404. */
const optional = {
  optional: true,
  isUnavailable: (status: number, body: string): boolean => status === 400 && /invalid table/i.test(body),
} as const;

/**
 * ServiceNow through its Table API, every table walked by (time, sys_id): pages by offset repeat and skip rows. Changes come from the
 * audit, messages from the journal; both name people by user name, references by sys_id, so people are known by both
 * (CONNECTORS.md 3.7).
 */
export const serviceNow = connector({
  id: 'servicenow',
  title: 'ServiceNow',
  configuration: ServiceNowConfiguration,
  contract: serviceNowContract,
  setup: {
    instance: { ask: 'Name of the instance: what stands before .service-now.com' },
    client_id: 'environment',
    client_secret: 'environment',
  },
  site: (c) => {
    const base_url = c.base_url ?? `https://${c.instance}.service-now.com`;
    return { base_url, auth: authOf(c, base_url) };
  },
  zone: (c) => zoneOf(c.table),
  tells: (c) => {
    const isUnknown = (field: Measured): boolean => c.history === 'none' && c.metrics?.fields.includes(field) !== true;
    const more =
      'set history: audit and let the API user read sys_audit; or name in metrics what the instance measures';
    return {
      untold: {
        ...(isUnknown('state') ? untoldFor(['status_history', 'reopenings'], more) : {}),
        ...(isUnknown('assigned_to') ? untoldFor(['assignments', 'handoffs'], more) : {}),
        ...(isUnknown('assignment_group') ? untoldFor(['group_changes'], more) : {}),
        // who began to work, and links to problems and changes, are in the audit alone
        ...(c.history === 'none'
          ? untoldFor(['work_started', 'escalation'], 'set history: audit and let the API user read sys_audit')
          : {}),
        ...(c.csat === undefined
          ? untoldFor(['ratings_offered', 'ratings_given'], 'set the scale of the assessment in csat')
          : {}),
      },
      ...(c.metrics === undefined ? {} : { history_from_s: startOf(c.metrics.since) }),
    };
  },
  streams: (c) => {
    const own = `tablename=${c.table}`;
    // time and promises of problems, changes and requests are none of ours
    const ofTask = `task.sys_class_name=${c.table}`;
    return [
      byTime('groups', 'sys_user_group', 'sys_updated_on', '', 'name', c, groupRows(c)),
      byTime('users', 'sys_user', 'sys_updated_on', '', 'user_name,email,company,active', c, userRows(c)),
      {
        ...byTime(
          'members',
          'sys_user_grmember',
          'sys_updated_on',
          '',
          'user,group,user.user_name,user.email',
          c,
          memberRows(c),
        ),
        ...optional,
      },
      {
        ...byTime('incidents', c.table, 'sys_updated_on', '', '', c, incidentRows(c), { checksZone: true }),
        compare: countOfRecords(c),
      },
      ...(c.history === 'audit'
        ? [
            byTime(
              'audit',
              'sys_audit',
              'sys_created_on',
              own,
              'documentkey,fieldname,oldvalue,newvalue,user',
              c,
              auditRows(c),
            ),
          ]
        : []),
      ...(c.metrics === undefined
        ? []
        : [byTime('metrics', 'metric_instance', 'sys_updated_on', `table=${c.table}`, spanFields, c, spanRows(c))]),
      byTime(
        'journal',
        'sys_journal_field',
        'sys_created_on',
        `name=${c.table}`,
        'element,element_id,value,sys_created_by',
        c,
        journalRows(c),
      ),
      {
        ...byTime(
          'deletions',
          'sys_audit_delete',
          'sys_created_on',
          own,
          'documentkey,sys_created_by',
          c,
          deletionRows,
        ),
        ...optional,
      },
      {
        ...byTime(
          'time_worked',
          'task_time_worked',
          'sys_created_on',
          ofTask,
          'task,user,time_in_seconds',
          c,
          workRows,
        ),
        ...optional,
      },
      {
        ...byTime(
          'ratings',
          'asmt_metric_result',
          'sys_updated_on',
          `instance.trigger_table=${c.table}`,
          'actual_value,instance.trigger_id,instance.user,instance.taken_on,instance.sys_created_on',
          c,
          ratingRows(c),
        ),
        ...optional,
      },
      {
        ...byTime(
          'slas',
          'task_sla',
          'sys_updated_on',
          ofTask,
          'task,sla,sla.target,start_time,end_time,planned_end_time,has_breached,business_duration',
          c,
          slaRows,
        ),
        ...optional,
      },
      recordIds(c),
      ...oneRecordStreams(c),
    ];
  },
});
