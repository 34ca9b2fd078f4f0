import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import { cataloguePage } from '../../shared/metrics/catalogue-page.ts';
import type { Metric } from '../../shared/metrics/model.ts';

const metrics = Object.values(catalogue) as Metric[];
const page = new URL('../../shared/metrics/CATALOGUE.md', import.meta.url);

describe('CATALOGUE.md', () => {
  it('is what the definitions say (npm run generate writes it)', () => {
    expect(readFileSync(page, 'utf8')).toBe(cataloguePage(metrics));
  });
  it('has a heading for every metric, once', () => {
    const text = cataloguePage(metrics);
    for (const { id } of metrics) expect(text.split(`\n### ${id}\n`)).toHaveLength(2);
  });
});
