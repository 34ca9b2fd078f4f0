import { counted } from '../../shared/counted.ts';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { umask } from 'node:process';
import { codeOf, sweep } from '../../shared/adapters/embedded/atomic-file.ts';
import { envSecrets } from '../../shared/adapters/embedded/env-secrets.ts';
import { folderFiles } from '../../shared/adapters/embedded/folder-files.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { outboxMailer } from '../../shared/adapters/embedded/outbox-mailer.ts';
import { systemClock, systemPause } from '../../shared/adapters/embedded/system-clock.ts';
import { http } from '../../shared/adapters/http.ts';
import type { Configuration } from '../../shared/config/configuration.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { ConfigurationError, ConflictError } from '../../shared/errors.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { otherRulesText, sourcesOfOtherRules } from '../../shared/load/changed-rules.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { remembering } from '../../shared/run/remembering.ts';
import { known } from '../../shared/run/registry.ts';
import { finishReplay, replayMarker } from '../../shared/load/replay.ts';
import type { Clock, Mailer, Ports, Secrets } from '../../shared/ports.ts';
import type { Arguments } from './command.ts';
import { requireKnownForm, stateForm } from './data-form.ts';
import { machineFault } from './machine-fault.ts';
import { progress, say, terminalLog } from './terminal.ts';
import { madeUpMark, placesOf, readEnvironmentOf, type Places } from './workspace.ts';

export { connectors };
export const connectorTitles: Readonly<Record<string, string>> = Object.fromEntries(
  connectors.map(({ id, title }) => [id, title]),
);

/** The embedded home of one command: configuration, adapters over the data folder, and where things lie. */
export interface Home {
  readonly configuration: Configuration;
  readonly configFile: string;
  readonly dataFolder: string;
  readonly outFolder: string;
  /** Its organisation is the one that casebook demo makes up. */
  readonly isMadeUp: boolean;
  readonly ports: Ports;
  close(): Promise<void>;
}

/** Reads and checks the configuration file. @throws ConfigurationError */
export async function configurationAt(file: string): Promise<Configuration> {
  readEnvironmentOf(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      codeOf(cause) === 'ENOENT'
        ? `There is no configuration at ${file}. casebook init writes one; --config FILE names another.`
        : `The configuration ${file} cannot be read: ${machineFault(cause) ?? String(cause)}`,
      [],
      { cause },
    );
  }
  return readConfiguration(text, file, known);
}

/** What a command does with its home. One that reads works in a read-only folder, and while another one writes. */
export type Access = 'read' | 'write';

/** Opens the embedded home, finishing a replay that was killed. `clock` stands still for the demo and for time travel. */
export async function openHome(
  places: Places,
  { clock = systemClock, access = 'write' }: { readonly clock?: Clock; readonly access?: Access } = {},
): Promise<Home> {
  const configuration = await configurationAt(places.config);
  const dataFolder = resolve(places.data);
  await requireKnownForm(dataFolder);
  const lakeFolder = join(dataFolder, 'lake');
  const outbox = join(dataFolder, 'outbox');
  const state = folderState(join(dataFolder, 'state'));
  const secrets = envSecrets();
  const { memory_mb } = configuration.engine;
  const settings = { file: join(dataFolder, 'casebook.duckdb'), lake: lakeFolder, memory_mb };
  // Tables that a replay has emptied are no answer to anything: it is finished first.
  const isReading = access === 'read' && (await state.read(replayMarker)) === undefined;
  if (!isReading) await makePrivate(dataFolder);
  // the engine is loaded where it is opened, and mail where it is sent: help and advice need neither
  const { duckdbWarehouse } = await import('../../shared/adapters/embedded/duckdb-warehouse.ts');
  const { readingWarehouse } = await import('../../shared/adapters/embedded/reading.ts');
  const warehouse = isReading
    ? await readingWarehouse(settings, allTables, { temporary: tmpdir(), pause: systemPause })
    : await patiently(() => duckdbWarehouse(settings));
  try {
    if (!isReading) {
      await warehouse.migrate(allTables);
      await stateForm(dataFolder);
    }
    const ports: Ports = {
      clock,
      lake: folderLake(lakeFolder),
      state,
      warehouse: remembering(warehouse),
      mailer: isReading ? outboxMailer(outbox) : await mailerOf(configuration, secrets, outbox),
      secrets,
      http,
      files: folderFiles(dirname(resolve(places.config))),
      pause: systemPause,
      log: terminalLog,
    };
    await finishInterruptedReplay(ports, configuration);
    let closed: Promise<void> | undefined;
    return {
      configuration,
      configFile: places.config,
      dataFolder,
      outFolder: resolve(places.out),
      isMadeUp: (await readFile(places.config, 'utf8')).startsWith(madeUpMark),
      ports,
      close: () => (closed ??= warehouse.close()),
    };
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

/** What is kept is for its owner alone, whatever the umask says; what killed commands left unfinished goes. */
async function makePrivate(dataFolder: string): Promise<void> {
  umask(0o077);
  await mkdir(dataFolder, { recursive: true });
  await chmod(dataFolder, 0o700);
  for (const root of ['lake', 'state', 'outbox', '.']) await sweep(join(dataFolder, root), systemClock.now_s() * 1000);
}

/** A command that was just killed frees the data folder within moments: waits for that, not for a command at work. */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === 15) throw error;
      await systemPause.sleep(200);
    }
  }
}

/** Opens the home of a command, and closes it whatever happens. */
export async function withHome<T>(given: Arguments, access: Access, work: (home: Home) => Promise<T>): Promise<T> {
  const home = await openHome(placesOf(given), { access });
  try {
    return await work(home);
  } finally {
    await home.close();
  }
}

/** That the configuration is not the one by which what is stored was loaded, in one sentence; undefined: it is. */
export async function otherRules({ ports, configuration }: Home): Promise<string | undefined> {
  const sources = configuration.sources.map(({ id }) => id);
  return otherRulesText(await sourcesOfOtherRules(sources, loadDeps({ ports, configuration, connectors })));
}

/** A replay that was killed has left tables half empty: no command may read them before it is finished. */
async function finishInterruptedReplay(ports: Ports, configuration: Configuration): Promise<void> {
  if ((await ports.state.read(replayMarker)) === undefined) return;
  say('A replay was interrupted; finishing it first.');
  for (const { source, tickets } of (await finishReplay(loadDeps({ ports, configuration, connectors }))) ?? [])
    progress(`Rebuilt ${source}: ${counted(tickets, 'ticket')} derived`, true);
}

/** SMTP where the configuration names a server; else the outbox folder. */
async function mailerOf(configuration: Configuration, secrets: Secrets, outbox: string): Promise<Mailer> {
  const { smtp } = configuration.delivery;
  if (smtp === undefined) return outboxMailer(outbox);
  const read = async (reference: string | undefined): Promise<string | undefined> =>
    reference === undefined ? undefined : secrets.get(reference.replace(/^\$\{(?:env|secret):|\}$/g, ''));
  const [user, password] = [await read(smtp.user), await read(smtp.password)];
  if (!smtp.tls)
    say(`Note: delivery.smtp.tls is false: mail and password travel to ${smtp.host}:${smtp.port} in clear.`);
  const { smtpMailer } = await import('../../shared/adapters/embedded/smtp-mailer.ts');
  return smtpMailer({
    host: smtp.host,
    port: smtp.port,
    tls: !smtp.tls ? 'none' : smtp.port === 465 ? 'implicit' : 'required',
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  });
}
