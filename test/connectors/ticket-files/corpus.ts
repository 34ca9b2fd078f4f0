import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import writeXlsx from 'write-excel-file/node';
import { encode } from '../../support/encode.ts';

/** One made-up ticket; every file of the corpus tells the same ones, each in the columns, words and dates of another product. */
export interface Ticket {
  readonly id: number;
  readonly created_s: number;
  readonly resolved_s: number | null;
  readonly reply_s: number | null;
  readonly state: 'new' | 'waiting' | 'done';
  readonly group: string;
  readonly agent: string;
}
const start_s = Date.parse('2026-09-01T08:00:00Z') / 1000;
export const tickets: readonly Ticket[] = Array.from({ length: 30 }, (_, i) => {
  const created_s = start_s + i * 86_400 + (i % 5) * 3600;
  const isDone = i % 3 !== 2;
  return {
    id: 1000 + i,
    created_s,
    resolved_s: isDone ? created_s + (i + 1) * 1800 : null,
    reply_s: created_s + 1200,
    state: isDone ? 'done' : i % 2 === 0 ? 'new' : 'waiting',
    group: i % 2 === 0 ? 'North' : 'South',
    agent: ['Ada Example', 'Bo Sample', 'Cy Muster'][i % 3] ?? '',
  };
});

const two = (n: number): string => String(n).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
type Written = (at_s: number | null) => string;
const written =
  (text: (d: Date) => string): Written =>
  (at_s) =>
    at_s === null ? '' : text(new Date(at_s * 1000));
const hour12 = (d: Date): string =>
  `${d.getUTCHours() % 12 || 12}:${two(d.getUTCMinutes())} ${d.getUTCHours() < 12 ? 'AM' : 'PM'}`;
const clock = (d: Date): string => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
export const dates = {
  iso: written((d) => d.toISOString().replace('.000', '')),
  sql: written((d) => `${d.toISOString().slice(0, 10)} ${d.toISOString().slice(11, 19)}`),
  minute: written((d) => `${d.toISOString().slice(0, 10)} ${clock(d)}`),
  german: written((d) => `${two(d.getUTCDate())}.${two(d.getUTCMonth() + 1)}.${d.getUTCFullYear()} ${clock(d)}`),
  british: written((d) => `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()} ${clock(d)}`),
  dutch: written((d) => `${d.getUTCDate()}-${d.getUTCMonth() + 1}-${d.getUTCFullYear()} ${clock(d)}`),
  us: written((d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()} ${hour12(d)}`),
  usComma: written((d) => `${two(d.getUTCMonth() + 1)}/${two(d.getUTCDate())}/${d.getUTCFullYear()}, ${hour12(d)}`),
  jira: written(
    (d) => `${two(d.getUTCDate())}/${months[d.getUTCMonth()]}/${String(d.getUTCFullYear()).slice(2)} ${hour12(d)}`,
  ),
  oracle: written((d) => `${two(d.getUTCDate())}-${months[d.getUTCMonth()]}-${d.getUTCFullYear()} ${clock(d)}`),
  english: written((d) => `${months[d.getUTCMonth()]} ${d.getUTCDate()}, ${d.getUTCFullYear()} ${hour12(d)}`),
  slashed: written((d) => `${d.getUTCFullYear()}/${two(d.getUTCMonth() + 1)}/${two(d.getUTCDate())} ${clock(d)}`),
  chinese: written((d) => `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日 ${clock(d)}`),
  epoch: written((d) => String(d.getTime() / 1000)),
  epoch_ms: written((d) => String(d.getTime())),
  socrata: written((d) => d.toISOString().replace('Z', '')),
} as const;

const last = ({ created_s, resolved_s }: Ticket): number => resolved_s ?? created_s;
type Words = Readonly<Record<Ticket['state'], string>>;

export interface CorpusFile {
  readonly name: string;
  readonly file: string;
  readonly bytes: () => Uint8Array | Promise<Uint8Array>;
  readonly ticket: string;
  /** Sentence of what it is; left out where only its content tells. */
  readonly what?: string;
  /** Whether each of these is told. */
  readonly tells: { readonly reply: boolean; readonly group: boolean; readonly assignee: boolean };
  /** Ids as they are written. */
  readonly idOf: (ticket: Ticket) => string;
  /** Instants of the file are whole minutes or seconds; a log of events has no given times. */
  readonly shape: 'snapshots' | 'events';
}

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || cell.includes('"') || cell.includes('\n') ? `"${cell.replaceAll('"', '""')}"` : cell;
const csv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter)).join('\r\n');

