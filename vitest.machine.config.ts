import { defineConfig } from 'vitest/config';

/** Tests against real counterparts: a browser, Request Tracker, mail servers, Trino, Iceberg, the incident log. .ci/run installs them. */
export default defineConfig({
  test: {
    include: ['test/machine/**/*.test.ts'],
    server: { deps: { inline: ['dt-sql-parser'] } },
    testTimeout: 600_000,
    hookTimeout: 900_000,
    pool: 'forks',
    // two at a time: one mostly waits for its counterpart
    maxWorkers: 2,
    reporters: ['verbose'],
  },
});
