import { GetWorkGroupCommand, type AthenaClient } from '@aws-sdk/client-athena';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { ConfigurationError } from '../../errors.ts';
import { about, isUnsigned, noCredentials } from './aws-errors.ts';

/** The places of a deployed stack, found from its name: the schedule of the daily pull, its function, and that one's environment. */
export interface DeployedPlaces {
  readonly lake: string;
  readonly state: string;
  /** The function that mails. */
  readonly deliver: string;
  /** The bucket of Athena's answers. */
  readonly queries: string;
}

/** @throws ConfigurationError when there is no such stack in the region, or these credentials may not look */
export async function deployedPlaces(
  { name, schedule }: { readonly name: string; readonly schedule: string },
  {
    scheduler,
    lambda,
    athena,
  }: { readonly scheduler: SchedulerClient; readonly lambda: LambdaClient; readonly athena: AthenaClient },
): Promise<DeployedPlaces> {
  try {
    const daily = await scheduler.send(new GetScheduleCommand({ GroupName: name, Name: schedule }));
    const run = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: daily.Target?.Arn }));
    const group = await athena.send(new GetWorkGroupCommand({ WorkGroup: name }));
    const { LAKE_BUCKET: lake, STATE_BUCKET: state, DELIVER_FUNCTION: deliver = '' } = run.Environment?.Variables ?? {};
    const output = group.WorkGroup?.Configuration?.ResultConfiguration?.OutputLocation;
    const queries = /^s3:\/\/([^/]+)\//.exec(output ?? '')?.[1];
    if (lake !== undefined && state !== undefined && queries !== undefined) return { lake, state, queries, deliver };
    throw new ConfigurationError(
      `The stack ${name} names its buckets incompletely: found lake ${lake ?? 'none'}, state ${state ?? 'none'}, queries ${queries ?? 'none'}. Deploy it again.`,
    );
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    const { name: error, message } = about(cause);
    if (isUnsigned(cause)) throw new ConfigurationError(`T${noCredentials.slice(1)} (${message}).`, [], { cause });
    throw new ConfigurationError(
      `The stack ${name} was not found with these credentials in this region (${error}: ${message}). casebook doctor --aws says more.`,
      [],
      { cause },
    );
  }
}
