import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import writeXlsx from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../shared/errors.ts';
import { openTable, type TableAsked } from '../../shared/files/table.ts';
import { encode } from '../support/encode.ts';

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;
/** Pieces of some bytes each: what holds must hold wherever a read ends. */
const piecesOf = (content: string | Uint8Array, size = 7): Readable => {
  const bytes = bytesOf(content);
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );
};
const read = async (content: string | Uint8Array, asked: TableAsked = {}, file = 'tickets.csv') => {
  const table = await openTable(piecesOf(content), file, asked);
  const rows = [];
  for await (const batch of table.rows) for (const row of batch) rows.push(row);
  return {
    header: table.header,
    cells: rows.map(({ cells }) => cells),
    lines: rows.map(({ line }) => line),
    faults: rows.flatMap(({ fault }) => fault ?? []),
    encoding: table.encoding(),
    table,
  };
};
/** A zip of one file whose directory says that it has a byte more. */
const shortZip = (): Uint8Array => {
  const zip = Buffer.from(zipSync({ 'a.csv': strToU8('id,at\n1,2\n') }));
  zip.writeUInt32LE(11, zip.indexOf('PK\u0001\u0002') + 24);
  return zip;
};
const refusal = async (content: string | Uint8Array, asked: TableAsked = {}): Promise<string> => {
  try {
    await read(content, asked, 'x');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'was read';
};

it('reads a piece of very many records: short rows are packed a thousandfold', async () => {
  const rows = 200_000;
  const { cells } = await read(zipSync({ 'a.csv': strToU8(`id,at\n${'1,2\n'.repeat(rows)}`) }));
  expect(cells.length).toBe(rows);
});

describe('what is no table of anybody', () => {
  it('is refused in a sentence: objects nested without end, more columns than a sheet has', async () => {
    const deep = `{"number":"1","state":${'['.repeat(300)}${']'.repeat(300)}}`;
    const { faults, cells } = await read(`{"number":"0","state":"open"}\n${deep}\n`, {}, 'a.jsonl');
    expect(faults).toEqual([{ found: '"an object nested deeper than 200 levels"', expected: 'one JSON object' }]);
    expect(cells[0]).toEqual(['0', 'open']);
    const wide = Array.from({ length: 16_385 }, (_, i) => `c${i}`).join(',');
    expect(await refusal(`${wide}\n${wide.replaceAll('c', '')}\n`)).toMatch(/16385 columns.*at most 16384/);
  });
});

describe('a file in any usual encoding is read as what was written', () => {
  const german = 'Nummer;Gelöst am;Gruppe\r\n1;2.3.2026;Zürich – „Süd“\r\n2;;Köln\r\n';
  const polish =
    'Numer;Utworzono;Stan\r\n1;2.3.2026;Rozwiązane\r\n2;3.3.2026;Oczekuje na użytkownika\r\n3;;Zamknięte\r\n';
  const russian = 'Номер;Создано;Статус\r\n1;2.3.2026;Закрыт\r\n2;3.3.2026;В работе\r\n';
  const chinese = '工单编号,创建时间,状态\r\n1,2026-03-02,已解决\r\n2,2026-03-03,处理中\r\n';
  const japanese = '番号,作成日時,ステータス\r\n1,2026-03-02,解決済み\r\n2,2026-03-03,対応中\r\n';
  it.each([
    ['windows-1252', german],
    ['utf-8', german],
    ['utf-16le', german],
    ['utf-16be', german],
    ['windows-1250', polish],
    ['windows-1251', russian],
    ['gb18030', chinese],
    ['shift_jis', japanese],
  ])('%s', async (encoding, text) => {
    const bytes = encoding === 'utf-8' ? bytesOf(text) : encode(text, encoding);
    const found = await read(bytes);
    expect(found.encoding).toBe(encoding);
    const wanted = text.trimEnd().split('\r\n');
    const delimiter = text.includes(';') ? ';' : ',';
    expect([found.header, ...found.cells]).toEqual(wanted.map((line) => line.split(delimiter)));
  });

  it('also with a byte-order mark, and when the first letter beyond ASCII comes late', async () => {
    expect((await read(`\uFEFF${german}`)).header[0]).toBe('Nummer');
    expect((await read(Buffer.concat([Buffer.from([0xff, 0xfe]), encode(german, 'utf-16le')]))).header[0]).toBe(
      'Nummer',
    );
    const late = `id,name\n${'1,Ann\n'.repeat(20_000)}2,Jürgen Müller\n`;
    expect((await read(encode(late, 'windows-1252'))).cells.at(-1)).toEqual(['2', 'Jürgen Müller']);
    expect((await read(late)).cells.at(-1)).toEqual(['2', 'Jürgen Müller']);
  });

  it('or in the encoding that is stated', async () => {
    const text = 'id,name\n1,Ř\n';
    expect((await read(encode(text, 'windows-1250'), { encoding: 'windows-1250' })).cells).toEqual([['1', 'Ř']]);
  });
});

describe('a table in any usual container', () => {
  const plain = { header: ['id', 'state'], cells: [['1', 'open'], ['2', 'a, "b"\nc']] }; // prettier-ignore
  const csv = 'id,state\n1,open\n2,"a, ""b""\nc"\n';
  it.each([
    ['comma', csv],
    ['semicolon, CRLF', 'id;state\r\n1;open\r\n2;"a, ""b""\nc"\r\n'],
    ['tab', 'id\tstate\n1\topen\n2\t"a, ""b""\nc"\n'],
    ['bar', 'id|state\n1|open\n2|"a, ""b""\nc"'],
    ['sep= of Excel', 'sep=;\r\nid;state\r\n1;open\r\n2;"a, ""b""\nc"\r\n'],
    ['blanks before quotes', 'id,state\n1, "open"\n2,"a, ""b""\nc"\n'],
    ['gzip', gzipSync(csv)],
    ['gzip twice', gzipSync(gzipSync(csv))],
    ['zip with one file', zipSync({ 'export/tickets.csv': strToU8(csv), '__MACOSX/x': strToU8('') })],
    ['JSON lines', '{"id":1,"state":"open"}\n{"id":2,"state":"a, \\"b\\"\\nc"}\n'],
    ['a JSON array', '[\n {"id": 1, "state": "open"},\n {"id": 2, "state": "a, \\"b\\"\\nc"}\n]'],
    [
      'an array in an object',
      '{"count": 2, "tickets": [{"id":1,"state":"open"},{"id":2,"state":"a, \\"b\\"\\nc"}], "next": {"id": 3}}',
    ],
    [
      'spread over lines in an object',
      '{\n"count": 2,\n"tickets": [\n{"id":1,\n"state":"open"},{"id":2,"state":"a, \\"b\\"\\nc"}],\n"next": {"id": 3}}',
    ],
  ])('%s', async (_what, content) => {
    expect(await read(content)).toMatchObject(plain);
  });

  it('a workbook, whose times are those that it shows', async () => {
    const rows = [
      [{ value: 'Number' }, { value: 'Opened' }, { value: 'Closed' }, { value: 'Text' }],
      [
        { value: 17 },
        { value: new Date('2026-03-02T09:30:15Z'), type: Date, format: 'dd/mm/yyyy hh:mm' },
        { value: new Date('2026-03-03T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' },
        null,
      ],
    ];
    const file = await writeXlsx(rows as never, {}).toBuffer();
    expect(await read(file)).toMatchObject({
      header: ['Number', 'Opened', 'Closed', 'Text'],
      cells: [['17', '2026-03-02 09:30:15', '2026-03-03', '']],
    });
  });

  it('a process log (XES), one row an event', async () => {
    const xes = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0"><global scope="event"><string key="concept:name" value="x"/></global>
<trace><string key="concept:name" value="T-1"/>
 <event><string key="concept:name" value="Accepted"/><date key="time:timestamp" value="2026-03-02T09:00:00+01:00"/></event>
 <event><string key="concept:name" value="Closed &amp; done"/><date key="time:timestamp" value="2026-03-03T09:00:00+01:00"/></event>
</trace></log>`;
    expect(await read(xes)).toMatchObject({
      header: ['case:concept:name', 'concept:name', 'time:timestamp'],
      cells: [
        ['T-1', 'Accepted', '2026-03-02T09:00:00+01:00'],
        ['T-1', 'Closed & done', '2026-03-03T09:00:00+01:00'],
      ],
      lines: [4, 5],
    });
  });
});

describe('what stands around a table is no row of it', () => {
  it('title rows, blank lines, the header again, totals and notes', async () => {
    const text = [
      'Incident report',
      'Generated: 2026-03-09 by Ada,,,',
      '',
      'Number,State,Opened,Group',
      '1,New,2026-03-02,A',
      ',,,',
      'Number,State,Opened,Group',
      '2,Done,2026-03-03,B',
      'Total,,,2',
      'Copyright Example Corp',
    ].join('\n');
    const found = await read(text);
    expect(found.header).toEqual(['Number', 'State', 'Opened', 'Group']);
    expect(found.cells).toEqual([
      ['1', 'New', '2026-03-02', 'A'],
      ['2', 'Done', '2026-03-03', 'B'],
    ]);
    expect(found.lines).toEqual([5, 8]);
    expect(found.table.passed).toEqual({ notes: [9, 10], headers: 1 });
    expect(found.faults).toEqual([]);
  });

  it('columns that are asked for tell the header', async () => {
    const text = 'a,b\nc,d\nid,at\n1,2\n';
    expect((await read(text, { columns: ['id', 'at'] })).header).toEqual(['id', 'at']);
  });

  it('empty cells beyond the header are none; too few or too many are a fault of the row', async () => {
    expect(await read('id,at\n1,2,,\n3\n4,5\n')).toMatchObject({
      cells: [['1', '2'], ['3'], ['4', '5']],
      faults: [{ found: '1 cells', expected: '2 as in the header' }],
    });
  });

  it('a zero character is a fault of its row', async () => {
    expect((await read('id,at\n1,a\u0000b\n2,c\n')).faults).toEqual([
      { found: 'a zero character (NUL)', expected: 'text' },
    ]);
    expect((await read('{"id":"a\\u0000"}\n{"id":"b"}\n')).faults).toHaveLength(1);
  });

  it('half of a surrogate pair, which JSON can spell, is a fault of its row', async () => {
    expect((await read('{"id":"a\\ud800"}\n{"id":"\\ud83d\\ude00"}\n')).faults).toEqual([
      { found: 'half of a surrogate pair', expected: 'text' },
    ]);
  });
});

describe('a file that holds no table is refused in one sentence', () => {
  const word = zipSync({ '[Content_Types].xml': strToU8('x'), 'word/document.xml': strToU8('x') });
  const sheet = (n: number) => ({ data: [[{ value: 'id' }], [{ value: n }]], sheet: `S${n}` });
  it.each([
    ['a PDF', '%PDF-1.7\n...', 'found a PDF document'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'found a picture'],
    [
      'an old or encrypted workbook',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
      'found a password-protected workbook, or one of the old format .xls',
    ],
    ['text in UTF-32', new Uint8Array([0xff, 0xfe, 0, 0, 0x49, 0, 0, 0, 0x44, 0, 0, 0]), 'found text in UTF-32'],
    ['a web page', '\n<!DOCTYPE html><html><body>Log in</body></html>', 'found a web page (HTML)'],
    ['other XML', '<?xml version="1.0"?><rows><row/></rows>', 'found an XML document that is no process log'],
    ['an empty file', '', 'found an empty file'],
    ['blank lines', '\n\n\n', 'found an empty file'],
    ['a cut gzip', gzipSync('id,at\n'.repeat(500)).subarray(0, 30), 'found a gzip archive that is damaged or cut off'],
    [
      'a cut zip',
      zipSync({ 'a.csv': strToU8('id,at\n1,2\n') }).subarray(0, 40),
      'found a zip archive that is damaged or cut off',
    ],
    ['a zip with fewer bytes than it says', shortZip(), 'found a zip archive that is damaged or cut off'],
    [
      'a zip of two files',
      zipSync({ 'a.csv': strToU8('x'), 'b.csv': strToU8('y') }),
      'found a zip archive of 2 files (a.csv, b.csv)',
    ],
    ['a Word document', word, 'found an office document'],
    ['no header', '1,2026-03-02,4\n2,2026-03-03,5\n', 'found data in the first line'],
    [
      'columns that change',
      `a,b,c\n${'1,2,3\n'.repeat(9)}${'1,2,3,4\n'.repeat(9)}`,
      'found 4 cells from line 11 on, expected 3',
    ],
    ['an unclosed XES', '<log><trace><event></trace></log>', 'a process log (XES) that is no sound XML'],
  ])('%s', async (_what, content, sentence) => {
    const message = await refusal(content);
    expect(message).toContain(sentence);
    expect(message).toMatch(/^x was rejected: [^\n]*\.$/);
  });

  it('a workbook of several sheets, unless one is named', async () => {
    const file = await writeXlsx([sheet(1), sheet(2)] as never).toBuffer();
    expect(await refusal(file)).toContain('found a workbook of 2 sheets with rows ("S1", "S2")');
    expect((await read(file, { sheet: 'S2' })).cells).toEqual([['2']]);
  });
});
