import type { Template } from 'aws-cdk-lib/assertions';
import { plain, resourcesOf } from './template.ts';

/** A metric value of one hour; `hour` 0 is the latest. */
export interface Point {
  readonly metric: string;
  readonly value: number;
  readonly hour?: number;
  readonly dimensions?: Readonly<Record<string, string>>;
}
/** A line of a log: of which function (the beginning of its log group's id), and what it says. */
export interface Line {
  readonly log: string;
  readonly says: Readonly<Record<string, unknown>>;
  readonly hour?: number;
}

interface MetricStat {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface AlarmProperties extends MetricStat {
  readonly AlarmName: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: { Metric: MetricStat; Period: number };
  }[];
}

/**
 * The names of the alarms that are in ALARM, by the documented rules: filters make values of log lines, values are summed by
 * period, an alarm needs every one of its periods to breach, and a period without data is what TreatMissingData says.
 */
export function alarming(
  template: Template,
  { lines = [], points = [] }: { lines?: readonly Line[]; points?: readonly Point[] },
): string[] {
  const made = [...points, ...lines.flatMap((line) => pointsOf(template, line))];
  return Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties as unknown as AlarmProperties)
    .filter((alarm) => isAlarming(alarm, made))
    .map(({ AlarmName }) => AlarmName.replace(/^casebook-/, ''));
}

function isAlarming(alarm: AlarmProperties, points: readonly Point[]): boolean {
  const hours =
    (alarm.Period ?? alarm.Metrics?.find(({ MetricStat: stat }) => stat)?.MetricStat?.Period ?? 3600) / 3600;
  return Array.from({ length: alarm.EvaluationPeriods }, (_, period) => {
    const isIn = ({ hour = 0 }: Point): boolean => hour >= period * hours && hour < (period + 1) * Math.max(hours, 1);
    const sumOf = (stat: MetricStat): number | undefined => {
      const found = points.filter((point) => isIn(point) && isOf(point, stat));
      return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
    };
    const value = alarm.Metrics === undefined ? sumOf(alarm) : expression(alarm.Metrics, sumOf);
    if (value === undefined) return alarm.TreatMissingData === 'breaching';
    return alarm.ComparisonOperator === 'LessThanThreshold' ? value < alarm.Threshold : value >= alarm.Threshold;
  }).every(Boolean);
}

/** Sums of FILL(id, 0), which is all that the stack's expressions are. */
function expression(
  metrics: NonNullable<AlarmProperties['Metrics']>,
  sumOf: (stat: MetricStat) => number | undefined,
): number {
  const text = metrics.find(({ Expression }) => Expression !== undefined)?.Expression ?? '';
  const ids = text.split(' + ').map((part) => /^FILL\((\w+), 0\)$/.exec(part)?.[1]);
  if (ids.includes(undefined)) throw new Error(`An expression that the test does not know: ${text}`);
  return ids.reduce((sum, id) => sum + (sumOf(metrics.find(({ Id }) => Id === id)!.MetricStat!.Metric) ?? 0), 0);
}

const isOf = (point: Point, { MetricName, Dimensions = [] }: MetricStat): boolean =>
  point.metric === MetricName &&
  Dimensions.every(({ Name, Value }) =>
    plain(Value)
      .replace(/^<|>$/g, '')
      .startsWith(point.dimensions?.[Name] ?? '\0'),
  );

/** What the metric filters of a log group make of a line. */
function pointsOf(template: Template, { log, says, hour = 0 }: Line): Point[] {
  return Object.values(resourcesOf(template, 'AWS::Logs::MetricFilter')).flatMap(({ Properties }) => {
    const { FilterPattern, LogGroupName, MetricTransformations } = Properties as unknown as {
      FilterPattern: string;
      LogGroupName: unknown;
      MetricTransformations: { MetricName: string; MetricValue: string }[];
    };
    if (!plain(LogGroupName).startsWith(`<${log}`)) return [];
    const terms = [...FilterPattern.matchAll(/\$\.(\w+) = "([^"]*)"/g)];
    const fits = ([, field = '', wanted = '']: RegExpExecArray): boolean =>
      new RegExp(`^${wanted.replaceAll('*', '.*')}$`).test(String(says[field]));
    if (terms.length === 0 || !terms.every(fits)) return [];
    return MetricTransformations.map(({ MetricName, MetricValue }) => ({
      metric: MetricName,
      value: MetricValue.startsWith('$.') ? Number(says[MetricValue.slice(2)]) : Number(MetricValue),
      hour,
    }));
  });
}
