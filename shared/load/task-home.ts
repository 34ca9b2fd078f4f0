import type { Configuration } from '../config/configuration.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Ports } from '../ports.ts';

/** What the tasks of a run need: a Lambda has the ports of its own task only, the embedded home has all. */
export interface TaskHome {
  readonly ports: Ports;
  readonly configuration: Configuration;
  readonly connectors: readonly Connector[];
  /** Epoch seconds by which one call must return; none in the embedded home. */
  readonly deadline_s?: () => number;
}
