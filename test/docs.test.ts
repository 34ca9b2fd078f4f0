import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { common } from '../functions/cli/command.ts';
import { commands } from '../functions/cli/commands/all.ts';
import { readConfiguration } from '../shared/config/read.ts';
import { Inputs, inputsOf } from '../shared/config/input-mapping.ts';
import { readInput } from '../shared/connectors/input-files/read-input.ts';
import { inputNamed } from '../shared/connectors/input-files/registry.ts';
import { inputTables } from '../shared/load/import.ts';
import * as errors from '../shared/errors.ts';
import { monthlyCost, totalOf, workloadOf } from '../shared/operate/cost.ts';
import { secretNames } from '../shared/config/references.ts';
import { metricsById } from '../shared/run/measure.ts';
import { dayNumber } from '../shared/time/day.ts';
import { known } from '../shared/run/registry.ts';

/** Every page for people who use or run Casebook: what it says to type must be there to be typed. */
const pages = ['README.md', 'infra/DEPLOY.md', 'infra/RUNBOOK.md', ...globSync('docs/**/*.md')].sort();
const textOf = (page: string): string => readFileSync(page, 'utf8');

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;
const indented = /^ {4}(\S.*)$/gm;
const inline = /`([^`\n]+)`/g;

/** Lines that stand as code: fenced, indented, or inside a sentence. */
function codeOf(text: string): readonly string[] {
  const prose = text.replaceAll(fence, '');
  return [
    ...[...text.matchAll(fence)].filter(([, kind]) => kind === '').flatMap(([, , body = '']) => body.split('\n')),
    ...[...prose.matchAll(indented)].map(([, line = '']) => line),
    ...[...prose.matchAll(inline)].map(([, code = '']) => code),
  ];
}

interface Typed {
  readonly page: string;
  readonly line: string;
  readonly name: string;
  readonly words: readonly string[];
}

const start =
  /^(?:npx @casebook-metrics\/casebook|npm run (?:--silent )?casebook --|node \S*functions\/cli\/casebook\.mjs|casebook) +(.*)$/;

/** The commands of a line of a shell, without what follows a comment, a redirection or the words of another program. */
const typedIn = (page: string, line: string): readonly Typed[] =>
  line
    .replace(/\s#\s.*$/, '')
    .split(/&&|\||;/)
    .flatMap((part) => {
      const [, rest] = start.exec(part.trim()) ?? [];
      if (rest === undefined) return [];
      const [name = '', ...words] = rest
        .replace(/\s>.*$/, '')
        .replace(/\s--\s.*$/, '')
        .split(/\s+/);
      return [{ page, line, name, words }];
    });

const typed = pages.flatMap((page) => codeOf(textOf(page)).flatMap((line) => typedIn(page, line)));
const isPlaceholder = (word: string): boolean => !/[a-z]/.test(word);
const valueAfter = (words: readonly string[], option: string): readonly string[] =>
  words.flatMap((word, i) => (words[i - 1] === option && !isPlaceholder(word) ? word.split(',') : []));

describe('a page of the documentation', () => {
  it('names commands and options that the command line has', async () => {
    const faults: string[] = [];
    for (const { page, line, name, words } of typed) {
      if (isPlaceholder(name) || ['--help', '--version', '-h'].includes(name)) continue;
      const entry = commands.find((command) => command.name === name);
      if (entry === undefined) {
        faults.push(`${page}: ${line}: no command ${name}`);
        continue;
      }
      const { options } = await entry.load();
      for (const [option = ''] of words.join(' ').matchAll(/--[a-z][a-z-]*/g))
        if (!(option.slice(2) in { ...common, ...options })) faults.push(`${page}: ${line}: no option ${option}`);
    }
    expect(faults).toEqual([]);
    // a change of how pages are read must not let them pass unread
    expect(typed.length).toBeGreaterThan(60);
  });

  it('has no placeholder that may be somebody’s account: what is typed as it stands must not send credentials there', () => {
    const key = /\b(?:subdomain|domain|site|instance) ?[:=] ?["']?[a-z]/;
    const host =
      /https:\/\/[a-z0-9-]+\.(?:zendesk|freshdesk|service-now|my\.salesforce)\.com|https:\/\/[a-z0-9-]+\.atlassian\.net/;
    const blocks = pages.flatMap((page) => {
      const text = textOf(page);
      return [...[...text.matchAll(fence)].map(([block]) => block), ...codeOf(text)].map(
        (code) => [page, code] as const,
      );
    });
    expect(blocks.filter(([, code]) => key.test(code) || host.test(code))).toEqual([]);
    expect(key.test('subdomain: acme') && host.test('https://acme.zendesk.com')).toBe(true);
  });

  it('names options alone that some command has', async () => {
    const loaded = await Promise.all(commands.map(({ load }) => load()));
    const all = new Set([common, ...loaded.map(({ options }) => options)].flatMap((each) => Object.keys(each)));
    const alone = pages.flatMap((page) =>
      codeOf(textOf(page)).flatMap((code) => {
        const [, option] = /^--([a-z][a-z-]*)(?: [A-Z]+)?$/.exec(code) ?? [];
        return option === undefined || all.has(option) ? [] : [`${page}: ${code}`];
      }),
    );
    expect(alone).toEqual([]);
  });

  it('names metrics, reports and tables that exist', () => {
    const faults = typed.flatMap(({ page, line, name, words }) => {
      const [first = ''] = words;
      const named = (kind: string, values: readonly string[], all: readonly string[]): readonly string[] =>
        values
          .filter((value) => !isPlaceholder(value) && !value.startsWith('-') && !all.includes(value))
          .map((value) => `${page}: ${line}: no ${kind} ${value}`);
      return [
        ...named('report', valueAfter(words, '--report'), known.reports),
        ...named(
          'metric',
          [...valueAfter(words, '--metric'), ...(name === 'explain' ? [first] : [])],
          [...metricsById.keys()],
        ),
        ...named('table', [...valueAfter(words, '--template'), ...(name === 'import' ? [first] : [])], inputTables),
      ];
    });
    expect(faults).toEqual([]);
  });

  it('never lets npx look for a package that is not ours, and names scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const faults = pages.flatMap((page) => [
      ...[...textOf(page).matchAll(/npx casebook\b.*/g)].map(([found]) => `${page}: ${found}`),
      ...[
        ...codeOf(textOf(page))
          .join('\n')
          .matchAll(/npm run (?:--silent )?([a-z:]+)/g),
      ].flatMap(([found, script]) => (script !== undefined && script in scripts ? [] : [`${page}: ${found}`])),
    ]);
    expect(faults).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const faults = pages.flatMap((page) =>
      [
        ...textOf(page)
          .replaceAll(fence, '')
          .matchAll(/\]\(([^)\s]+)\)/g),
      ].flatMap(([, link = '']) => {
        if (/^[a-z]+:/.test(link)) return [];
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(target)) return [`${page}: ${link}: no such file`];
        return anchor === undefined || anchorsOf(textOf(target)).includes(anchor)
          ? []
          : [`${page}: ${link}: no heading`];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('shows configurations that the reader takes; what a part leaves out is filled in', () => {
    const least = {
      organisation: { name: 'Example', time_zone: 'UTC' },
      sources: [{ id: 'log', connector: 'event-log', files: ['*.csv'], ticket: 'id', at: 'at' }],
    };
    const snippets = pages.flatMap((page) =>
      [...textOf(page).matchAll(fence)]
        .filter(([, kind]) => kind === 'yaml')
        .map(([, , body = '']) => ({ page, body })),
    );
    for (const { page, body } of snippets) {
      const part = parse(body) as Record<string, unknown>;
      const isWhole = 'organisation' in part && 'sources' in part;
      expect(
        () => readConfiguration(isWhole ? body : stringify({ ...least, ...part }), `${page}:\n${body}`, known),
        page,
      ).not.toThrow();
    }
    expect(snippets.length).toBeGreaterThan(8);
  });

  it('shows a ledger and the totals that it is held against, which load by what stands beside them', async () => {
    const text = textOf('docs/inputs-and-money.md');
    const [ledger = '', mapping = '', totals = ''] = [
      /^```csv\n([\s\S]*?)^```$/m,
      /^```yaml\n([\s\S]*?)^```$/m,
      /^```\n(line_id,[\s\S]*?)^```$/m,
    ].map((block) => block.exec(text)?.[1] ?? '');
    const context = {
      zone: 'UTC',
      ticket_source: null,
      mappings: inputsOf(Inputs.parse((parse(mapping) as { inputs: unknown }).inputs)).files,
    };
    const read = async (table: string, body: string) =>
      (await readInput(inputNamed(table), Buffer.from(body), `${table}.csv`, context)).rows;
    const september = { period_start_day: dayNumber(2026, 9, 1), period_end_day: dayNumber(2026, 10, 1) };
    // debit less credit, in cents
    expect(await read('costs', ledger)).toMatchObject([
      { line_id: '900001', kind: 'salary', amount_minor: 84_500_00n, currency: 'EUR', ...september },
      { line_id: '900002', kind: 'tools', amount_minor: 1_200_50n, ...september },
      { line_id: '900003', kind: 'tools', amount_minor: -100_00n, ...september },
    ]);
    expect((await read('plan', totals)).map(({ line, team }) => [line, team])).toEqual(
      Array.from({ length: 3 }, () => ['ledger_total', null]),
    );
  });

  it('shows a picture of every ready report but the published models', () => {
    const pictures = [...textOf('docs/sample-mails.md').matchAll(/\]\(pictures\/(.+?)-\d{4}-/g)].map(
      ([, name]) => name,
    );
    const ready = known.reports.filter((report) => /^(?:executive|finance|lead)-/.test(report));
    expect(new Set(pictures)).toEqual(new Set(ready));
    expect(pictures).toHaveLength(ready.length);
  });

  it('names errors that are thrown, with their exit status', () => {
    const rows = [...textOf('docs/errors.md').matchAll(/^\| (`[A-Z].*?) \| (\d) \|/gm)];
    const told = rows.flatMap(([, names = '', exit]) =>
      [...names.matchAll(inline)].map(([, name]) => [name, Number(exit)]),
    );
    const thrown = Object.entries(errors as Readonly<Record<string, unknown>>).flatMap(([name, type]) =>
      typeof type === 'function' && type.prototype instanceof errors.CasebookError
        ? [[name, (Reflect.construct(type, ['', []]) as errors.CasebookError).exit]]
        : [],
    );
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(thrown));
  });

  it('tells what a month on AWS costs as casebook cost does, within a twentieth', () => {
    const configuration = readConfiguration(readFileSync('casebook.yaml', 'utf8'), 'casebook.yaml', known);
    const rows = [...textOf('docs/aws.md').matchAll(/^\| (\d+) (thousand|million|billion) \| (\d+) \|$/gm)];
    const scale: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 };
    expect(rows).toHaveLength(4);
    for (const [row, n, unit = '', usd] of rows) {
      const tickets = Number(n) * (scale[unit] ?? 0);
      const total = totalOf(monthlyCost(workloadOf(configuration, tickets, 3, secretNames(configuration).length)));
      expect(Math.abs(Number(usd) / total - 1), `${row} casebook cost says ${total.toFixed(2)}`).toBeLessThan(0.05);
    }
  });
});

describe('the README', () => {
  it('is two screens, in lines that are read without scrolling', () => {
    const lines = textOf('README.md').split('\n');
    expect(lines.length).toBeLessThanOrEqual(90);
    expect(lines.filter((line) => line.length > 100 && !/^[|!]/.test(line))).toEqual([]);
  });
});

/** Anchors of headings as GitHub makes them. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
