import { z } from 'zod';
import { doubtIds } from '../knowledge/doubt.ts';
import { cadences, namedCadence } from './cadence.ts';
import { duration } from './duration.ts';
import { Inputs } from './input-mapping.ts';
import { Promises } from './promises.ts';
import { metricId, Section, type SectionConfiguration } from './report-sections.ts';
import { schedule, weekdays } from './schedule.ts';

/** casebook.yaml (D10). Only `organisation` and `sources` are required. Every message is a phrase that follows "expected". */

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
const isCurrency = (code: string): boolean =>
  /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code);
/** Languages that have every word of the mails; a test holds them against the words. */
export const mailLanguages = ['en', 'ru', 'zh-CN'] as const;

/** A region may differ (en-IE writes dates its own way); traditional Chinese has no words. */
const isLocale = (tag: string): boolean => {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return language === 'zh' ? script === 'Hans' : language === 'en' || language === 'ru';
  } catch {
    return false;
  }
};
const isDay = (text: string): boolean => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

/** One line of text that says something. */
const line = (what: string) =>
  z
    .string({ error: what })
    .min(1, { error: what })
    .refine((text) => text.isWellFormed() && /\S/.test(text) && !/\p{Cc}/u.test(text), { error: what });
const id = line('an id of letters, digits, "-" and "_"').regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, {
  error: 'an id of at most 64 letters, digits, "-" and "_"',
});
const zone = line('an IANA time zone such as Europe/Berlin').refine(isZone, {
  error: 'an IANA time zone such as Europe/Berlin',
});
const languageError = `a language that the mails are written in: ${mailLanguages.join(', ')}, also with a region such as en-IE`;
const locale = line(languageError).refine(isLocale, { error: languageError });
/** A local calendar day, yyyy-MM-dd. YAML dates arrive as text: the reader turns timestamps off. */
const dayText = line('a day such as 2026-12-25').refine(isDay, { error: 'a day such as 2026-12-25' });
const recipientError = 'an address such as lead@example.com, or a channel such as slack:${env:SLACK_WEBHOOK}';
const address = line('an address such as lead@example.com').regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/, {
  error: 'an address such as lead@example.com',
});
/** A channel instead of a mailbox: what it is, and the secret that holds its address. */
const channel = line('a channel such as slack:${env:SLACK_WEBHOOK}').regex(
  /^(?:slack|teams|webhook):\$\{(?:env|secret):[A-Za-z0-9_/-]+\}$/,
  { error: 'a channel such as slack:${env:SLACK_WEBHOOK}, with the name of the secret that holds its address' },
);
const recipient = z.string({ error: recipientError }).superRefine((text, context) => {
  const kind = /^(?:slack|teams|webhook):/.test(text) ? channel : address;
  for (const { message } of kind.safeParse(text).error?.issues ?? []) context.addIssue({ code: 'custom', message });
});
const sender = line('a sender such as Support metrics <metrics@example.com>').regex(
  /^(?:[^<>\r\n]+<[^\s@<>,;"]+@[^\s@<>,;"]+>|[^\s@<>,;"]+@[^\s@<>,;"]+)$/,
  { error: 'a sender such as Support metrics <metrics@example.com>' },
);
const hours = line('opening hours such as "09:00-17:30"').regex(/^([01]\d|2[0-4]):[0-5]\d-([0-3]\d|4[0-7]):[0-5]\d$/, {
  error: 'opening hours such as "09:00-17:30" (the end may pass midnight: "22:00-30:00")',
});
const policy = z.enum(['exclude', 'include'], { error: 'exclude or include' });

/** Credentials are references, resolved when a run starts. */
export const secret = z
  .string({ error: '${env:NAME} or ${secret:name}, never the secret itself' })
  .regex(/^\$\{(env|secret):[A-Za-z0-9_/-]+\}$/, { error: '${env:NAME} or ${secret:name}, never the secret itself' })
  .meta({ secret: true, description: '${env:NAME} locally, ${secret:name} from the secret store' });

const days = z.int({ error: 'whole days' }).positive({ error: 'at least 1 day' });

