import { z } from 'zod';
import { ConflictError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { writeIf } from '../../state.ts';

const Lease = z.object({ run: z.string(), expires_s: z.number() });
const ttl_s = 60;

export interface Held {
  /** Prolongs the lease when a third of it is used. Loses quietly: the conditional state decides who wins. */
  heartbeat(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Keeps two runs of one source apart. A run that was killed holds on for a minute at most: the next one waits for that, or
 * takes over at once when the caller knows that it is alone (`takeOver`, the embedded home locks its folder).
 * @throws ConflictError when the other run is alive, with its name
 */
export async function lease(
  source: string,
  run: string,
  ports: Pick<Ports, 'state' | 'clock' | 'pause'>,
  takeOver = false,
): Promise<Held> {
  const key = `leases/source-${source}.json`;
  let version: string | undefined;
  let until_s = 0;
  const claim = async (expected: string | null): Promise<boolean> => {
    const now_s = ports.clock.now_s();
    const value = JSON.stringify({ run, expires_s: now_s + ttl_s } satisfies z.output<typeof Lease>);
    const made = await writeIf(ports.state, key, value, expected);
    if (made !== undefined) {
      version = made;
      until_s = now_s + ttl_s;
    }
    return made !== undefined;
  };
  for (let tries = 0, mine = false; !mine; tries++) {
    const found = await ports.state.read(key);
    const holder = found ? Lease.safeParse(JSON.parse(found.value)).data : undefined;
    const rest_s = holder ? holder.expires_s - ports.clock.now_s() : 0;
    if (holder && holder.run !== run && rest_s > 0 && !takeOver) {
      if (tries > 8)
        throw new ConflictError(`Run ${holder.run} is pulling ${source} right now. Wait until it has finished.`);
      await ports.pause.sleep(Math.min(rest_s, 8) * 1000);
      continue;
    }
    mine = await claim(found?.version ?? null);
  }
  return {
    async heartbeat() {
      if (version === undefined || ports.clock.now_s() < until_s - (ttl_s * 2) / 3) return;
      if (!(await claim(version))) version = undefined;
    },
    async release() {
      if (version !== undefined) await ports.state.remove(key, version);
      version = undefined;
    },
  };
}
