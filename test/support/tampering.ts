/** Ways in which answers of a helpdesk are not what they should be, as data: each changes the text of one answer. */
export type Tampering = (text: string) => string;

/** The answer as a whole. */
export const answerKinds: Readonly<Record<string, Tampering>> = {
  'no JSON': () => 'not json',
  'a page of HTML': () => '<!doctype html><html><title>Sign in</title></html>',
  'nothing at all': () => '',
  'cut off in the middle': (text) => text.slice(0, text.length >> 1),
  null: () => 'null',
  'a number': () => '7',
  'of the other kind, and empty': (text) => (text.startsWith('[') ? '{}' : '[]'),
  'brackets nested beyond reason': () => '['.repeat(100_000),
  'bytes that are no UTF-8': (text) => text.replace('{', '{"\uFFFD":"\uFFFD",'),
  'a byte-order mark before it': (text) => `\uFEFF${text}`,
  'an error inside of a success': () => '{"error":{"code":500,"message":"out of order"},"success":false}',
};

/** The first item of the longest list of an answer. */
const ofItem =
  (change: (item: unknown, list: unknown[]) => unknown): Tampering =>
  (text) => {
    const body = JSON.parse(text) as unknown;
    const list = longest(body);
    if (list.length > 0) list[0] = change(list[0], list);
    return JSON.stringify(body);
  };
const object = (item: unknown): Record<string, unknown> =>
  typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {};

export const itemKinds: Readonly<Record<string, Tampering>> = {
  'an item that is null': ofItem(() => null),
  'an item that is a text': ofItem(() => 'x'),
  'an item that is a list': ofItem(() => [[]]),
  'an item without anything': ofItem(() => ({})),
  'an item without an id': ofItem((item) => ({
    ...object(item),
    id: undefined,
    key: undefined,
    Id: undefined,
    sys_id: undefined,
    accountId: undefined,
  })),
  'an item whose id is an object': ofItem((item) => ({ ...object(item), id: { $gt: '' } })),
  'an item whose id is a flag': ofItem((item) => ({ ...object(item), id: true })),
};

/** What a value may be instead, by its kind: another type, and times at which nobody was at work. Ids may be any text or number. */
export function fieldKinds(name: string, value: unknown): readonly (readonly [kind: string, instead: unknown])[] {
  const object = ['an object', { x: 1 }] as const;
  if (typeof value === 'boolean') return [object, ['a list', [[1]]], ['a text', 'maybe']];
  if (/(^|_)(id|ids)$|I[dD]s?$/.test(name) || /^\d+$/.test(name)) return [object];
  if (isTime(value))
    return [
      object,
      ['a list', [[1]]],
      ['year 1', '0001-01-01T00:00:00Z'],
      ['year 9999', '9999-12-31T23:59:59Z'],
      ['no time', 'never'],
      ['a time before all times', -62_135_596_800],
      ['a time after all times', 1e300],
      ['a flag', true],
    ];
  return typeof value === 'number' ? [object, ['a text', 'many']] : [object];
}
const isTime = (value: unknown): boolean =>
  (typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) ||
  (typeof value === 'number' && value > 1.4e9 && value < 2e12);

/** Every value of an answer that is neither an object nor a list, with the way to it; of a list the first two items. */
export function fieldsOf(
  body: unknown,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly value: unknown }[] {
  if (Array.isArray(body)) return body.slice(0, 2).flatMap((item, i) => fieldsOf(item, [...path, String(i)]));
  if (typeof body === 'object' && body !== null)
    return Object.entries(body).flatMap(([name, value]) => fieldsOf(value, [...path, name]));
  return body === null || body === '' ? [] : [{ path, value: body }];
}

export function setAt(body: unknown, path: readonly string[], value: unknown): void {
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce((at, name) => (at as Record<string, unknown>)[name], body);
  (parent as Record<string, unknown>)[last] = value;
}

/** The longest list of items anywhere in an answer. */
function longest(body: unknown): unknown[] {
  const own = Array.isArray(body) ? (body as unknown[]) : [];
  const inner = typeof body === 'object' && body !== null ? Object.values(body).map((each) => longest(each)) : [];
  return [own, ...inner].reduce((most, each) => (each.length > most.length ? each : most));
}
