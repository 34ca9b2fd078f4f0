import { asideOf, asideText } from '../../../shared/connectors/event-log/set-aside.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Known } from '../../../shared/knowledge/known.ts';
import { knownFacts } from '../../../shared/load/knows.ts';
import type { Command } from '../command.ts';
import { withHome } from '../home.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { print } from '../terminal.ts';
import { sayOtherRules } from './metrics.ts';

const glyphs = { all: '✓', some: '!', none: '✕' } as const;

export const knows: Command = {
  takes: '',
  options: {
    source: { takes: 'ID', several: true, help: 'only these sources (default: all)' },
    json: { help: 'as JSON, to stdout' },
  },
  examples: [
    ['casebook knows', 'what every source tells, and what would tell more'],
    ['casebook knows --source log --json', 'the same of one source, for a program'],
  ],
  run: (given) =>
    withHome(given, 'read', async (home) => {
      const ids = home.configuration.sources.map(({ id }) => id);
      const wanted = given.many('source').length > 0 ? given.many('source') : ids;
      const unknown = wanted.filter((id) => !ids.includes(id));
      if (unknown.length > 0)
        throw new UsageError(`--source: found "${unknown.join(', ')}", expected ${ids.join(', ')}.`);
      await sayOtherRules(home);
      const found = await knownFacts(home.ports, wanted);
      if (given.flag('json')) print(JSON.stringify(found, null, 1));
      else
        for (const source of wanted) {
          const aside = asideText(await asideOf(source, home.ports));
          print(page(source, found, home.configuration.organisation.time_zone, aside));
        }
      return 0;
    }),
};

/** One source: a line a fact, and below it what would tell more. */
function page(source: string, found: readonly Known[], zone: string, aside: string): string {
  const own = found.filter((one) => one.source === source);
  if (own.length === 0) return `${source}: nothing has been read yet. casebook pull reads it.`;
  const width = Math.max(...own.map((one) => one.fact.length));
  const channels = Math.max(...own.map(({ channel }) => channel.length));
  const lines = own.flatMap((one) => [
    [
      ` ${glyphs[one.told]} ${one.fact.replaceAll('_', ' ').padEnd(width)}`,
      one.channel.padEnd(channels),
      shareOf(one),
      spanOf(one, zone),
    ]
      .join('  ')
      .trimEnd(),
    ...(one.more === null ? [] : wrapped(one.more, 72).map((line) => `     ${line}`)),
  ]);
  const left = aside === '' ? [] : wrapped(`Left out: ${aside}.`, 78);
  return [`What ${source} tells of its tickets`, ...lines, ...left, ''].join('\n');
}

const shareOf = ({ told, told_share }: Known): string =>
  (told === 'none' || told_share === null
    ? 'not told'
    : `${(told_share * 100).toFixed(told_share < 1 ? 1 : 0)} %`
  ).padStart(8);

const spanOf = ({ from_s, until_s }: Known, zone: string): string => {
  const day = (at_s: number): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at_s * 1000);
  return from_s === null || until_s === null ? '' : `${day(from_s)} to ${day(until_s)}`;
};
