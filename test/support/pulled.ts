import { readConfiguration } from '../../shared/config/read.ts';
import type { Configuration } from '../../shared/config/configuration.ts';
import type { Connector } from '../../shared/connectors/connector.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import type { PullResult } from '../../shared/connectors/pull-result.ts';
import { load } from '../../shared/load/load.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { connectorOf, pullSource } from '../../shared/load/pull.ts';
import { reconcile, type Reconciled } from '../../shared/load/reconcile.ts';
import type { Value } from '../../shared/lake/table.ts';
import { temporaryHome, type TemporaryHome } from './home.ts';
import { memoryState } from './memory-state.ts';

const connectors: readonly Connector[] = Object.values(helpdesks);

/** A home that pulls one source for real: HTTP, raw pages, tables. */
export interface PullingHome {
  readonly home: TemporaryHome;
  readonly configuration: Configuration;
  /** Pulls until done, then loads. Fails when a stream did. */
  pull(run: string): Promise<PullResult>;
  /** Compares what was stored with what the helpdesk counts and lists. */
  reconcile(pulled: PullResult): Promise<Reconciled>;
  rows(sql: string): Promise<readonly Readonly<Record<string, Value>>[]>;
  close(): Promise<void>;
}

/** `now_s` is asked at every look at the clock. */
export async function pullingHome(
  text: string,
  options: { readonly secrets: Readonly<Record<string, string>>; readonly now_s: () => number },
): Promise<PullingHome> {
  const home = await temporaryHome({ secrets: options.secrets });
  // state in memory: a pull writes it after every page
  const ports = { ...home.ports, clock: { now_s: options.now_s }, state: memoryState() };
  const configuration = readConfiguration(text, 'casebook.yaml', {
    connectors: Object.fromEntries(connectors.map(({ id, configuration: schema }) => [id, schema])),
    metrics: [...text.matchAll(/metric: (\w+)/g)].map(([, id = '']) => id),
    reports: [...text.matchAll(/- \{ id: ([\w-]+), schedule/g)].map(([, id = '']) => id),
  });
  const source = configuration.sources[0]?.id ?? '';
  return {
    home,
    configuration,
    async pull(run) {
      for (;;) {
        const result = await pullSource({ source, run, takeOver: true }, ports, configuration, connectors);
        const failed = result.streams.filter(({ error }) => error !== null);
        if (failed.length > 0) throw new Error(failed.map(({ name, error }) => `${name}: ${error}`).join('; '));
        if (!result.done) continue;
        await load({ source, run }, loadDeps({ ports, configuration, connectors }));
        return result;
      }
    },
    async reconcile(pulled) {
      const settings = configuration.sources[0];
      const connector = settings && connectorOf(settings, connectors);
      if (connector?.kind !== 'api') throw new Error('The source is no helpdesk.');
      return reconcile(pulled, connector.bind(settings!), ports);
    },
    async rows(sql) {
      const { columns, rows } = await ports.warehouse.query('test', sql);
      return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
    },
    close: () => home.close(),
  };
}
