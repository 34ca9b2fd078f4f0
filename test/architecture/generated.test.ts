import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../shared/run/generated.ts';

describe('a generated file', () => {
  for (const [path, text] of generatedFiles()) {
    it(`${path} is what the definitions say now (npm run generate)`, () => {
      expect(existsSync(path), path).toBe(true);
      expect(readFileSync(path, 'utf8') === text, `${path} is stale: npm run generate`).toBe(true);
    });
  }
});
