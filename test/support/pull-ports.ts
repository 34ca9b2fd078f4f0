import type { Http, Lake, Ports, State } from '../../shared/ports.ts';

/** Ports of a pull in memory: the clock moves only when somebody sleeps. */
export interface PullHome {
  readonly ports: Pick<Ports, 'clock' | 'lake' | 'state' | 'secrets' | 'http' | 'files' | 'pause' | 'log'>;
  readonly objects: Map<string, Uint8Array>;
  readonly kept: Map<string, { value: string; version: string }>;
  /** Everything that was logged, as text. */
  readonly lines: string[];
  readonly slept_s: () => number;
  readonly advance: (seconds: number) => void;
}

export function pullHome(
  http: Http,
  options: { readonly now_s?: number; readonly secrets?: Readonly<Record<string, string>> } = {},
): PullHome {
  let now = options.now_s ?? 1_790_812_800;
  let slept = 0;
  const objects = new Map<string, Uint8Array>();
  const kept = new Map<string, { value: string; version: string }>();
  const lines: string[] = [];
  let versions = 0;
  const lake: Lake = {
    put: (key, body, { ifAbsent = false } = {}) => {
      if (ifAbsent && objects.has(key)) return Promise.resolve('exists');
      objects.set(key, body);
      return Promise.resolve('written');
    },
    get: (key) => Promise.resolve(objects.get(key)),
    // oxlint-disable-next-line require-yield
    open: async function* (key) {
      const body = await Promise.resolve(objects.get(key));
      if (!body) throw new Error(`no ${key}`);
      yield body;
    },
    list: (prefix) => Promise.resolve([...objects.keys()].filter((key) => key.startsWith(prefix)).sort()),
    remove: (key) => Promise.resolve(void objects.delete(key)),
  };
  const state: State = {
    read: (key) => Promise.resolve(kept.get(key)),
    write: (key, value, expected) => {
      if ((kept.get(key)?.version ?? null) !== expected) return Promise.resolve(undefined);
      const version = String(++versions);
      kept.set(key, { value, version });
      return Promise.resolve(version);
    },
    list: (prefix) => Promise.resolve([...kept.keys()].filter((key) => key.startsWith(prefix)).sort()),
    remove: (key, expected) => {
      if (kept.get(key)?.version !== expected) return Promise.resolve(false);
      kept.delete(key);
      return Promise.resolve(true);
    },
  };
  const line = (event: string, fields: unknown): void => {
    lines.push(`${event} ${JSON.stringify(fields)}`);
  };
  return {
    ports: {
      clock: { now_s: () => Math.floor(now) },
      lake,
      state,
      http,
      secrets: {
        get: (name) => {
          const value = options.secrets?.[name];
          return value === undefined ? Promise.reject(new Error(`no secret ${name}`)) : Promise.resolve(value);
        },
      },
      files: {
        match: () => Promise.resolve([]),
        open: async function* () {
          yield await Promise.resolve(new Uint8Array());
        },
      },
      pause: {
        sleep: (ms) => {
          now += ms / 1000;
          slept += ms / 1000;
          return Promise.resolve();
        },
        random: () => 0.5,
      },
      log: { info: line, warn: line },
    },
    objects,
    kept,
    lines,
    slept_s: () => slept,
    advance: (seconds) => {
      now += seconds;
    },
  };
}
