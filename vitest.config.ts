import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/machine/**', 'node_modules/**'],
    server: { deps: { inline: ['dt-sql-parser'] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
