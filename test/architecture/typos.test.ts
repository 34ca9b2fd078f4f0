import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * One-word mistakes at the seams: events, rows, columns of measures, definitions. They are made in copies of shared/, each on a line of its
 * own, and the type check must name every one of these lines, or the misspelt word where it meets its type.
 */
interface Typo {
  readonly what: string;
  /** The first file of the pattern with the word is changed. */
  readonly files: string;
  readonly word: RegExp;
  readonly typo: string;
}

const vendors = [
  'freshdesk',
  'help-scout',
  'hubspot',
  'intercom',
  'jira-service-management',
  'request-tracker',
  'salesforce',
  'servicenow',
  'zendesk',
  'zoho-desk',
];
const ofTable = /table: '(ticket_attributes|people|surveys|sla_results|contacts|groups|ticket_links)'/;
const catalogue = 'shared/metrics/catalogue/';

const typos: readonly Typo[] = [
  ...vendors.flatMap((vendor): readonly Typo[] => {
    const files = `shared/connectors/helpdesks/${vendor}/*.ts`;
    return [
      {
        what: `${vendor}: a column of a row`,
        files,
        word: /^( +)(updated_s|assignee_id|requester_id|created_s)(: )(?!\w*OrNull|id\b|number\b|time|z\.)/m,
        typo: '$1$2_TYPO$3',
      },
      { what: `${vendor}: a status`, files, word: /'(solved|closed|pending_customer)'/, typo: "'resolvd_TYPO'" },
      // every row of Help Scout comes from a builder that all vendors share
      ...(vendor === 'help-scout'
        ? []
        : [{ what: `${vendor}: a table`, files, word: ofTable, typo: "table: '$1_TYPO'" }]),
    ];
  }),
  ...(
    [
      ['freshdesk/rows.ts', /worked\(\{ worked_s/, 'worked({ worked_sec'],
      [
        'jira-service-management/children.ts',
        /worked\(\{ worked_s: log\.timeSpentSeconds, person_id/,
        'worked({ worked_s: log.timeSpentSeconds, person',
      ],
      [
        'zendesk/events.ts',
        /fieldChanged\(\{ field: column, from: before, to: after/,
        'fieldChanged({ field: column, from: before, too: after',
      ],
      ['request-tracker/history.ts', /escalated\(\{ to: 'development'/, "escalated({ to: 'developement'"],
      ['salesforce/history.ts', /escalated\(\{ to: 'development'/, "escalated({ into: 'development'"],
    ] as const
  ).map(([file, word, typo]): Typo => ({
    what: `${file}: data of an event`,
    files: `shared/connectors/helpdesks/${file}`,
    word,
    typo,
  })),
  ...(
    [
      ['reopen-rate.ts', /t\.first_reopened_s\}/, 't.first_reopend_s}', 'a column in a condition'],
      ['handoff-rate.ts', /t\.handoff_count\}/, 't.hand_off_count}', 'a column in a condition'],
      ['cycle-time.ts', /t\.cycle_s, \[/, 't.cycl_s, [', 'the value of a measure'],
      ['fcr.ts', /t\.tells_reply_count\}/, 't.tels_reply_count}', 'a column in a condition'],
      ['bad-rate.ts', /'answered_s'/, "'answerd_s'", 'the date of a measure'],
      ['channels-used.ts', /t\.channel,/, 't.chanel,', 'the value of a measure'],
      ['aht.ts', /t\.logged_s\}/, 't.loged_s}', 'a column of a relation of its own'],
      ['handoff-coefficient.ts', /unit: '\w+'/, "unit: 'ratios'", 'a unit'],
      ['good-rate.ts', /direction: '\w+'/, "direction: 'upp'", 'a direction'],
      ['escalation-rate.ts', /axis: '\w+'/, "axis: 'creatd'", 'an axis'],
      ['error-rate.ts', /requires: \['\w+'/, "requires: ['qa_review'", 'a required table'],
      ['evaluation-rate.ts', /inputs: \[\s*'[\w.]+'/, "inputs: ['tickets.creatd_s'", 'an input'],
      ['backlog.ts', /cadence: \['\w+'/, "cadence: ['weekli'", 'a cadence'],
      ['dts-p50.ts', /audience: \['\w+'/, "audience: ['executives'", 'an audience'],
      ['ces.ts', /columns: \['scale_min'/, "columns: ['scale_minn'", 'a column of a tally'],
      ['independent-closure-broad.ts', /credit: '[\w ]+'/, "credit: 'owner at end'", 'a credit'],
    ] as const
  ).map(([file, word, typo, what]): Typo => ({ what: `${file}: ${what}`, files: catalogue + file, word, typo })),
  {
    what: 'a date of a shared measure',
    files: 'shared/metrics/measures/tickets.ts',
    word: /'resolved_s'/,
    typo: "'resolvd_s'",
  },
  {
    what: 'a fact that a metric needs',
    files: `${catalogue}frt-*.ts`,
    word: /needs: \['\w+'/,
    typo: "needs: ['first_replys'",
  },
  {
    what: 'a word of a section',
    files: 'shared/report/sections/hand-offs.ts',
    word: /words\.lead_quarterly\.hand_offs/,
    typo: 'words.lead_quarterly.handoffs',
  },
  {
    what: 'a metric of a section',
    files: 'shared/report/sections/carrying.ts',
    word: /\b(actualPersonDays)\b/,
    typo: '$1s',
  },
  {
    what: 'the audience of a report',
    files: 'shared/report/reports/lead-weekly.ts',
    word: /audience: 'lead'/,
    typo: "audience: 'leads'",
  },
  {
    what: 'the cadence of a report',
    files: 'shared/report/reports/finance-weekly.ts',
    word: /cadence: 'weekly'/,
    typo: "cadence: 'week'",
  },
  { what: 'a kind of column', files: 'shared/lake/tables/quality.ts', word: /epochS\('/, typo: "epoch('" },
  { what: 'a column of a key', files: 'shared/lake/tables/money.ts', word: /key: \['\w+'/, typo: "key: ['line'" },
  {
    what: 'a policy',
    files: 'shared/facts/*.ts',
    word: /policies\.(bot_only|reopen_grace_s|resolution)\b/,
    typo: 'policies.$1s',
  },
  {
    what: 'a column of a derived fact',
    files: 'shared/facts/ticket-facts.ts',
    word: /reply_business_s:/,
    typo: 'reply_busines_s:',
  },
];

const wordOf = (typo: Typo): string => `typo_${typos.indexOf(typo)}_`;

/** What the type check says of a copy of shared/ with these mistakes, and where each was made. */
function checked(made: readonly Typo[]): { readonly told: string; readonly places: ReadonlyMap<Typo, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-typos-'));
  try {
    cpSync('shared', join(folder, 'shared'), { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['shared'] }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const places = new Map<Typo, string>();
    for (const typo of made) {
      const place = make(typo, folder, new Set(places.values()));
      if (place !== undefined) places.set(typo, place);
    }
    const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['--noEmit', '--pretty', 'false', '-p', folder], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return { told: stdout, places };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the mistake at the first place that no other took; answers `file(line`. */
function make(typo: Typo, folder: string, taken: ReadonlySet<string>): string | undefined {
  // a contract names the vendor's own words, which are data
  for (const file of globSync(typo.files, { cwd: folder, exclude: ['**/contract.ts'] }).sort()) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    for (const found of text.matchAll(new RegExp(typo.word.source, `${typo.word.flags}g`))) {
      const place = `${file}(${text.slice(0, found.index).split('\n').length},`;
      if (taken.has(place)) continue;
      const changed = found[0].replace(typo.word, typo.typo).replace('TYPO', wordOf(typo));
      writeFileSync(path, text.slice(0, found.index) + changed + text.slice(found.index + found[0].length));
      return place;
    }
  }
  return undefined;
}

/** Several mistakes in one object hide each other: those of one group stand apart. */
const groups = ['a status', 'a table', ''] as const;
const groupOf = (typo: Typo): string => groups.find((end) => typo.what.endsWith(end)) ?? '';
const results = new Map<string, ReturnType<typeof checked>>();
beforeAll(() => {
  for (const group of groups) results.set(group, checked(typos.filter((typo) => groupOf(typo) === group)));
});

describe('a one-word mistake is an error of the type check', () => {
  it('in at least 50 places', () => expect(typos.length).toBeGreaterThanOrEqual(50));
  for (const typo of typos)
    it(typo.what, () => {
      const { told = '', places } = results.get(groupOf(typo)) ?? {};
      const place = places?.get(typo);
      expect(place, `the word is in ${typo.files}`).toBeDefined();
      expect(told.includes(`${place}`) || told.includes(wordOf(typo)), `${place} the type check says nothing`).toBe(
        true,
      );
    });
});