const Organisation = z.strictObject({
  name: line('the name of the organisation').meta({ description: 'Shown in the footer of every mail' }),
  time_zone: zone.meta({ description: 'Weeks, quarters and schedules follow this zone' }),
  locale: locale.default('en'),
  currency: z
    .string({ error: 'an ISO 4217 code such as EUR' })
    .refine(isCurrency, { error: 'an ISO 4217 code such as EUR' })
    .default('USD')
    .meta({ description: 'Reporting currency' }),
  fiscal_year_start_month: z
    .int({ error: 'a month from 1 to 12' })
    .min(1, { error: 'a month from 1 to 12' })
    .max(12, { error: 'a month from 1 to 12' })
    .default(1),
  hours_per_day: z
    .number({ error: 'hours in a standard person-day, such as 8' })
    .positive({ error: 'hours in a standard person-day, such as 8' })
    .max(24, { error: 'at most 24 hours' })
    .default(8),
  address: line('a postal line').optional().meta({ description: 'Postal line in the footer' }),
  cost_centres: z
    .array(line('a cost centre'))
    .min(1, { error: 'at least one cost centre, or no list' })
    .optional()
    .meta({ description: 'Cost centres of the ledger; a cost line that names another is told by casebook doctor' }),
});

/** What every source has; the rest belongs to its connector, which checks it with a schema of its own. */
const Source = z.looseObject({
  id,
  connector: line('a connector such as zendesk or event-log'),
});

/** Who answers for a number, as mails name them. */
const owner = line('a name or a role such as Head of support').max(60, { error: 'a name of at most 60 characters' });

const WeekdayRange = z.string().regex(new RegExp(`^(?:${weekdays.join('|')})(?:-(?:${weekdays.join('|')}))?$`), {
  error: 'weekdays such as mon-fri or sat',
});

const hoursList = z.array(hours, { error: 'a list of opening hours such as ["09:00-17:30"]' });
/** Of a calendar that never opens, every time would be 0. */
const Week = z
  .record(WeekdayRange, hoursList, { error: 'weekdays with opening hours' })
  .refine((week) => Object.values(week).some((open) => open.length > 0), {
    error: 'opening hours on one weekday at least',
  });

const Calendar = z.strictObject({
  time_zone: zone,
  hours: Week,
  holidays: z
    .array(
      z.union([dayText, z.strictObject({ date: dayText, hours: hoursList.default([]), name: z.string().optional() })], {
        error: 'a day such as 2026-12-25, or { date: 2026-12-24, hours: ["09:00-13:00"] }',
      }),
    )
    .default([]),
  versions: z
    .array(z.strictObject({ from: dayText, time_zone: zone.optional(), hours: Week }))
    .default([])
    .meta({ description: 'Later versions of the hours, each in force from its day' }),
});

const Team = z.strictObject({
  id,
  name: line('the name of the team'),
  match: z
    .partialRecord(
      z.enum(['group', 'queue', 'product', 'brand', 'source', 'region']),
      z
        .array(line('a value such as Support EMEA'), { error: 'a list such as ["Support EMEA"]' })
        .min(1, { error: 'at least one value' }),
      { error: 'fields and values such as { group: ["Support EMEA"] }' },
    )
    .refine((fields) => Object.keys(fields).length > 0, {
      error: 'fields and values such as { group: ["Support EMEA"] }',
    })
    .optional()
    .meta({
      description: 'Tickets of the team when the roster does not say: every field given must have one of its values',
    }),
  calendar: id.optional(),
  tier: z.enum(['l1', 'l2', 'l3'], { error: 'l1, l2 or l3' }).optional(),
  url: z.url({ error: 'a link to the team’s board' }).optional(),
  owner: owner.optional().meta({ description: 'Who answers for numbers of the team that moved or missed a goal' }),
});

const share = (what: string) => z.number({ error: what }).min(0, { error: what }).max(1, { error: what });

