import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly integrity?: string;
  readonly inBundle?: boolean;
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Readonly<Record<string, Locked>>;
};
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** SPDX names; each may be used, bundled and passed on with nothing but its notice, MPL-2.0 with its own files' source. */
const permitted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT AND OFL-1.1',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  '(MIT OR CC0-1.0)',
  '(MIT OR EUPL-1.1+)',
  '(MIT OR GPL-3.0-or-later)',
  // slick, below mjml: MIT with the address of its text
  'MIT (http://mootools.net/license.txt)',
]);

describe('the dependency tree', () => {
  it('has a licence that permits its use, each package', () => {
    expect(locked.filter(([, { license }]) => !permitted.has(license ?? '')).map(([path]) => path)).toEqual([]);
  });

  it('runs a script at installation only for Node itself and the bundler', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
    expect(scripted).toEqual(['node_modules/esbuild', 'node_modules/node']);
  });

  it('is pinned by content: every package has a hash', () => {
    const loose = locked.filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true);
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});
