import type { Context } from 'aws-lambda';
import { MeasureEnv, readEnv } from '../../shared/env.ts';
import { maintain } from '../../shared/operate/maintain.ts';
import { portsOf, warehouseAt } from '../aws.ts';

const env = readEnv(MeasureEnv);

export const handler = (_event: unknown, context: Context) =>
  maintain(portsOf({ warehouse: warehouseAt(env, context) }));
