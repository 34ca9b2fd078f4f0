import { expect, it } from 'vitest';
import { dearest, flameGraph, readProfile, type CpuProfile } from './flame-graph.ts';

const call = (id: number, functionName: string, line: number, children: readonly number[] = []) => ({
  id,
  callFrame: { functionName, url: functionName.startsWith('(') ? '' : 'file:///app/a<b>.ts', lineNumber: line - 1 },
  children,
});

// main calls read and write, write calls read: read is dear in two places
const profile: CpuProfile = {
  nodes: [
    call(1, '(root)', 0, [2, 6]),
    call(2, 'main', 1, [3, 4]),
    call(3, 'read', 5),
    call(4, 'write', 9, [5]),
    call(5, 'read', 5),
    call(6, '(idle)', 0),
  ],
  samples: [3, 3, 5, 4, 2, 6],
  timeDeltas: [1000, 2000, 4000, 8000, 16_000, 500_000],
};

it('a profile tells the functions by their own time, wherever they were called from, without the waiting', () => {
  const root = readProfile(profile, '/app/');
  expect(root.total_ms).toBe(31);
  expect(dearest(root, 3)).toEqual([
    { at: 'main a<b>.ts:1', self_ms: 16, share: 16 / 31 },
    { at: 'write a<b>.ts:9', self_ms: 8, share: 8 / 31 },
    { at: 'read a<b>.ts:5', self_ms: 7, share: 7 / 31 },
  ]);
});

it('a flame graph has a box a call, as wide as its time, and escapes names', () => {
  const svg = flameGraph(readProfile(profile, '/app/'), 'load');
  const boxes = [...svg.matchAll(/<title>([^<]*)<\/title><rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g)];
  expect(boxes.map(([, title, , y, width]) => [title, Number(y), Number(width)])).toEqual([
    ['all: 31 ms, 100.0 %', 30, 1600],
    ['main a&lt;b&gt;.ts:1: 31 ms, 100.0 %', 47, 1600],
    ['write a&lt;b&gt;.ts:9: 12 ms, 38.7 %', 64, 619.4],
    ['read a&lt;b&gt;.ts:5: 4 ms, 12.9 %', 81, 206.5],
    ['read a&lt;b&gt;.ts:5: 3 ms, 9.7 %', 64, 154.8],
  ]);
});