/** A column: its name, and what it says of a ticket. */
type Column = readonly [name: string, says: (ticket: Ticket) => string];
const subject: Column = ['Subject', ({ id }) => `It does not work, "again" (${id % 7})`];

interface Layout {
  readonly name: string;
  readonly what?: string;
  readonly columns: readonly Column[];
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly file?: string;
  readonly idOf?: (ticket: Ticket) => string;
  readonly tells?: Partial<CorpusFile['tells']>;
  readonly above?: readonly string[];
  readonly below?: readonly string[];
  readonly wrap?: (rows: readonly (readonly string[])[], text: string) => Uint8Array | Promise<Uint8Array>;
}
const fileOf = ({
  name,
  what,
  columns,
  delimiter = ',',
  encoding,
  file = 'export.csv',
  idOf = ({ id }) => String(id),
  tells,
  above = [],
  below = [],
  wrap,
}: Layout): CorpusFile => {
  const rows = [columns.map(([title]) => title), ...tickets.map((ticket) => columns.map(([, says]) => says(ticket)))];
  const text = [...above, csv(rows, delimiter), ...below].join('\r\n');
  return {
    name,
    file,
    ...(what === undefined ? {} : { what }),
    ticket: columns.find(([, says]) => tickets.every((ticket) => says(ticket) === idOf(ticket)))?.[0] ?? '',
    idOf,
    shape: 'snapshots',
    tells: { reply: false, group: true, assignee: true, ...tells },
    bytes: () =>
      wrap === undefined
        ? encoding === undefined
          ? new TextEncoder().encode(text)
          : encode(text, encoding)
        : wrap(rows, text),
  };
};
const says = (words: Words) => (ticket: Ticket) => words[ticket.state];
const id: Column[1] = ({ id }) => String(id);
const group: Column[1] = (ticket) => ticket.group;
const agent: Column[1] = (ticket) => ticket.agent;
const at =
  (write: Written, which: 'created' | 'resolved' | 'reply' | 'last'): Column[1] =>
  (ticket) =>
    write(
      which === 'created'
        ? ticket.created_s
        : which === 'resolved'
          ? ticket.resolved_s
          : which === 'reply'
            ? ticket.reply_s
            : last(ticket),
    );
const english: Words = { new: 'New', waiting: 'Waiting for customer', done: 'Resolved' };

/** A plain table with a header in one language. */
const plain = (
  name: string,
  header: readonly string[],
  words: Words,
  write: Written,
  more: Partial<Layout> = {},
): CorpusFile => {
  const [ticket = '', created = '', resolved = '', updated = '', status = '', team = '', owner = ''] = header;
  return fileOf({
    name,
    columns: [
      [ticket, id],
      [created, at(write, 'created')],
      [resolved, at(write, 'resolved')],
      [updated, at(write, 'last')],
      [status, says(words)],
      [team, group],
      [owner, agent],
    ],
    ...more,
  });
};
const englishHeader = ['Ticket', 'Created', 'Resolved', 'Updated', 'Status', 'Team', 'Owner'];

