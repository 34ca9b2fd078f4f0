import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/machine/**', 'node_modules/**'],
    server: { deps: { inline: ['dt-sql-parser'] } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // one worker a core: the default leaves one of two idle
    maxWorkers: '100%',
  },
});
