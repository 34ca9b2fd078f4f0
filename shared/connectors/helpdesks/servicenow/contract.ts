import type { Contract } from '../../contract.ts';

const docs = (topic: string): string => `https://www.servicenow.com/docs/${topic}`;
const table = docs('r/api-reference/rest-apis/c_TableAPI.html');

export const serviceNowContract: Contract = {
  as_of: '2026-11-30',
  api: 'Table API, Aggregate API',
  logins: [
    {
      keys: ['client_id', 'client_secret'],
      grant: 'OAuth, client credentials',
      role: 'the OAuth application user: read on the tables named here, time zone UTC; snc_read_only and itil suffice, sys_audit needs an access rule',
      steps: [
        'System OAuth > Application Registry > New > OAuth API endpoint for external clients',
        'Set the OAuth application user; system property glide.oauth.inbound.client.credential.grant_type.enabled = true',
      ],
      page: docs('r/platform-security/authentication/client-credentials.html'),
    },
    {
      keys: ['user', 'password'],
      grant: 'Basic, where the account still admits it: the release of September 2026 restricts it',
      role: 'a user who only reads, time zone UTC, without multi-factor login',
      steps: ['User Administration > Users > New; give the roles; set the time zone to UTC'],
      page: docs('r/api-reference/rest-apis/c_RESTAPI.html'),
    },
    {
      keys: ['client_id', 'client_secret', 'user', 'password'],
      grant: 'OAuth, password: blocked where multi-factor login is demanded',
      role: 'the same user',
      steps: ['As for client credentials, without an application user'],
      page: docs('r/platform-security/authentication/c_OAuthApplications.html'),
    },
  ],
  endpoints: [
    ...[
      ['incident', 'records, or those of the key table'],
      ['sys_user_group', 'groups'],
      ['sys_user', 'people'],
      ['sys_user_grmember', 'who is in a group: staff'],
      ['sys_audit', 'every change of a record, with its author'],
      ['metric_instance', 'how long a field had each of its values: with the key metrics, in place of sys_audit'],
      ['sys_journal_field', 'comments and work notes'],
      ['sys_audit_delete', 'deleted records'],
      ['task_time_worked', 'time worked'],
      ['asmt_metric_result', 'answers to surveys'],
      ['task_sla', 'promises'],
    ].map(([name = '', tells = '']) => ({ path: `/api/now/table/${name}`, tells, page: table })),
    { path: '/api/now/table/{table}/{id}', tells: 'one record', page: table },
    {
      path: '/api/now/stats/{table}',
      tells: 'how many records there are, to compare',
      page: docs('r/api-reference/rest-apis/c_AggregateAPI.html'),
    },
  ],
  fields: {
    pages: 'result error message stats count value link',
    incident:
      'sys_id number opened_at sys_created_on sys_updated_on sys_mod_count state hold_reason priority category subcategory contact_type assigned_to assignment_group caller_id company resolved_at closed_at close_code reopen_count parent_incident problem_id rfc',
    sys_audit: 'sys_id documentkey fieldname oldvalue newvalue user sys_created_on',
    metric_instance: 'sys_id id field field_value value start sys_updated_on',
    sys_journal_field: 'sys_id element element_id value sys_created_by sys_created_on',
    sys_audit_delete: 'sys_id documentkey sys_created_by sys_created_on',
    'sys_user, sys_user_group, sys_user_grmember':
      'sys_id name user_name email company active user group user.user_name user.email time_zone sys_created_on sys_updated_on',
    task_time_worked: 'sys_id task user time_in_seconds sys_created_on',
    asmt_metric_result:
      'sys_id actual_value instance.trigger_id instance.user instance.taken_on instance.sys_created_on sys_updated_on',
    task_sla:
      'sys_id task sla sla.target start_time end_time planned_end_time has_breached business_duration sys_updated_on',
  },
  words: [
    {
      of: 'state',
      words: ['1', '2', '3', '6', '7', '8'],
      page: docs('r/it-service-management/incident-management/c_IncidentManagementStateModel.html'),
    },
    {
      of: 'hold_reason',
      words: ['1', '3', '4', '5'],
      page: docs('r/it-service-management/incident-management/c_IncidentManagementStateModel.html'),
    },
  ],
  channels: [
    {
      channel: 'email, portal, phone',
      told: 'comments and work notes with author and time; changes while sys_audit may be read',
    },
    {
      channel: 'changes where sys_audit is closed',
      told: 'with the key metrics, states, holds, groups and owners from the day on which their metric definitions were made (All > Metrics > Definitions, type Field value duration; a new instance measures incident_state, assignment_group and assigned_to), without who made them; metric_instance is read with the role itil. The columns field_value and start are in the script of the platform that the community article ta-p/2295880 prints; that field names the measured one rests on general knowledge',
      page: docs('r/platform-administration/c_MetricInstance.html'),
    },
    {
      channel: 'deleted records',
      told: 'sys_audit_delete names them, and who deleted them and when, while it may be read and the table has no attribute no_audit_delete=true; besides, a record that the weekly list of ids lacks is asked for, and gone when that is 404',
      page: docs(
        'r/platform-administration/table-administration-and-data-management/t_RestoreADeletedRecordAndRef.html',
      ),
    },
    { channel: 'Virtual Agent and agent chat', told: 'the record that it made; what was said is not told' },
    {
      channel: 'merged customers',
      told: 'not told: users are not merged but made inactive, and their records are changed one by one',
    },
    {
      channel: 'corrected messages',
      told: 'none: entries of the journal do not change; one that an admin deleted stays counted',
    },
  ],
  ends: [],
};
