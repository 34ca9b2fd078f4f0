import { dayOf } from './civil.ts';
import type { Group, Level, Person, Post, Team, TeamId } from './model.ts';
import { firstNames, surnames } from './names.ts';

export const teams: readonly Team[] = [
  {
    id: 'emea',
    name: 'Platform Support EMEA',
    region: 'EMEA',
    zone: 'Europe/Berlin',
    language: 'de',
    calendar: 'emea',
  },
  {
    id: 'americas',
    name: 'Platform Support Americas',
    region: 'Americas',
    zone: 'America/New_York',
    language: 'en',
    calendar: 'americas',
  },
  {
    id: 'apac',
    name: 'Platform Support APAC',
    region: 'APAC',
    zone: 'Asia/Singapore',
    language: 'en',
    calendar: 'apac',
  },
];

export const groups: readonly Group[] = [
  { n: 1, name: 'Support EMEA', team: 'emea', tier: 'l1' },
  { n: 2, name: 'Support Americas', team: 'americas', tier: 'l1' },
  { n: 3, name: 'Support APAC', team: 'apac', tier: 'l1' },
  { n: 4, name: 'Specialists EMEA', team: 'emea', tier: 'l2' },
  { n: 5, name: 'Specialists Americas', team: 'americas', tier: 'l2' },
  { n: 6, name: 'Specialists APAC', team: 'apac', tier: 'l2' },
];
export const groupOf = (team: TeamId, tier: 'l1' | 'l2' | 'l3'): number =>
  groups.find((group) => group.team === team && group.tier === (tier === 'l3' ? 'l2' : tier))?.n ?? 1;

const calm = dayOf('2022-01-03');
type Step = readonly [from: string | null, team: TeamId, level: Level, fte?: number];
interface Career {
  readonly steps: readonly Step[];
  readonly leaves?: string;
  readonly role?: Post['role'];
}

/**
 * The roster as data. Six people and a lead a team; one promotion in mid-quarter, one joiner, one leaver, two part-timers (one
 * only since May), and a reorganisation on 1 April 2026 that moves two people from the Americas to APAC.
 */
const careers: readonly Career[] = [
  { steps: [[null, 'emea', 'P4']], role: 'lead' },
  { steps: [[null, 'emea', 'P4']] },
  {
    steps: [
      [null, 'emea', 'P3'],
      ['2026-08-17', 'emea', 'P4'],
    ],
  },
  { steps: [[null, 'emea', 'P3']] },
  { steps: [[null, 'emea', 'P3', 600]] },
  { steps: [[null, 'emea', 'P2']] },
  { steps: [['2026-02-02', 'emea', 'P2']] },
  { steps: [[null, 'americas', 'P4']], role: 'lead' },
  { steps: [[null, 'americas', 'P4']] },
  { steps: [[null, 'americas', 'P3']] },
  { steps: [[null, 'americas', 'P3']] },
  {
    steps: [
      [null, 'americas', 'P2'],
      ['2026-01-01', 'americas', 'P3'],
    ],
  },
  { steps: [[null, 'americas', 'P2']] },
  {
    steps: [
      [null, 'americas', 'P3'],
      ['2026-04-01', 'apac', 'P3'],
    ],
  },
  {
    steps: [
      [null, 'americas', 'P4'],
      ['2026-04-01', 'apac', 'P4'],
    ],
  },
  { steps: [[null, 'americas', 'P3']], leaves: '2026-08-01' },
  { steps: [[null, 'apac', 'P4']], role: 'lead' },
  { steps: [[null, 'apac', 'P4']] },
  { steps: [[null, 'apac', 'P3']] },
  {
    steps: [
      [null, 'apac', 'P2'],
      ['2026-05-04', 'apac', 'P2', 800],
    ],
  },
  { steps: [[null, 'apac', 'P2']] },
  { steps: [['2026-07-13', 'americas', 'P2']] },
  { steps: [[null, 'emea', 'P4']], role: 'engineering' },
];

const skills = ['identity', 'data', 'integration'] as const;

const postsOf = ({ steps, leaves, role = 'support' }: Career, n: number): readonly Post[] =>
  steps.map(([from, team, level, fte = 1000], i) => {
    const next = steps[i + 1]?.[0];
    const end = next ?? leaves;
    return {
      team,
      level,
      role,
      tier: role === 'engineering' ? 'l3' : level === 'P4' && role === 'support' ? 'l2' : 'l1',
      skill: skills[n % skills.length] ?? 'data',
      fte_milli: fte,
      from: from === null ? calm + 30 * n : dayOf(from),
      to: end === undefined || end === null ? null : dayOf(end),
      end_reason: next ? 'moved' : leaves ? 'left' : null,
    };
  });

export const people: readonly Person[] = careers.map((career, i) => {
  const n = i + 1;
  const first = firstNames[(i * 17 + 3) % firstNames.length] ?? 'Ada';
  const last = surnames[(i * 11 + 5) % surnames.length] ?? 'Berg';
  return {
    id: `p${n}`,
    n,
    name: `${first} ${last}`,
    email: `${first}.${last}@northwind.example`.toLowerCase(),
    posts: postsOf(career, n),
  };
});

/** The post a person holds on a day. */
export const postOn = (person: Person, day: number): Post | undefined =>
  person.posts.find((post) => post.from <= day && (post.to === null || day < post.to));
