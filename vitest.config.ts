import { defineConfig } from 'vitest/config';

/** Folders whose tests change nothing that another could see, neither environment nor process: their files share a worker and its modules. */
const pure =
  `adapters architecture bench config connectors events facts files infra knowledge lake load metrics operate report run
  sandbox stats time`
    .split(/\s+/)
    .map((folder) => `test/${folder}/**/*.test.ts`);

/** Every combination, every instant, every order: the gate runs them (.ci/run), and `npm run test:all`; npm test has their smaller siblings. */
const sweeps =
  `architecture/typos config/every-key connectors/faults functions/cli/kill functions/cli/written-to-the-end
  metrics/hiding metrics/hostile-clocks metrics/twice run/crash run/mail-schedules run/source-schedules sandbox/all-vendors-agree
  connectors/bad-input connectors/tampered functions/cli/first-preview functions/cli/machine-faults sandbox/hiding-by-source
  sandbox/servicenow-metrics`
    .split(/\s+/)
    .map((name) => `test/${name}.test.ts`);

const never = ['test/machine/**', 'node_modules/**'];

export default defineConfig({
  test: {
    server: { deps: { inline: ['dt-sql-parser'] } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // one worker a core: the default leaves one of two idle
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'pure', include: pure, exclude: [...never, ...sweeps], isolate: false } },
      {
        extends: true,
        test: { name: 'isolated', include: ['test/**/*.test.ts'], exclude: [...never, ...pure, ...sweeps] },
      },
      { extends: true, test: { name: 'sweeps', include: sweeps } },
    ],
  },
});
