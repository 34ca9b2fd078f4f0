import { spawnSync } from 'node:child_process';
import { athenaHome, type AthenaHome } from './athena-home.ts';
import { trinoEngine } from './trino-engine.ts';

/** A Trino server that answers, or the sentence that says why there is none. */
export type TrinoServer =
  | { readonly url: string; readonly tables: 'iceberg' | 'memory'; readonly about: string; stop(): void }
  | { readonly url: undefined; readonly about: string; stop(): void };

/**
 * Starts Trino by test/machine/trino/up.sh. `version`: a release of Trino, for one whose server Maven Central has. The environment's
 * TRINO_URL names a server that runs already and has an Iceberg catalogue "lake".
 */
export function trinoServer(port: number, version?: string): TrinoServer {
  const given = process.env.TRINO_URL;
  if (given !== undefined) return { url: given, tables: 'iceberg', about: `the server ${given}`, stop: () => {} };
  const words = [String(port), ...(version === undefined ? [] : [version])];
  const { stdout, stderr } = spawnSync('test/machine/trino/up.sh', words, { encoding: 'utf8' });
  const told = Object.fromEntries(stdout.split('\n').map((line) => line.split('='))) as Record<string, string>;
  const about = stderr.trim().split('\n').at(-1) ?? '';
  const { TRINO_URL: url, TRINO_PID: pid, TRINO_TABLES: tables } = told;
  if (url === undefined || (tables !== 'iceberg' && tables !== 'memory'))
    return { url: undefined, about, stop: () => {} };
  return { url, tables, about, stop: () => void process.kill(Number(pid)) };
}

/** The Athena adapter with Trino behind it. `folder`: another home's, whose lake it shares. */
export const trinoHome = (url: string, schema: string, folder?: string): Promise<AthenaHome> =>
  athenaHome((own, place) => trinoEngine({ url, schema: own, folder: place }), schema, folder);
