import { noData } from './answer.ts';
import type { Metric } from './about-tickets.ts';

/** The made-up organisation has no promises in its helpdesk: nothing is computed of them. */
const nobodyPromised: Metric = () => [[{}, noData('no_input:sla_results')]];
export const aboutPromises: Readonly<Record<string, Metric>> = {
  sla_attainment: nobodyPromised,
  sla_overrun_p80: nobodyPromised,
};
