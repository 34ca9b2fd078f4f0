import { describe, expect, it } from 'vitest';
import { metricVectors, themes } from '../../support/golden-metrics.ts';

describe('the vectors of golden.json about metrics', () => {
  it('belong to one theme each, and none is left out', () => {
    expect(Object.values(themes).flat().sort()).toEqual([...metricVectors].sort());
  });
});
