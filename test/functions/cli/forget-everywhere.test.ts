import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandLine, type CommandLine } from '../../support/command-line.ts';
import { smtpServer, type SmtpServer } from '../../support/smtp-server.ts';

/**
 * A person is planted in every encoding that a source of files takes and in every place that Casebook writes, erased, and looked for by
 * this test's own decoding of every byte.
 */
const person = { id: '70707', name: 'Zoë Quillfeather', mail: 'zoe.quill@example.com', phone: '+353 1 555 0177' };
const subject = (i: number) => `Zoë’s modem, call no ${i}`;
const header = [
  'number',
  'at',
  'state',
  'requester_id',
  'requester_name',
  'requester_email',
  'requester_phone',
  'team',
  'minutes',
  'summary',
];

/** Twelve cases of the person and others, in one format; no two formats share a number. */
function rowsOf(format: number): readonly (readonly string[])[] {
  return Array.from({ length: 24 }, (_, i) => {
    const isTheirs = i % 2 === 0;
    const at = `2026-09-${String((i % 13) + 1).padStart(2, '0')}T08:0${format}:00Z`;
    // an effort of 70707 minutes is a figure, not the person
    return [
      `${format}00${i}`,
      at,
      i % 3 === 0 ? 'solved' : 'open',
      ...(isTheirs
        ? [person.id, person.name, person.mail, person.phone]
        : [`c-${i}`, `Ian Ivy ${i}`, `ian${i}@example.com`, '+353 1 555 0000']),
      'Team Ä',
      i === 1 ? person.id : '5',
      isTheirs ? subject(i) : 'Printer offline',
    ];
  });
}
const csv = (format: number, separator = ','): string =>
  [header, ...rowsOf(format)]
    .map((row) => row.map((cell) => (cell.includes(separator) ? `"${cell}"` : cell)).join(separator))
    .join('\r\n');
const bytes1252 = (text: string): Uint8Array => Buffer.from(text.replaceAll('’', '\u0092'), 'latin1');

