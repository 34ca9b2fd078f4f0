import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const registries = [
  'shared/connectors/helpdesks',
  'shared/connectors/inputs',
  'shared/metrics/catalogue',
  'shared/report/sections',
  'shared/report/reports',
];

describe('a registry', () => {
  for (const folder of registries) {
    it(`${folder}/all.ts names every file of its folder, in order`, () => {
      expect(existsSync(`${folder}/all.ts`), `${folder}/all.ts`).toBe(true);
      const files = readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && name !== 'all.ts')
        .sort();
      const lines = readFileSync(`${folder}/all.ts`, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('export * from'))
        .map((line) => /'\.\/(.+)'/.exec(line)?.[1]);
      const missing = files.filter((name) => !lines.includes(name));
      expect(missing, `files without a line in ${folder}/all.ts`).toEqual([]);
      expect(lines).toEqual([...lines].sort((a = '', b = '') => (a < b ? -1 : 1)));
    });
  }
});

describe('the tree', () => {
  it('has no default exports, enums or machine paths', () => {
    const wrong: string[] = [];
    const visit = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) visit(path);
        else if (entry.name.endsWith('.ts')) {
          const text = readFileSync(path, 'utf8');
          if (/^export default /m.test(text)) wrong.push(`${path}: default export`);
          if (/^(export )?(const )?enum /m.test(text)) wrong.push(`${path}: enum`);
          if (
            /(^|[^A-Za-z0-9_.-])\/(work|root)\//.test(text.replaceAll('registries.test.ts', '')) &&
            !path.endsWith('registries.test.ts')
          )
            wrong.push(`${path}: a path of one machine`);
        }
      }
    };
    for (const folder of ['shared', 'functions', 'infra', 'test']) visit(folder);
    expect(wrong).toEqual([]);
  });
});
