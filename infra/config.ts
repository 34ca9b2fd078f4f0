import type { Configuration } from '../shared/config/configuration.ts';
import { secretNames } from '../shared/config/references.ts';
import { readConfiguration, type Known } from '../shared/config/read.ts';
import { weekdays, type Schedule } from '../shared/config/schedule.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { dayNumber } from '../shared/time/day.ts';
import { instantOf, secondOfDay } from '../shared/time/zone.ts';

/** Everything the stack is made of, from casebook.yaml alone. */
export interface Deployment {
  readonly configuration: Configuration;
  /** casebook.yaml as read; the functions carry it. */
  readonly yaml: string;
  readonly stack: string;
  readonly region: string;
  readonly zone: string;
  /** Lower-case name, for what AWS wants in lower case. */
  readonly name: string;
  readonly database: string;
  readonly sender: { readonly address: string; readonly domain: string };
  readonly secrets: readonly string[];
  /** A placeholder that the mail system will refuse, in words; undefined when the sender can be verified. */
  readonly placeholder: string | undefined;
  readonly limits: typeof limits;
}

/** Every number of the stack that is not in casebook.yaml, with the reason. */
export const limits = {
  /** One group of readers; more belongs on a mailing list of the company's own. */
  recipientsOfGroup: 50,
  /** One report; above it a typing error is likelier than an audience, and a new account may send 200 a day. */
  recipientsOfReport: 250,
  /** The longest a helpdesk may be walked in one call; the workflow calls again. */
  pullTimeoutMinutes: 15,
  /** Pulls at once, which protects the helpdesks. */
  pullConcurrency: 4,
  /** Readers press unsubscribe seldom; an attacker often. */
  unsubscribeConcurrency: 5,
  /** A report waits three days for an approval. */
  workflowDays: 8,
  historyDays: 30,
  logDays: 90,
  queryResultDays: 7,
  /** Old versions of objects stay this long: the time to notice a mistake. */
  noncurrentDays: 30,
  /** USD of Athena a run may scan before the alarm; the price is in shared/operate/prices.ts. */
  alarmScannedGigabytes: 200,
} as const;

/** The tag that every resource carries, by which the bill is split. */
export const costTag = 'casebook';

/**
 * Where Lambda has durable functions. Announced: Ohio (2 December 2025), 14 more regions (December 2025), 16 more (22 April 2026,
 * aws.amazon.com/about-aws/whats-new/2026/04/lambda-durable-functions-16-new-regions: 31 in all). The list of the last one could
 * not be read here; left out are those that are newest or not in the partition `aws`, which can be allowed by hand.
 */
const durableRegions: ReadonlySet<string> = new Set(
  `af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2
   ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1
   eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`.split(
    /\s+/,
  ),
);

/**
 * Reads casebook.yaml for a deployment. What would only fail in AWS, or fail there silently, fails here.
 * @throws ConfigurationError with every fault
 */
export function deployment(yaml: string, file: string, known: Known): Deployment {
  const configuration = readConfiguration(yaml, file, known);
  const faults = [...nameFaults(configuration), ...recipientFaults(configuration), ...senderFaults(configuration)];
  configuration.reports.forEach(({ id, schedule }, i) => {
    if (schedule) faults.push(...gapFaults(schedule, configuration.organisation.time_zone, `reports[${i}].schedule`));
    if (configuration.reports.findIndex((other) => other.id === id) !== i)
      faults.push(`reports[${i}]: found ${id} twice, expected each report once`);
  });
  if (faults.length > 0) throw new ConfigurationError(`${file} cannot be deployed.`, faults);

  const { aws, organisation, delivery } = configuration;
  const address = addressOf(delivery.from);
  const name = aws.stack.toLowerCase();
  return {
    configuration,
    yaml,
    stack: aws.stack,
    region: aws.region,
    zone: organisation.time_zone,
    name,
    database: name.replaceAll('-', '_'),
    sender: { address, domain: address.slice(address.indexOf('@') + 1) },
    secrets: secretNames(configuration),
    placeholder: isExample(address)
      ? `delivery.from: found "${address}", a domain that nobody owns; expected an address of a domain that SES can verify for you`
      : undefined,
    limits,
  };
}