const products: readonly CorpusFile[] = [
  fileOf({ name: 'Zendesk', what: 'a ticket export of Zendesk', columns: [['Summation column', () => '1'], ['Id', id], ['Requester', () => 'A Customer'], ['Requester id', ({ id }) => String(id % 9)], ['Assignee', agent], ['Group', group], subject, ['Status', says({ new: 'New', waiting: 'Pending', done: 'Solved' })], ['Priority', () => 'High'], ['Via', () => 'Mail'], ['Created at', at(dates.minute, 'created')], ['Updated at', at(dates.minute, 'last')], ['Solved at', at(dates.minute, 'resolved')], ['Reopens', () => '0'], ['Replies', () => '1']] }),
  fileOf({ name: 'Freshdesk', what: 'a ticket export of Freshdesk', tells: { reply: true }, columns: [['Ticket ID', id], subject, ['Status', says({ new: 'Open', waiting: 'Waiting on Customer', done: 'Closed' })], ['Priority', () => 'Low'], ['Source', () => 'Email'], ['Agent', agent], ['Group', group], ['Created time', at(dates.sql, 'created')], ['Due by Time', at(dates.sql, 'created')], ['Resolved time', at(dates.sql, 'resolved')], ['Closed time', () => ''], ['Last update time', at(dates.sql, 'last')], ['Initial response time', at(dates.sql, 'reply')], ['First response time (in hrs)', () => '00:20:00']] }),
  fileOf({ name: 'Freshservice', what: 'a ticket export of Freshservice', tells: { reply: true }, columns: [['Ticket ID', id], subject, ['Status', says({ new: 'Open', waiting: 'Pending', done: 'Resolved' })], ['Agent', agent], ['Group', group], ['Created Time', at(dates.usComma, 'created')], ['Resolved Time', at(dates.usComma, 'resolved')], ['Last Updated Time', at(dates.usComma, 'last')], ['Initial Response Time', at(dates.usComma, 'reply')], ['Requester Name', () => 'A Customer']] }),
  fileOf({ name: 'Intercom', what: 'a conversation export of Intercom', columns: [['Conversation ID', id], ['Conversation started at', at(dates.minute, 'created')], ['Last closed at', at(dates.minute, 'resolved')], ['Last updated at', at(dates.minute, 'last')], ['Current conversation state', says({ new: 'open', waiting: 'snoozed', done: 'closed' })], ['Team currently assigned', group], ['Teammate currently assigned', agent], ['Channel', () => 'Email']] }),
  fileOf({ name: 'Jira', what: 'an issue export of Jira', tells: { group: false }, idOf: ({ id }) => `SUP-${id}`, columns: [['Summary', () => 'It broke'], ['Issue key', ({ id }) => `SUP-${id}`], ['Issue id', ({ id }) => String(id * 3)], ['Issue Type', () => 'Incident'], ['Status', says({ new: 'Waiting for support', waiting: 'Waiting for customer', done: 'Done' })], ['Assignee', agent], ['Reporter', () => 'A Customer'], ['Created', at(dates.jira, 'created')], ['Updated', at(dates.jira, 'last')], ['Resolved', at(dates.jira, 'resolved')], ['Labels', () => 'a'], ['Labels', () => 'b'], ['Comment', () => '01/Sep/26 9:00 AM;x;Hello'], ['Comment', () => '']] }),
  fileOf({ name: 'HubSpot', what: 'a ticket export of HubSpot', tells: { reply: true }, columns: [['Ticket ID', id], ['Ticket name', () => 'It broke'], ['Pipeline', () => 'Support Pipeline'], ['Ticket status', says({ new: 'New', waiting: 'Waiting on contact', done: 'Closed' })], ['Create date', at(dates.minute, 'created')], ['Close date', at(dates.minute, 'resolved')], ['Last modified date', at(dates.minute, 'last')], ['First agent email response date', at(dates.minute, 'reply')], ['Ticket owner', agent], ['HubSpot Team', group], ['Source', () => 'Email']] }),
  fileOf({ name: 'Salesforce, with its footer', what: 'a case report of Salesforce', columns: [['Case Owner', agent], ['Case Number', id], ['Subject', () => 'It broke'], ['Date/Time Opened', at(dates.us, 'created')], ['Date/Time Closed', at(dates.us, 'resolved')], ['Status', says({ new: 'New', waiting: 'On Hold', done: 'Closed' })], ['Owner Role', group], ['Case Origin', () => 'Phone'], ['Age (Hours)', () => '3']], below: ['', '"Support cases"', '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."', '"Confidential Information - Do Not Distribute"'] }),
  fileOf({ name: 'ServiceNow', what: 'a list export of ServiceNow', idOf: ({ id }) => `INC000${id}`, columns: [['Number', ({ id }) => `INC000${id}`], ['Opened', at(dates.sql, 'created')], ['Short description', () => 'It broke'], ['Caller', () => 'A Customer'], ['Priority', () => '3 - Moderate'], ['State', says({ new: 'New', waiting: 'On Hold', done: 'Resolved' })], ['Assignment group', group], ['Assigned to', agent], ['Updated', at(dates.sql, 'last')], ['Resolved', at(dates.sql, 'resolved')], ['Reopen count', () => '0']] }),
  fileOf({ name: 'Help Scout', what: 'a conversation export of Help Scout', columns: [['Conversation Number', id], ['Inbox', group], ['Status', says({ new: 'Active', waiting: 'Pending', done: 'Closed' })], ['Created At', at(dates.iso, 'created')], ['Closed At', at(dates.iso, 'resolved')], ['Modified At', at(dates.iso, 'last')], ['Assigned To', agent], ['Customer Email', () => 'c@example.org']] }),
  fileOf({ name: 'Zoho Desk', what: 'a ticket export of Zoho Desk', columns: [['Ticket Id', id], ['Department', group], ['Ticket Owner', agent], ['Status', says({ new: 'Open', waiting: 'On Hold', done: 'Closed' })], ['Created Time', at(dates.oracle, 'created')], ['Modified Time', at(dates.oracle, 'last')], ['Ticket Closed Time', at(dates.oracle, 'resolved')], ['Channel', () => 'Email']] }),
  fileOf({ name: 'Request Tracker', what: 'a search result of Request Tracker', delimiter: '\t', file: 'Results.tsv', columns: [['id', id], ['Subject', () => 'It broke'], ['Status', says({ new: 'new', waiting: 'stalled', done: 'resolved' })], ['QueueName', group], ['OwnerName', agent], ['Created', at(dates.sql, 'created')], ['Resolved', (t) => dates.sql(t.resolved_s) || 'Not set'], ['LastUpdated', at(dates.sql, 'last')]] }),
  fileOf({ name: 'Zammad', what: 'a ticket report of Zammad', idOf: ({ id }) => `7${id}`, columns: [['#', ({ id }) => `7${id}`], ['Title', () => 'It broke'], ['State', says({ new: 'new', waiting: 'pending reminder', done: 'closed' })], ['Priority', () => '2 normal'], ['Group', group], ['Owner', agent], ['Created at', at(dates.iso, 'created')], ['Closing time', at(dates.iso, 'resolved')], ['Updated at', at(dates.iso, 'last')]] }),
  fileOf({ name: 'osTicket', what: 'a ticket export of osTicket', columns: [['Ticket Number', id], ['Date Created', at(dates.us, 'created')], ['Subject', () => 'It broke'], ['From', () => 'A Customer'], ['Priority', () => 'Normal'], ['Department', group], ['Help Topic', () => 'General'], ['Source', () => 'Email'], ['Current Status', says({ new: 'Open', waiting: 'Open', done: 'Closed' })], ['Last Updated', at(dates.us, 'last')], ['Closed Date', at(dates.us, 'resolved')], ['Agent Assigned', agent]] }),
  fileOf({ name: 'Front', what: 'a conversation export of Front', idOf: ({ id }) => `cnv_${id}`, columns: [['Conversation ID', ({ id }) => `cnv_${id}`], ['Inbox', group], ['Assignee', agent], ['Status', says({ new: 'unassigned', waiting: 'assigned', done: 'archived' })], ['Created at', at(dates.minute, 'created')], ['Last message date', at(dates.minute, 'last')], ['Archived at', at(dates.minute, 'resolved')]] }),
  fileOf({ name: 'Gorgias', what: 'a ticket export of Gorgias', tells: { reply: true }, columns: [['Ticket ID', id], ['Initial channel', () => 'email'], ['Assignee name', agent], ['Assigned team', group], ['Status', says({ new: 'open', waiting: 'open', done: 'closed' })], ['Creation date', at(dates.sql, 'created')], ['Closed date', at(dates.sql, 'resolved')], ['Last update date', at(dates.sql, 'last')], ['First response date', at(dates.sql, 'reply')]] }),
  fileOf({ name: 'GLPI', what: 'a search result of GLPI', delimiter: ';', idOf: ({ id }) => `1 ${String(id).slice(1)}`.replace(' ', ''), columns: [['ID', id], ['Title', () => 'It broke'], ['Status', says({ new: 'New', waiting: 'Pending', done: 'Solved' })], ['Last update', at(dates.minute, 'last')], ['Opening date', at(dates.minute, 'created')], ['Priority', () => 'Medium'], ['Requester - Requester', () => 'A Customer'], ['Assigned to - Technician', agent], ['Assigned to - Technician group', group], ['Resolution date', at(dates.minute, 'resolved')]] }),
  fileOf({ name: 'GLPI in Portuguese', what: 'a search result of GLPI', delimiter: ';', idOf: ({ id }) => `1 ${String(id).slice(1)}`.replace(' ', ''), columns: [['ID', id], ['Título', () => 'Parou'], ['Status', says({ new: 'Novo', waiting: 'Pendente', done: 'Solucionado' })], ['Requerente - Requerente', () => 'A Customer'], ['Atribuído - Técnico', agent], ['Atribuído - Grupo técnico', group], ['Prioridade', () => 'Média'], ['Categoria', () => 'Rede'], ['Data de abertura', at(dates.minute, 'created')], ['Data da solução', at(dates.minute, 'resolved')], ['Última atualização', at(dates.minute, 'last')]] }),
  fileOf({ name: 'Znuny', what: 'a ticket list or statistic of OTRS or Znuny', delimiter: ';', idOf: ({ id }) => `20260901${id}`, columns: [['Ticket#', ({ id }) => `20260901${id}`], ['Created', at(dates.sql, 'created')], ['Changed', at(dates.sql, 'last')], ['Close Time', at(dates.sql, 'resolved')], ['Queue', group], ['State', says({ new: 'new', waiting: 'pending reminder', done: 'closed successful' })], ['Priority', () => '3 normal'], ['Owner', agent]] }),
  fileOf({ name: 'Redmine', what: 'an issue list of Redmine', columns: [['#', id], ['Project', group], ['Tracker', () => 'Support'], ['Status', says({ new: 'New', waiting: 'Feedback', done: 'Closed' })], ['Priority', () => 'Normal'], ['Subject', () => 'It broke'], ['Author', () => 'A Customer'], ['Assignee', agent], ['Updated', at(dates.us, 'last')], ['Created', at(dates.us, 'created')], ['Closed', at(dates.us, 'resolved')]] }),
  fileOf({ name: 'GitHub, as its interface answers', what: 'issues of GitHub', file: 'issues.json', tells: { group: false, assignee: true }, columns: [['number', id]], wrap: () => new TextEncoder().encode(JSON.stringify(tickets.map((t) => ({ url: 'https://example.com', number: t.id, title: 'It broke', user: { login: 'someone', id: 5 }, state: t.state === 'done' ? 'closed' : 'open', assignee: { login: t.agent }, comments: 3, created_at: dates.iso(t.created_s), updated_at: dates.iso(last(t)), closed_at: t.resolved_s === null ? null : dates.iso(t.resolved_s) })))) }),
  fileOf({ name: 'Linear', what: 'an issue export of Linear', idOf: ({ id }) => `ENG-${id}`, columns: [['ID', ({ id }) => `ENG-${id}`], ['Team', group], ['Title', () => 'It broke'], ['Status', says({ new: 'Todo', waiting: 'In Progress', done: 'Done' })], ['Priority', () => 'High'], ['Creator', () => 'a@example.org'], ['Assignee', agent], ['Created', at(dates.iso, 'created')], ['Updated', at(dates.iso, 'last')], ['Started', at(dates.iso, 'created')], ['Completed', at(dates.iso, 'resolved')], ['Canceled', () => '']] }),
  fileOf({ name: 'open 311 data', what: 'service requests of a city (open 311 data)', tells: { assignee: false }, columns: [['unique_key', id], ['created_date', at(dates.socrata, 'created')], ['closed_date', at(dates.socrata, 'resolved')], ['agency', group], ['complaint_type', () => 'Noise'], ['incident_address', ({ id }) => `${id} MAIN STREET`], ['status', says({ new: 'Open', waiting: 'Assigned', done: 'Closed' })], ['resolution_action_updated_date', at(dates.socrata, 'last')], ['open_data_channel_type', () => 'PHONE']] }),
]; // prettier-ignore