/** How many people channels need in which somebody waits on the line. */
const Staffing = z.strictObject({
  channels: z
    .array(line('a channel such as phone'), { error: 'a list of channels' })
    .min(1, { error: 'at least one channel' })
    .default(['phone', 'chat']),
  service_level: share('a share from 0 to 1')
    .min(0.01, { error: 'at least 0.01' })
    .max(0.99, { error: 'at most 0.99' })
    .default(0.8),
  answer_within: duration.prefault('20 s'),
  shrinkage: share('a share from 0 to 1')
    .max(0.9, { error: 'at most 0.9' })
    .default(0.3)
    .meta({ description: 'Share of paid time in which nobody can answer: leave, breaks, training' }),
  occupancy: share('a share from 0 to 1').min(0.1, { error: 'at least 0.1' }).default(0.85),
});

const Policies = z.strictObject({
  resolution: z.enum(['last', 'first'], { error: 'last or first' }).default('last'),
  merged: policy.default('exclude'),
  deleted: policy.default('exclude'),
  spam: policy.default('exclude'),
  test: policy.default('exclude'),
  bot_only: policy.default('exclude'),
  outbound: policy.default('exclude'),
  test_tags: z
    .array(line('a tag'), { error: 'a list of tags' })
    .default([])
    .meta({ description: 'Tags that mark a test ticket' }),
  least_told_share: z
    .number()
    .min(0, { error: 'at least 0' })
    .max(1, { error: 'at most 1' })
    .default(0.5)
    .meta({ description: 'A number of which the sources tell less than this share of the cases is no data' }),
  reopen_window_days: z.int({ error: 'whole days' }).positive({ error: 'at least 1 day' }).default(7),
  reopen_grace_s: z.int({ error: 'whole seconds' }).min(0, { error: '0 or more seconds' }).default(0),
  ai_silence_hours: z
    .int({ error: 'whole hours' })
    .positive({ error: 'at least 1 hour' })
    .default(72)
    .meta({ description: 'An AI agent has resolved a case once the customer was silent for so long' }),
  first_contact_window_days: z.int({ error: 'whole days' }).positive({ error: 'at least 1 day' }).default(7),
  resolution_hours: z
    .array(z.int({ error: 'whole hours' }).positive({ error: 'at least 1 hour' }))
    .default([4, 12, 24, 168]),
  staffing: Staffing.prefault({}),
  bad_rate_denominator: z.enum(['all', 'without_product'], { error: 'all or without_product' }).default('all'),
});

const goal = z.union([z.number(), line('a number, a percentage such as 72 %, or a duration such as 10 h')], {
  error: 'a number, a percentage such as 72 %, a duration such as 10 h or money such as 47.00',
});
const Target = z
  .strictObject({
    metric: metricId,
    at_most: goal.optional(),
    at_least: goal.optional(),
    watch: goal.optional().meta({ description: 'Beyond the goal but not beyond this: Watch instead of Off target' }),
    by: z.record(z.string(), z.string()).optional().meta({ description: 'A segment, such as { team: emea }' }),
    cadence: z
      .enum(cadences, { error: cadences.join(', ') })
      .optional()
      .meta({
        description: 'The reports that are held against it; quarterly unless given',
      }),
    owner: owner.optional().meta({ description: 'Who answers when the number moves or misses the goal' }),
    from: dayText.optional(),
    to: dayText.optional(),
  })
  .refine((target) => (target.at_most === undefined) !== (target.at_least === undefined), {
    error: 'either at_most or at_least',
  });

