import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts one finding of cdk-nag at one construct and what is below it, with the reason in one line. */
export function acknowledge(at: IConstruct, id: string, reason: string): void {
  Validations.of(at).acknowledge({ id, reason });
}
