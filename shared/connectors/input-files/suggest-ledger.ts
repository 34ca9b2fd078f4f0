import type { InputMapping } from '../../config/input-mapping.ts';
import { aboutOf } from '../ticket-files/meanings.ts';
import { costKinds } from './input-words.ts';
import type { About } from './suggestion.ts';

/** Amounts, and what every line of a ledger needs besides. */
export function amounts({ input, find, columns, notes }: About, currency: string): void {
  if (input.columns['amount'] === undefined) return;
  const [debit, credit] = [find('debit'), find('credit')];
  if (columns['amount'] === undefined && debit !== undefined && credit !== undefined) {
    columns['amount'] = { debit: debit.name, credit: credit.name };
    notes.push('amount: debit less credit');
  }
  if (columns['currency'] === undefined) {
    columns['currency'] = { value: currency };
    notes.push(`currency: the file names none, ${currency} of the organisation is taken`);
  }
  if (columns['scope'] === undefined) {
    columns['scope'] = { value: 'support' };
    notes.push('scope: every line is taken for a cost of support');
  }
}

/** DATEV and SAP write the side in a column: H and C are credits. */
export function negativeOf({ find }: About): Partial<Pick<InputMapping, 'negative'>> {
  const side = find('negative');
  if (side === undefined) return {};
  const values = [...side.values.keys()].filter((value) => /^(?:h|haben|c|cr|credit)$/i.test(value));
  return values.length === 0 ? {} : { negative: { column: side.name, values } };
}

/** The month and the kind of a cost: by the date, and by the words of its account. */
export function costs({ find, columns, notes, profile, input }: About): void {
  const date = find('date') ?? find('month');
  if (columns['period_start_day'] === undefined && date !== undefined) {
    columns['period_start_day'] = { column: date.name, month: 'first' };
    columns['period_end_day'] = { column: date.name, month: 'next' };
    notes.push(`period: the month of ${date.name}`);
  }
  const kind = find('kind');
  const name = kind ?? find('account_name');
  if (name === undefined) return;
  const kinds = input.columns['kind']?.cell;
  const known = (raw: string): string | undefined =>
    kinds !== undefined && typeof kinds.parse(raw, { zone: 'UTC', currency: '' }) === 'string'
      ? raw
      : aboutOf(raw, costKinds);
  const told = kind === undefined ? find('ledger_account') : undefined;
  const account = told === name ? undefined : told;
  const map: Record<string, string> = {};
  const unknown: string[] = [];
  for (const cells of profile.kept) {
    const raw = cells[name.at] ?? '';
    const key = account === undefined ? raw : (cells[account.at] ?? '');
    const found = known(raw);
    if (key === '') continue;
    if (found !== undefined) map[key] ??= found;
    else unknown.push(account === undefined ? key : `${key} ${raw}`);
  }
  columns['kind'] = { column: (account ?? name).name, map };
  const open = [...new Set(unknown)].filter(
    (text) => map[account === undefined ? text : (text.split(' ')[0] ?? '')] === undefined,
  );
  if (Object.keys(map).length > 0) notes.push(`kind: by the words of ${name.name}`);
  if (open.length > 0) notes.push(`kind: nothing tells it of ${open.slice(0, 10).join('; ')}: add them to the map`);
}
