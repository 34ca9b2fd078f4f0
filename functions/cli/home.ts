import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { envSecrets } from '../../shared/adapters/embedded/env-secrets.ts';
import { folderFiles } from '../../shared/adapters/embedded/folder-files.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { outboxMailer } from '../../shared/adapters/embedded/outbox-mailer.ts';
import { smtpMailer } from '../../shared/adapters/embedded/smtp-mailer.ts';
import { systemClock, systemPause } from '../../shared/adapters/embedded/system-clock.ts';
import { http } from '../../shared/adapters/http.ts';
import type { Configuration } from '../../shared/config/configuration.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { connectors } from '../../shared/pipeline/connectors.ts';
import { known } from '../../shared/pipeline/registry.ts';
import type { Clock, Mailer, Ports, Secrets } from '../../shared/ports.ts';
import type { Arguments } from './command.ts';
import { terminalLog } from './terminal.ts';

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
  readonly ports: Ports;
  close(): Promise<void>;
}

export interface Places {
  readonly config: string;
  readonly data: string;
  readonly out: string;
}
export const placesOf = (given: Arguments): Places => ({
  config: given.one('config') ?? 'casebook.yaml',
  data: given.one('data') ?? '.casebook',
  out: given.one('out') ?? 'out',
});

/** Reads and checks the configuration file. @throws ConfigurationError */
export async function configurationAt(file: string): Promise<Configuration> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      `There is no configuration at ${file}. casebook init writes one; --config FILE names another.`,
      [],
      { cause },
    );
  }
  return readConfiguration(text, file, known);
}

/** Opens the embedded home. `clock` stands still for the demo and for time travel. */
export async function openHome(places: Places, clock: Clock = systemClock): Promise<Home> {
  const configuration = await configurationAt(places.config);
  const dataFolder = resolve(places.data);
  const lakeFolder = join(dataFolder, 'lake');
  await mkdir(dataFolder, { recursive: true });
  const secrets = envSecrets();
  const warehouse = await duckdbWarehouse({ file: join(dataFolder, 'casebook.duckdb'), lake: lakeFolder });
  try {
    await warehouse.migrate(allTables);
    return {
      configuration,
      configFile: places.config,
      dataFolder,
      outFolder: resolve(places.out),
      ports: {
        clock,
        lake: folderLake(lakeFolder),
        state: folderState(join(dataFolder, 'state')),
        warehouse,
        mailer: await mailerOf(configuration, secrets, join(dataFolder, 'outbox')),
        secrets,
        http,
        files: folderFiles(dirname(resolve(places.config))),
        pause: systemPause,
        log: terminalLog,
      },
      close: () => warehouse.close(),
    };
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

/** Opens the home of a command, and closes it whatever happens. */
export async function withHome<T>(given: Arguments, work: (home: Home) => Promise<T>, clock?: Clock): Promise<T> {
  const home = await openHome(placesOf(given), clock);
  try {
    return await work(home);
  } finally {
    await home.close();
  }
}

/** SMTP where the configuration names a server; else the outbox folder. */
async function mailerOf(configuration: Configuration, secrets: Secrets, outbox: string): Promise<Mailer> {
  const { smtp } = configuration.delivery;
  if (smtp === undefined) return outboxMailer(outbox);
  const read = async (reference: string | undefined): Promise<string | undefined> =>
    reference === undefined ? undefined : secrets.get(reference.replace(/^\$\{(?:env|secret):|\}$/g, ''));
  const [user, password] = [await read(smtp.user), await read(smtp.password)];
  return smtpMailer({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls && smtp.port === 465,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  });
}