function nameFaults({ aws }: Configuration): string[] {
  const faults: string[] = [];
  // The longest name of a bucket is this, "-queries-", twelve digits of the account, "-", and the region: 63 in all.
  if (!/^[A-Za-z](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,25}$/.test(aws.stack))
    faults.push(
      `aws.stack: found "${aws.stack}", expected a letter, then at most 25 letters, digits and single "-", not "-" at the end`,
    );
  if (!/^[a-z]{2,4}(?:-[a-z]+)+-\d$/.test(aws.region))
    faults.push(`aws.region: found "${aws.region}", expected an AWS region such as eu-central-1`);
  else if (aws.region.startsWith('cn-'))
    faults.push(
      `aws.region: found "${aws.region}"; AWS has no SES there, so no report could be mailed. Expected a region outside China`,
    );
  else if (aws.region.startsWith('us-gov-'))
    faults.push(
      `aws.region: found "${aws.region}"; AWS has no Lambda function URLs there, so no reader could unsubscribe. Expected a region outside GovCloud`,
    );
  else if (!aws.allow_region && !durableRegions.has(aws.region))
    faults.push(
      `aws.region: found "${aws.region}", where Lambda has no durable functions as far as this version knows; expected one of ${[...durableRegions].join(', ')}. If AWS has opened it since: aws.allow_region: true`,
    );
  if (aws.key_arn !== undefined && aws.key_arn.split(':')[3] !== aws.region)
    faults.push(`aws.key_arn: found a key in ${aws.key_arn.split(':')[3] ?? ''}, expected one in ${aws.region}`);
  if (costTag in aws.tags)
    faults.push(`aws.tags: found "${costTag}", which the stack sets itself; expected another key`);
  if (Object.keys(aws.tags).length > 40)
    faults.push(`aws.tags: found ${Object.keys(aws.tags).length}, expected at most 40: AWS takes 50, CDK adds its own`);
  return faults;
}

function recipientFaults({ reports }: Configuration): string[] {
  return reports.flatMap(({ recipients }, i) => {
    const groups = Array.isArray(recipients)
      ? [['', recipients] as const]
      : Object.entries(recipients).map(([slice, list]) => [`.${slice}`, list] as const);
    const total = groups.reduce((sum, [, list]) => sum + list.length, 0);
    return [
      ...groups
        .filter(([, list]) => list.length > limits.recipientsOfGroup)
        .map(
          ([slice, list]) =>
            `reports[${i}].recipients${slice}: found ${list.length} addresses, expected at most ${limits.recipientsOfGroup}; give a mailing list its own address instead`,
        ),
      ...(total > limits.recipientsOfReport
        ? [
            `reports[${i}].recipients: found ${total} addresses in all, expected at most ${limits.recipientsOfReport} for one report`,
          ]
        : []),
      ...groups.flatMap(([slice, list]) =>
        list
          .filter((address) => /[*?]/.test(address))
          .map(
            (address) => `reports[${i}].recipients${slice}: found "${address}", expected an address without wildcards`,
          ),
      ),
    ];
  });
}

const addressOf = (sender: string): string => /<([^>]+)>/.exec(sender)?.[1] ?? sender;
const unowned = /(?:^|[@.])(?:localhost|localdomain|invalid|test|local|internal)$/i;
const isExample = (address: string): boolean => /[@.]example(?:\.(?:com|net|org))?$/i.test(address);

/** SES sends for verified domains only, and some domains can never be verified. */
function senderFaults({ delivery }: Configuration): string[] {
  const address = addressOf(delivery.from);
  if (!/^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(address))
    return [
      `delivery.from: found "${delivery.from}", expected a sender such as Support metrics <metrics@yourcompany.com>`,
    ];
  return unowned.test(address)
    ? [
        `delivery.from: found "${address}", expected a sender whose domain SES can verify for you, such as metrics@yourcompany.com`,
      ]
    : [];
}

/**
 * A local time that clocks skip in spring never comes, and the scheduler then leaves the run out. Looks at every due day of ten
 * years.
 */
export function gapFaults(schedule: Schedule, zone: string, path: string): string[] {
  const second = schedule.hour * 3600 + schedule.minute * 60;
  const isDue = (date: Date): boolean =>
    schedule.kind === 'weekly'
      ? weekdays[(date.getUTCDay() + 6) % 7] === schedule.weekday
      : date.getUTCDate() === schedule.day;
  for (let day = dayNumber(2026, 1, 1); day < dayNumber(2036, 1, 1); day++) {
    const date = new Date(day * 86_400_000);
    if (!isDue(date) || secondOfDay(instantOf(day, second, zone), zone) === second) continue;
    const time = [schedule.hour, schedule.minute].map((part) => String(part).padStart(2, '0')).join(':');
    return [
      `${path}: found ${time}, which clocks in ${zone} skip on ${date.toISOString().slice(0, 10)}; expected a time that every day has`,
    ];
  }
  return [];
}