const Report = z
  .strictObject({
    id: line('a report id such as lead-weekly').refine((name) => !['metrics', 'dry-run'].includes(name), {
      error: 'another id: out/ has a folder of this name',
    }),
    title: line('a title').max(60, { error: 'a title of at most 60 characters' }).optional(),
    cadence: z
      .enum(cadences, {
        error: ({ input }) =>
          `${cadences.join(', ')}${input === 'fiscal' ? ' (quarters follow organisation.fiscal_year_start_month)' : ''}`,
      })
      .optional()
      .meta({ description: 'Quarters are those of the fiscal year, where the organisation has one of its own' }),
    audience: z
      .enum(['executive', 'finance', 'lead'], { error: 'executive, finance or lead' })
      .optional()
      .meta({ description: 'Who reads it; only leads are shown names of people' }),
    sections: z
      .array(Section, { error: 'a list of sections' })
      .min(1, { error: 'at least one section' })
      .max(30, { error: 'at most 30 sections' })
      .optional()
      .meta({ description: 'Makes it a report of your own, with title, cadence and audience' }),
    schedule: schedule.optional(),
    slice: z.enum(['team', 'region', 'product', 'brand'], { error: 'team, region, product or brand' }).optional(),
    recipients: z
      .union([z.array(recipient), z.record(z.string(), z.array(recipient, { error: 'a list of addresses' }))], {
        error: 'a list of addresses, or a list for each slice such as { emea: [lead.emea@example.com] }',
      })
      .default([]),
    only: z
      .partialRecord(z.enum(['team', 'region', 'product', 'brand', 'channel']), z.string())
      .optional()
      .meta({ description: 'Limits the whole report to one segment, such as { region: emea }' }),
    quiet: z
      .enum(['send', 'skip'], { error: 'send or skip' })
      .default('send')
      .meta({ description: 'A period without cases' }),
    people: z.boolean({ error: 'true or false' }).default(true).meta({ description: 'Show who is carrying what' }),
    locale: locale.optional(),
    owner: address.optional().meta({ description: 'Told when the report is held' }),
    approval: z
      .boolean({ error: 'true or false' })
      .default(false)
      .meta({ description: 'Wait for a person before sending' }),
    compare: z.enum(['previous', 'year'], { error: 'previous or year' }).optional(),
    url: z.url({ error: 'a link for the button' }).optional(),
  })
  .transform((report) =>
    (report.cadence ?? namedCadence(report.id)) === 'monthly' && report.schedule?.kind === 'quarterly'
      ? { ...report, schedule: { ...report.schedule, kind: 'monthly' as const } }
      : report,
  );