/** A workbook as spreadsheet programs write it: shared strings, one of them in runs, numbers as numbers, and an author. */
function workbook(format: number): Uint8Array {
  const texts: string[] = [];
  const place = (text: string): number => (texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1);
  const letters = 'ABCDEFGHIJ';
  const rows = [header, ...rowsOf(format)]
    .map(
      (row, y) =>
        `<row r="${y + 1}">${row.map((cell, x) => (/^\d+$/.test(cell) ? `<c r="${letters[x]}${y + 1}"><v>${cell}</v></c>` : `<c r="${letters[x]}${y + 1}" t="s"><v>${place(cell)}</v></c>`)).join('')}</row>`,
    )
    .join('');
  const runs = (text: string): string =>
    text === person.mail ? `<r><t>zoe.quill</t></r><r><t>@example.com</t></r>` : `<t>${text}</t>`;
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    'xl/workbook.xml': strToU8(
      `<?xml version="1.0"?><workbook ${main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<?xml version="1.0"?><worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
    ),
    'xl/sharedStrings.xml': strToU8(
      `<?xml version="1.0"?><sst ${main}>${texts.map((text) => `<si>${runs(text)}</si>`).join('')}</sst>`,
    ),
    'docProps/core.xml': strToU8(`<?xml version="1.0"?><p xmlns:dc="x"><dc:creator>${person.name}</dc:creator></p>`),
  });
}

const files: Readonly<Record<string, Uint8Array>> = {
  'utf8.csv': Buffer.from(csv(1)),
  'utf16.csv': Buffer.from(`\ufeff${csv(2, '\t')}`, 'utf16le'),
  'windows.csv': bytes1252(csv(3, ';')),
  'packed.csv.gz': gzipSync(csv(4)),
  'zipped.zip': zipSync({ 'tickets.csv': strToU8(csv(5)) }),
  'book.xlsx': workbook(6),
  'lines.jsonl': Buffer.from(
    rowsOf(7)
      .map((row) => JSON.stringify(Object.fromEntries(header.map((name, i) => [name, row[i]]))))
      .join('\n'),
  ),
};

let home: CommandLine;
let server: SmtpServer;

const hides = [person.name, person.mail, person.phone, 'Zoë', 'Quillfeather', 'modem, call no'];
const isAbout = (text: string): boolean =>
  hides.some((one) => text.toLowerCase().includes(one.toLowerCase())) || text.includes(encodeURIComponent(person.mail));

async function textsOf(path: string, body: Buffer): Promise<readonly string[]> {
  if (body[0] === 0x1f && body[1] === 0x8b) return textsOf(path.replace(/\.gz$/, ''), gunzipSync(body));
  if (body.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    return (
      await Promise.all(Object.entries(unzipSync(body)).map(([name, inside]) => textsOf(name, Buffer.from(inside))))
    ).flat();
  const plain = ['utf8', 'latin1', 'utf16le'].map((encoding) => body.toString(encoding as BufferEncoding));
  if (!path.endsWith('.eml')) return [...plain, plain[0]!.replaceAll(/<\/t><\/r><r><t>/g, '')];
  const mail = await simpleParser(body, { skipImageLinks: true });
  const attached = await Promise.all(mail.attachments.map((one) => textsOf(one.filename ?? '', one.content)));
  return [
    ...plain,
    mail.text ?? '',
    String(mail.html),
    mail.subject ?? '',
    JSON.stringify(mail.headerLines),
    ...attached.flat(),
  ];
}
/** Files of the data folder and out/ that tell of the person, and columns of the database. */
async function holding(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const root of ['.casebook', 'out'])
    for (const name of readdirSync(join(home.folder, root), { recursive: true })) {
      const path = join(home.folder, root, String(name));
      if (!statSync(path).isFile()) continue;
      if (isAbout(path) || (await textsOf(path, readFileSync(path))).some(isAbout))
        found.push(join(root, String(name)));
    }
  const instance = await DuckDBInstance.create(join(home.folder, '.casebook/casebook.duckdb'), {
    access_mode: 'READ_ONLY',
  });
  const connection = await instance.connect();
  const tables = await connection.runAndReadAll('SELECT table_name FROM duckdb_tables()');
  for (const [table] of tables.getRows()) {
    const { length } = (
      await connection.runAndReadAll(
        `SELECT 1 FROM "${String(table)}" AS t WHERE t::VARCHAR ILIKE '%zo_.quill%' OR t::VARCHAR ILIKE '%quillfeather%' OR regexp_matches(t::VARCHAR, '(id|actor)[^,]*: 70707[,}]')`,
      )
    ).getRows();
    if (length > 0) found.push(`table ${String(table)}`);
  }
  connection.closeSync();
  instance.closeSync();
  return found;
}

const words = ['run', '--no-pull', '--period', '2026-W37', '--as-of', '2026-09-14T09:00:00Z'];
const figures = async (): Promise<unknown> => {
  const { stdout } = await home.run(
    'metrics',
    '--period',
    '2026-09-01..2026-10-01',
    '--as-of',
    '2026-09-20T09:00:00Z',
    '--json',
    '--metric',
    'ticket_volume',
    '--metric',
    'backlog',
    '--metric',
    'customers_served',
  );
  return stdout;
};

beforeAll(async () => {
  vi.stubEnv('CASEBOOK_UNSUBSCRIBE', 'key');
  server = await smtpServer();
  home = commandLine();
  home.write(
    'casebook.yaml',
    `organisation: { name: Example Corp, time_zone: UTC }
sources:
  - id: log
    connector: event-log
    files: ["logs/*"]
    ticket: number
    at: at
    columns: { status: { column: state, map: { open: open, solved: solved } }, requester: requester_id, group: team, touch_minutes: minutes }
teams: [{ id: g, name: Team G, match: { group: ["Team Ä"] } }]
reports:
  - { id: lead-weekly, slice: team, recipients: { g: [lead@example.com, ${person.mail}, drop-dot@example.com] } }
delivery: { from: "Support metrics <metrics@example.com>", smtp: { host: 127.0.0.1, port: ${server.port}, tls: false }, unsubscribe_url: "https://leave.example.com/" }
gates: { max_staleness: 100000 d, min_coverage: 0, silence: send }
`,
  );
  for (const [name, body] of Object.entries(files)) home.write(`logs/${name}`, body);
  home.write('run.log', `pulled what ${person.name} wrote`);
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  home?.close();
  await server?.close();
});

describe('casebook forget, wherever the person is and however it is written', () => {
  let before: unknown;
  it('finds the person in every format first', async () => {
    const pulled = await home.run('pull');
    expect([pulled.status, pulled.stderr]).toEqual([0, expect.stringContaining('168 tickets')]);
    const sent = await home.run(...words);
    expect(sent.stderr).toContain('Writing lead-weekly');
    before = await figures();
    expect(before).toMatch(/"value": ?\d+/);
    const found = await holding();
    for (const name of Object.keys(files))
      expect(
        found.some((path) => path.includes(name)),
        name,
      ).toBe(true);
    // what was sent to the person, and what the ledger says of it
    expect(found.some((path) => path.includes('sends/'))).toBe(true);
    // what only an attachment or another spelling tells
    const folder = found.find((path) => path.endsWith('.txt') || path.includes('reports/')) ?? '.casebook/lake/reports';
    expect(folder).toBeDefined();
    home.write(
      '.casebook/outbox/short.eml',
      `Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`To ${person.name}`).toString('base64')}\r\n`,
    );
    home.write(
      '.casebook/outbox/header.eml',
      'Subject: =?utf-8?Q?Zo=C3=AB_Quill?=\r\n =?utf-8?Q?feather?=\r\n\r\nx\r\n',
    );
    home.write('out/lead-weekly/link.html', `<a href="https://a.example/?to=${encodeURIComponent(person.mail)}">x</a>`);
    home.write('out/lead-weekly/entity.html', 'zoe.quill&#64;example.com');
    home.write('out/lead-weekly/escaped.json', JSON.stringify({ who: 'x' }).replace('x', 'Zo\\u00eb Quillfeather'));
    home.write('out/lead-weekly/book.xlsx', workbook(8));
    home.write('.casebook/lake/reports/lead-weekly/2026-W37/g/r1/attachments/cases.xlsx', workbook(9));
    home.write('.casebook/outbox/.unfinished/half', person.mail);
  });

  it('leaves none of it, says so, and names the files of one’s own', async () => {
    const { status, stderr } = await home.run('forget', '--requester', person.id);
    expect(await holding()).toEqual([]);
    expect(stderr).toContain('none names the person');
    expect(status).toBe(0);
    for (const name of [...Object.keys(files).map((one) => `logs/${one}`), 'run.log', 'casebook.yaml'])
      expect(stderr).toMatch(new RegExp(`^  \\S+/${name.replaceAll('.', '\\.')}$`, 'm'));
  });

  it('leaves every number as it was, and the letters and figures of everybody else', async () => {
    expect(await figures()).toEqual(before);
    const raw = readdirSync(join(home.folder, '.casebook/lake/raw'), { recursive: true })
      .map(String)
      .filter((name) => name.includes('.of-'));
    expect(raw).toHaveLength(Object.keys(files).length);
    for (const name of raw) {
      const texts = await textsOf(name, readFileSync(join(home.folder, '.casebook/lake/raw', name)));
      expect(
        texts.some((text) => text.includes('Team Ä')),
        name,
      ).toBe(true);
      expect(
        texts.some((text) => text.includes('Ian Ivy 3') && text.includes('ian3@example.com')),
        name,
      ).toBe(true);
    }
    const replayed = await home.run('replay');
    expect([replayed.status, await figures()]).toEqual([0, before]);
    expect(existsSync(join(home.folder, 'out'))).toBe(true);
  });
});