const languages: readonly CorpusFile[] = [
  plain(
    'German',
    ['Ticketnummer', 'Erstellt am', 'Gelöst am', 'Letzte Änderung', 'Status', 'Gruppe', 'Bearbeiter'],
    { new: 'Offen', waiting: 'Wartet auf Kunden', done: 'Gelöst' },
    dates.german,
    { delimiter: ';', encoding: 'windows-1252' },
  ),
  plain(
    'French',
    ['Numéro de ticket', 'Créé le', 'Résolu le', 'Dernière modification', 'Statut', 'Groupe', 'Technicien'],
    { new: 'Nouveau', waiting: 'En attente client', done: 'Résolu' },
    dates.british,
    { delimiter: ';', encoding: 'windows-1252' },
  ),
  plain(
    'Spanish',
    [
      'Número de caso',
      'Fecha de creación',
      'Fecha de resolución',
      'Última actualización',
      'Estado',
      'Grupo',
      'Asignado a',
    ],
    { new: 'Abierto', waiting: 'Esperando al cliente', done: 'Resuelto' },
    dates.british,
    { delimiter: ';' },
  ),
  plain(
    'Portuguese',
    [
      'Número do chamado',
      'Data de abertura',
      'Data da solução',
      'Última atualização',
      'Situação',
      'Setor',
      'Responsável',
    ],
    { new: 'Em atendimento', waiting: 'Aguardando cliente', done: 'Concluído' },
    dates.british,
    { delimiter: ';', encoding: 'windows-1252' },
  ),
  plain(
    'Italian',
    ['Numero ticket', 'Data apertura', 'Data risoluzione', 'Ultima modifica', 'Stato', 'Gruppo', 'Assegnato a'],
    { new: 'In lavorazione', waiting: 'In attesa del cliente', done: 'Risolto' },
    dates.british,
  ),
  plain(
    'Dutch',
    ['Meldingnummer', 'Aanmaakdatum', 'Datum gereed', 'Wijzigingsdatum', 'Status', 'Behandelaarsgroep', 'Behandelaar'],
    { new: 'Geregistreerd', waiting: 'Wachten op aanmelder', done: 'Gereed' },
    dates.dutch,
    { delimiter: ';' },
  ),
  plain(
    'Polish',
    ['Numer zgłoszenia', 'Data utworzenia', 'Data rozwiązania', 'Ostatnia zmiana', 'Status', 'Zespół', 'Przypisany do'],
    { new: 'Nowe', waiting: 'Oczekuje na klienta', done: 'Rozwiązane' },
    dates.german,
    { delimiter: ';', encoding: 'windows-1250' },
  ),
  plain(
    'Russian',
    ['Номер заявки', 'Дата создания', 'Дата решения', 'Дата изменения', 'Статус', 'Группа', 'Исполнитель'],
    { new: 'В работе', waiting: 'Ожидание ответа клиента', done: 'Решена' },
    dates.german,
    { delimiter: ';', encoding: 'windows-1251' },
  ),
  plain(
    'Chinese',
    ['工单编号', '创建时间', '解决时间', '更新时间', '状态', '处理组', '处理人'],
    { new: '处理中', waiting: '等待客户', done: '已解决' },
    dates.slashed,
    { encoding: 'gb18030' },
  ),
  plain(
    'Chinese dates',
    ['工单号', '提交时间', '完成时间', '修改时间', '工单状态', '部门', '负责人'],
    { new: '新建', waiting: '待回复', done: '已完成' },
    dates.chinese,
  ),
  plain(
    'Japanese',
    ['チケット番号', '作成日時', '解決日時', '更新日時', 'ステータス', 'グループ', '担当者'],
    { new: '対応中', waiting: '顧客待ち', done: '解決済み' },
    dates.slashed,
    { encoding: 'shift_jis' },
  ),
];

