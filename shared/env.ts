import { z } from 'zod';
import { ConfigurationError } from './errors.ts';

const given = (what: string) => z.string({ error: what }).min(1, { error: what });

const buckets = {
  LAKE_BUCKET: given('the bucket of raw/, staged/, tables/, results/ and reports/'),
  STATE_BUCKET: given('the bucket of cursors, leases, run records and the send ledger'),
};
const athena = {
  DATABASE: given('the Glue database of the tables'),
  WORK_GROUP: given('the Athena work group'),
};
const inputs = { INPUTS_BUCKET: given('the bucket where people drop files') };
const secrets = { SECRET_PREFIX: given('what the names of this stack’s secrets begin with, such as casebook/') };
const mail = {
  CONFIGURATION_SET: given('the SES configuration set'),
  UNSUBSCRIBE_URL: given('the address of the unsubscribe endpoint'),
};

/** What each function is told about the stack it lives in: written by the stack, read by the handler, nothing else. */
export const RunEnv = z.object({
  ...buckets,
  PULL_FUNCTION: given('the function that pulls'),
  LOAD_FUNCTION: given('the function that loads'),
  MEASURE_FUNCTION: given('the function that measures'),
  DELIVER_FUNCTION: given('the function that renders and sends'),
  MAINTAIN_FUNCTION: given('the function that tidies the tables'),
});
export const PullEnv = z.object({ ...buckets, ...inputs, ...secrets });
export const LoadEnv = z.object({ ...buckets, ...inputs, ...athena });
export const MeasureEnv = z.object({ ...buckets, ...athena });
export const MaintainEnv = z.object({ LAKE_BUCKET: buckets.LAKE_BUCKET, ...athena });
export const DeliverEnv = z.object({ ...buckets, ...secrets, ...mail });
export const FeedbackEnv = z.object({ STATE_BUCKET: buckets.STATE_BUCKET });
export const UnsubscribeEnv = z.object({ STATE_BUCKET: buckets.STATE_BUCKET, ...secrets });

/**
 * Reads a function's environment.
 * @throws ConfigurationError that names every variable that is missing
 */
export function readEnv<S extends z.ZodType>(
  schema: S,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): z.output<S> {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    'The function was deployed without all of its environment. Deploy the stack again.',
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: found nothing, expected ${issue.message}`),
  );
}

/** The same for the stack: a variable that is forgotten or misspelt does not compile. Values may be tokens. */
export function writeEnv<S extends z.ZodType<Record<string, string>>>(
  _schema: S,
  values: z.input<S>,
): Record<string, string> {
  return values as Record<string, string>;
}
