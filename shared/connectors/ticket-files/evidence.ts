import { headerWords, plainText, type FileField } from './header-words.ts';
import type { StatusesFound } from './meanings.ts';
import type { ColumnProfile } from './profile.ts';

/** Words that name anything: "number" alone may be that of a ticket, "policy number" is not. */
const generic = new Set(['id', 'number', 'no', 'nr', 'key', 'code', 'ref', 'reference', 'n', 'numero', 'nummer', 'codigo', 'codice', 'numer', 'номер', '№', '编号', '单号', '番号']); // prettier-ignore
const nouns = [
  ...headerWords.ticket.filter((word) => word.split(' ').some((part) => !generic.has(part)) && word !== 'issue id'),
  'bug', 'defect', 'problem', 'fault', 'task', 'job', 'sr', 'wo', 'tkt', 'query', 'inquiry', 'enquiry', 'story', 'call',
]; // prettier-ignore

/** Whether a name, as plainText makes it, is about what is handled: "sr id", "n ticket". */
export const namesTicket = (plain: string): boolean => nouns.some((noun) => ` ${plain} `.includes(` ${noun} `));

/** Whether it is the number or key of something else: "policy number", "developer id". */
export function namesOther(plain: string): boolean {
  const words = plain.split(' ');
  return words.length > 1 && words.some((word) => generic.has(word)) && !namesTicket(plain) && !words.every((word) => generic.has(word)); // prettier-ignore
}

/** Whether a word says nothing about what is named. */
export const isGeneric = (word: string): boolean => generic.has(word);

/** What a ticket is about, in a name of a column. */
const subjects = new Set(['subject', 'title', 'summary', 'description', 'short description', 'issue', 'problem', 'details', 'betreff', 'titel', 'kurzbeschreibung', 'beschreibung', 'thema', 'titre', 'sujet', 'objet', 'description courte', 'asunto', 'titulo', 'descripcion', 'assunto', 'descricao', 'oggetto', 'titolo', 'descrizione', 'onderwerp', 'omschrijving', 'korte omschrijving', 'temat', 'tytul', 'opis', 'тема', 'описание', 'заголовок', '标题', '主题', '描述', '问题描述', '件名', '内容', 'タイトル', '概要']); // prettier-ignore
const isSubject = (plain: string): boolean =>
  subjects.has(plain) ||
  subjects.has(plain.split(' ').slice(1).join(' ')) ||
  subjects.has(plain.split(' ').at(-1) ?? '');

/** Tickets that admit somebody or fine him, what is sold, incidents that nobody supports, and work without the cases it was for. */
const foreign: readonly (readonly [what: string, words: RegExp])[] = [
  ['tickets for travel, shows or parking', /\b(?:seat|fare|passenger|flight|movie|cinema|theatre|theater|film|boarding|berth|pnr|showtime|departure|airline|license plate|plate number|violation|lottery)\b/],
  ['accidents or claims of an insurance', /\b(?:policy number|bodily injuries|collision type|vehicles involved|property damage|claim amount)\b/],
  ['crimes', /\b(?:offense|offence|ucr|arrest|crime|victim|fatalities)\b/],
  ['hours that people worked (casebook import time_log reads such)', /\b(?:work date|hours worked|billed hours|billable hours|worklog|spent on)\b/],
  ['people (casebook import roster reads such)', /\b(?:user ?role ?id|profile ?id|manager ?id|locale ?sid ?key|hire ?date|date of birth|last ?log ?in(?: ?date)?|last ?password ?change ?date|salary)\b/],
  ['orders or payments', /\b(?:quantity|qty|sku|unit price|total price|total amount|payment method|discount|invoice number)\b/],
]; // prettier-ignore

/** A row a message, as Front exports them: what it says of the ticket held at the export, not at the message (Front API, analytics exports). */
const messageId = /^(?:message|comment|reply|article) id$/;

/** Fields that tables of tickets have, each a sign, even where its column is empty. */
const signs: readonly FileField[] = ['resolved_at', 'closed_at', 'first_reply_at', 'assignee', 'group', 'reopen_count', 'priority']; // prettier-ignore

/**
 * Why a table is none of tickets, as a phrase; undefined when enough speaks for it: a number with the name of a ticket, or two signs of
 * handling, such as a status that is worked off and a time of resolution. Users, orders and projects have ids and dates, too.
 */
export function whyNoTickets(
  {
    columns,
    shape,
  }: { readonly columns: ReadonlyMap<FileField, ColumnProfile>; readonly shape: 'events' | 'snapshots' },
  statuses: StatusesFound | undefined,
  header: readonly string[],
): string | undefined {
  const names = header.map(plainText);
  const message = shape === 'events' ? names.findIndex((name) => messageId.test(name)) : -1;
  if (message >= 0) return `a table of messages, several a ticket (column ${header[message]})`;
  const other = foreign.flatMap(([what, words]) => {
    const at = names.findIndex((name) => words.test(name));
    return at < 0 ? [] : [`a table of ${what} (column ${header[at]})`];
  })[0];
  const known = (statuses?.meanings ?? []).filter(({ by }) => by !== 'unknown');
  const found =
    (namesTicket(plainText(columns.get('ticket')?.name ?? '')) ? 2 : 0) +
    (columns.has('resolved_at') || columns.has('closed_at') ? 1 : 0) +
    signs.filter((field) => columns.has(field) || names.some((name) => headerWords[field].includes(name))).length +
    (known.some(({ status }) => status === 'solved' || status === 'closed') ? 2 : known.length > 0 ? 1 : 0) +
    (names.some(isSubject) ? 1 : 0);
  if (other !== undefined && found < 6) return other;
  return found < 2
    ? 'rows that nothing says are tickets of support: no status, resolution, priority or subject'
    : undefined;
}