const inXlsx = async (rows: readonly (readonly string[])[]): Promise<Uint8Array> =>
  new Uint8Array(
    await writeXlsx(rows.map((row) => row.map((value) => ({ value, type: String }))) as never, {}).toBuffer(),
  );
const containers: readonly CorpusFile[] = [
  plain('a workbook', englishHeader, english, dates.minute, { file: 'tickets.xlsx', wrap: inXlsx }),
  plain('a workbook with title rows', englishHeader, english, dates.british, { file: 'tickets.xlsx', wrap: (rows) => inXlsx([['Tickets of September'], [], ...rows]) }),
  plain('gzip', englishHeader, english, dates.iso, { file: 'tickets.csv.gz', wrap: (_rows, text) => gzipSync(text) }),
  plain('zip', englishHeader, english, dates.iso, { file: 'tickets.zip', wrap: (_rows, text) => zipSync({ 'tickets.csv': strToU8(text) }) }),
  plain('UTF-16, as "Unicode text" of Excel', englishHeader, english, dates.us, { file: 'tickets.txt', delimiter: '\t', wrap: (_rows, text) => Buffer.concat([Buffer.from([0xff, 0xfe]), encode(text, 'utf-16le')]) }),
  plain('JSON lines', englishHeader, english, dates.iso, { file: 'tickets.jsonl', wrap: ([header = [], ...rows]) => new TextEncoder().encode(rows.map((row) => JSON.stringify(Object.fromEntries(row.map((cell, i) => [header[i], cell])))).join('\n')) }),
  plain('an answer of an interface', englishHeader, english, dates.epoch, { file: 'tickets.json', wrap: ([header = [], ...rows]) => new TextEncoder().encode(JSON.stringify({ total: rows.length, tickets: rows.map((row) => Object.fromEntries(row.map((cell, i) => [header[i], cell]))) })) }),
  plain('bars', englishHeader, english, dates.iso, { delimiter: '|' }),
  plain('epoch milliseconds', englishHeader, english, dates.epoch_ms),
  plain('months in words', englishHeader, english, dates.english),
  plain('titles above and totals below', englishHeader, english, dates.oracle, { above: ['Ticket report', 'Period: September 2026', ''], below: ['Total,30,,,,,', 'Generated by somebody'] }),
  plain('Mantis, whose end is its state', ['Id', 'Date Submitted', 'Resolved', 'Updated', 'Status', 'Category', 'Assigned To'], { new: 'new', waiting: 'feedback', done: 'resolved' }, dates.minute, { tells: { group: false } }),
  plain('a table that somebody keeps', ['No', 'Received', 'Done at', 'Last modified', 'State', 'Department', 'Handled by'], { new: 'open', waiting: 'awaiting customer', done: 'done' }, dates.british),
  plain('a header nobody heard of', ['Lfd', 'Opened', 'Completed', 'Modified', 'Stage', 'Team', 'Engineer'], { new: 'In progress', waiting: 'Customer action', done: 'Completed' }, dates.minute),
  fileOf({ name: 'names with things around them', columns: [['incident.number', id], ['incident.opened_at', at(dates.sql, 'created')], ['incident.resolved_at', at(dates.sql, 'resolved')], ['incident.updated_at', at(dates.sql, 'last')], ['incident.state', says(english)], ['incident.assignment_group', group], ['incident.assigned_to', agent]] }),
]; // prettier-ignore

/** A log of events: a row for each change. */
const log = (
  name: string,
  [ticket, event, time, who]: readonly [string, string, string, string],
  write: Written,
): CorpusFile => {
  const rows = tickets.flatMap((t) => [
    [String(t.id), 'New', write(t.created_s), t.agent],
    [String(t.id), 'In progress', write(t.created_s + 600), t.agent],
    ...(t.resolved_s === null ? [] : [[String(t.id), 'Resolved', write(t.resolved_s), t.agent]]),
  ]);
  return {
    name,
    file: 'log.csv',
    ticket,
    idOf: ({ id }) => String(id),
    shape: 'events',
    tells: { reply: false, group: false, assignee: true },
    bytes: () => new TextEncoder().encode(csv([[ticket, event, time, who], ...rows])),
  };
};
const logs: readonly CorpusFile[] = [
  log('a log with an activity', ['Case ID', 'Activity', 'Timestamp', 'Resource'], dates.iso),
  log('a log with states', ['ticket_id', 'status', 'changed_at', 'assignee'], dates.sql),
  log('a log in American dates', ['Incident Number', 'State', 'Event Time', 'Owner'], dates.us),
];

export const corpus: readonly CorpusFile[] = [...products, ...languages, ...containers, ...logs];
