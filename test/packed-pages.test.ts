import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';

/** Files that npm would put into the archive; what the build adds to them is not asked for here. */
function packed(): ReadonlySet<string> {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
  const [archive] = JSON.parse(stdout.slice(stdout.indexOf('['))) as { files: { path: string }[] }[];
  return new Set(archive?.files.map(({ path }) => path));
}

it('every page of the package leads only to pages that are in it', () => {
  const files = packed();
  const pages = [...files].filter((path) => path.endsWith('.md'));
  const lost = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].flatMap(([, link = '']) => {
      if (/^[a-z]+:/.test(link)) return [];
      const target = posix.normalize(posix.join(posix.dirname(page), link));
      return files.has(target) ? [] : [`${page}: ${link}`];
    }),
  );
  expect(pages.length).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});
