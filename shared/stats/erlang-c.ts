/** Work that queues: arrivals in an interval, how long each takes, and what callers are promised. */
export interface Queue {
  readonly arrivals: number;
  readonly interval_s: number;
  readonly handle_s: number;
  /** This share is answered within answer_s. */
  readonly service_level: number;
  readonly answer_s: number;
  /** People are busy for at most this share of the time. */
  readonly occupancy: number;
}

/** Chance that somebody who comes has to wait, with `agents` people for `load` erlangs (Erlang 1917); 1 when they cannot keep up. */
export function chanceToWait(agents: number, load: number): number {
  if (agents <= load) return 1;
  let blocked = 1; // Erlang B, by its recursion
  for (let n = 1; n <= agents; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / agents) * (1 - blocked));
}

/** The fewest people at their desks who keep the service level and are not busier than allowed. */
export function agentsFor({ arrivals, interval_s, handle_s, service_level, answer_s, occupancy }: Queue): number {
  const load = (arrivals * handle_s) / interval_s;
  if (load === 0) return 0;
  let agents = Math.max(1, Math.ceil(load / occupancy - 1e-9));
  const answered = (n: number): number =>
    n <= load ? 0 : 1 - chanceToWait(n, load) * Math.exp((-(n - load) * answer_s) / handle_s);
  while (answered(agents) < service_level) agents++;
  return agents;
}
