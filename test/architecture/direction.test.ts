import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, sourceFiles } from './imports.ts';

/** The room a file is in: the folder below shared/, or the top folder. */
const roomOf = (path: string): string => {
  const [top, second = ''] = path.split('/');
  if (top !== 'shared') return top ?? '';
  return second.endsWith('.ts') ? second : second === 'adapters' ? 'adapters' : second;
};

/** What each room may import, besides itself. Types may cross everywhere from stats, period and errors. */
const may: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'counted.ts': [],
  'wrapped.ts': [],
  'nearest.ts': [],
  'member.ts': [],
  'secret-forms.ts': [],
  // the words and kinds of events: everything that speaks of tickets speaks of them
  events: ['lake'],
  'period.ts': ['errors.ts', 'time'],
  'ports.ts': ['lake'],
  'state.ts': ['ports.ts'],
  'env.ts': ['errors.ts'],
  stats: ['period.ts', 'errors.ts'],
  time: ['period.ts', 'stats', 'errors.ts', 'config', 'lake'],
  config: ['errors.ts', 'nearest.ts', 'member.ts', 'knowledge'],
  knowledge: ['errors.ts'],
  lake: ['errors.ts', 'nearest.ts', 'knowledge'],
  facts: ['events', 'knowledge', 'lake', 'time', 'period.ts', 'config', 'errors.ts'],
  connectors: [
    'events',
    'counted.ts',
    'wrapped.ts',
    'nearest.ts',
    'files',
    'knowledge',
    'lake',
    'facts',
    'period.ts',
    'errors.ts',
    'config',
    'ports.ts',
    'state.ts',
    'secret-forms.ts',
    'time',
  ],
  metrics: ['nearest.ts', 'knowledge', 'stats', 'lake', 'period.ts', 'time', 'config', 'errors.ts', 'ports.ts'],
  report: ['knowledge', 'metrics', 'stats', 'period.ts', 'config', 'errors.ts', 'lake', 'time'],
  // of report and metrics only types: what a mail says of a rejected file
  load: [
    'events',
    'counted.ts',
    'knowledge',
    'report',
    'metrics',
    'connectors',
    'facts',
    'lake',
    'ports.ts',
    'state.ts',
    'period.ts',
    'errors.ts',
    'config',
    'time',
  ],
  run: [
    'events',
    'counted.ts',
    'nearest.ts',
    'member.ts',
    'knowledge',
    'load',
    'connectors',
    'facts',
    'lake',
    'metrics',
    'report',
    'ports.ts',
    'state.ts',
    'period.ts',
    'errors.ts',
    'config',
    'time',
    'stats',
  ],
  archive: ['metrics', 'report', 'run', 'lake', 'ports.ts', 'state.ts', 'period.ts'],
  operate: [
    'events',
    'counted.ts',
    'files',
    'knowledge',
    'load',
    'run',
    'connectors',
    'facts',
    'lake',
    'metrics',
    'report',
    'ports.ts',
    'state.ts',
    'period.ts',
    'errors.ts',
    'config',
    'time',
    'stats',
  ],
  adapters: ['ports.ts', 'secret-forms.ts', 'lake', 'errors.ts', 'config'],
  sandbox: ['events', 'stats', 'time', 'period.ts', 'errors.ts', 'lake', 'facts', 'config', 'connectors'],
  functions: ['*'],
  infra: [
    'lake',
    'env.ts',
    'errors.ts',
    'report',
    'config',
    'load',
    'run',
    'operate',
    'connectors',
    'metrics',
    'period.ts',
    'time',
  ],
  test: ['*'],
};

describe('the direction of imports', () => {
  for (const folder of Object.keys(may).filter((room) => !['test', 'functions'].includes(room))) {
    it(`holds for ${folder}`, () => {
      const wrong = sourceFiles(['shared', 'infra'])
        .filter((file) => roomOf(file) === folder)
        .flatMap(importsOf)
        .filter(
          ({ ours, to }) =>
            ours && roomOf(to) !== folder && !may[folder]?.includes('*') && !may[folder]?.includes(roomOf(to)),
        )
        .map(({ from, to }) => `${from} imports ${to}`);
      expect(wrong).toEqual([]);
    });
  }

  it('lets nothing import functions/, except tests', () => {
    const wrong = sourceFiles(['shared', 'infra'])
      .flatMap(importsOf)
      .filter(({ ours, to }) => ours && to.startsWith('functions/'))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('lets nothing import test/, except tests', () => {
    const wrong = sourceFiles(['shared', 'infra', 'functions'])
      .flatMap(importsOf)
      .filter(({ ours, to }) => ours && to.startsWith('test/'))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  // what is loaded by its address is seen by no compiler: one file does it, for helpdesks that the package leaves out
  it('lets one file load from test/ by address: the demo, where the repository is', () => {
    const speakers = sourceFiles(['shared', 'infra', 'functions']).filter((file) =>
      /\.\.\/test\//.test(readFileSync(file, 'utf8')),
    );
    expect(speakers).toEqual(['functions/sandbox/sites.ts']);
  });
});