const Delivery = z.strictObject({
  from: sender,
  reply_to: address.optional(),
  unsubscribe_url: z
    .url({ error: 'an https address' })
    .startsWith('https://', { error: 'an https address' })
    .optional(),
  archive_url: z
    .url({ error: 'the web address of the folder out/' })
    .regex(/^https?:\/\//, { error: 'the web address of the folder out/' })
    .optional()
    .meta({
      description: 'Where out/ is published: every mail then links to its page of the archive',
    }),
  signing_key: secret.optional().meta({
    description: 'The secret, whsec_ and base64, that signs what goes to a recipient webhook:... (Standard Webhooks)',
  }),
  webhook: secret.optional().meta({
    description:
      'The secret that holds an https address; it is told, once a fault, of mails that did not arrive, as {"text": "..."}',
  }),
  patience: duration.optional().meta({
    description: 'How long a run waits for a mail server that asks to come back later (default 30 s; 6 h on AWS)',
  }),
  smtp: z
    .strictObject({
      host: line('a host name'),
      port: z.int().min(1).max(65_535).default(587),
      user: secret.optional(),
      password: secret.optional(),
      tls: z.boolean().default(true),
    })
    .optional()
    .meta({ description: 'Send by SMTP from the embedded home; without it mails stay in the outbox' }),
});

const Gates = z.strictObject({
  max_staleness: duration.prefault('6 h'),
  partial_periods: z.enum(['hold', 'mark'], { error: 'hold or mark' }).default('hold').meta({
    description: 'A report of a period that began before the data of a source: held, or sent with a note',
  }),
  min_coverage: z
    .number({ error: 'a share from 0 to 1' })
    .min(0, { error: 'a share from 0 to 1' })
    .max(1, { error: 'a share from 0 to 1' })
    .default(0.95),
  doubts: z
    .array(z.enum(doubtIds, { error: `a reason not to trust a number: ${doubtIds.join(', ')}` }))
    .default([])
    .meta({
      description: 'Reasons not to trust a number for which a report is held; the others stand under Read with care',
    }),
  silence: z.enum(['hold', 'send'], { error: 'hold or send' }).default('hold').meta({
    description: 'What becomes of a report when a source fell silent against its usual rhythm',
  }),
});

/** How long the embedded home keeps copies; a deployed stack has `aws.keep_raw_days` and `aws.keep_staged_days`. */
const Keep = z.strictObject({
  outbox_days: days.optional().meta({ description: 'Mails in the outbox are kept for ever unless given' }),
  out_days: days
    .optional()
    .meta({ description: 'Rendered reports, in out/ and in the lake, are kept for ever unless given; numbers stay' }),
  raw_days: days.optional().meta({
    description:
      'What was received is kept for ever unless given; a replay, a changed mapping and forget rebuild tables from what is left',
  }),
  staged_days: days.default(30).meta({ description: 'Plans of finished replays, and rows staged by older versions' }),
});

const Engine = z.strictObject({
  memory_mb: z.int({ error: 'whole megabytes' }).min(256, { error: 'at least 256' }).default(768).meta({
    description:
      'What DuckDB may hold in memory; more goes to disk. With Node a command stays below twice that (default 768)',
  }),
});

const Aws = z.strictObject({
  region: line('an AWS region such as eu-central-1').default('eu-central-1'),
  stack: id.default('Casebook'),
  alarm_email: address.optional(),
  monthly_budget_usd: z.number().positive({ error: 'an amount above 0' }).default(25),
  scan_limit_mb: z.int().min(10, { error: 'at least 10 (Athena’s floor)' }).default(10_000),
  keep_staged_days: z.int().positive().default(30),
  keep_raw_days: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'Raw pages are kept for ever unless given; replay reaches no further' }),
  pull_at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time such as 04:00' })
    .default('04:00'),
  key_arn: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]+$/, { error: 'the ARN of a KMS key' })
    .optional()
    .meta({
      description: 'A key that is there already: the one of a stack that was removed, so that its data stay readable',
    }),
  permissions_boundary: z
    .string()
    .regex(/^(?:arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/)?[\w+=,.@/-]{1,128}$/, {
      error: 'the name or the ARN of a managed policy',
    })
    .optional()
    .meta({ description: 'The managed policy that bounds every role of the stack' }),
  tags: z
    .record(
      z.string().regex(/^(?!aws:)[\w .:/=+@-]{1,128}$/i, {
        error: 'a tag key of at most 128 characters, not beginning with aws:',
      }),
      z.string().regex(/^[\w .:/=+@-]{0,256}$/, { error: 'a tag value of at most 256 plain characters' }),
    )
    .default({})
    .meta({ description: 'Tags of everything that can carry one' }),
  sender_identity: z.enum(['create', 'existing'], { error: 'create or existing' }).default('create').meta({
    description: 'existing: the domain of the sender is verified in SES already, by another stack or by hand',
  }),
  allow_region: z
    .boolean()
    .default(false)
    .meta({ description: 'true: AWS has opened durable functions in this region since this version was made' }),
  sandbox_endpoint: z.url().optional(),
});

export const ConfigurationSchema = z.strictObject({
  organisation: Organisation,
  sources: z.array(Source, { error: 'a list of sources' }).min(1, { error: 'at least one source' }),
  inputs: Inputs,
  calendars: z.record(id, Calendar).default({}),
  teams: z.array(Team).default([]),
  policies: Policies.prefault({}),
  promises: z.array(Promises, { error: 'a list of promises' }).default([]),
  targets: z.array(Target).default([]),
  reports: z.array(Report).default([]),
  delivery: Delivery.prefault({ from: 'Casebook <casebook@localhost.localdomain>' }),
  gates: Gates.prefault({}),
  keep: Keep.prefault({}),
  engine: Engine.prefault({}),
  aws: Aws.prefault({}),
});

export type Configuration = z.output<typeof ConfigurationSchema>;
export type SourceConfiguration = Configuration['sources'][number];
export type ReportConfiguration = Configuration['reports'][number];
/** A report that is written in the file: with everything that a ready one has of its own. */
export type WrittenReport = ReportConfiguration &
  Required<Pick<ReportConfiguration, 'title' | 'cadence' | 'audience' | 'sections'>>;
export type { SectionConfiguration };
export const isWritten = (report: ReportConfiguration): report is WrittenReport => report.sections !== undefined;
export type TeamConfiguration = Configuration['teams'][number];
export type TargetConfiguration = Configuration['targets'][number];
export type CalendarConfiguration = Configuration['calendars'][string];
