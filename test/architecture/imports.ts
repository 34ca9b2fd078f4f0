import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/** One import of one file: what it names, whether it is a file of ours, and whether only types cross. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

export const sourceFiles = (folders: readonly string[]): readonly string[] =>
  globSync(folders.map((folder) => `${folder}/**/*.ts`))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.d.ts'))
    .sort();

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\s+from\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

export function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const found = [
    ...[...text.matchAll(statement)].map((match) => ({ name: match[2] ?? '', typeOnly: match[1] !== undefined })),
    ...[...text.matchAll(dynamic)].map((match) => ({ name: match[1] ?? '', typeOnly: false })),
  ];
  return found.map(({ name, typeOnly }) => {
    const ours = name.startsWith('.');
    return {
      from: file,
      to: ours ? posix.normalize(posix.join(posix.dirname(file), name)) : packageOf(name),
      ours,
      typeOnly,
    };
  });
}

function packageOf(name: string): string {
  const bare = name.replace(/^node:/, '');
  if (name.startsWith('node:') || builtinModules.includes(bare)) return `node:${bare}`;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
