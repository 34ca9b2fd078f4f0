import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * The drawing engine and its two fonts, read from the installed packages. A Lambda bundle has no node_modules: the bundler swaps
 * this file for one that carries the same bytes (infra/bundle.ts).
 */
const require = createRequire(import.meta.url);
const bytesOf = (path: string): Uint8Array => readFileSync(require.resolve(path));

export const resvgWasm = (): Uint8Array => bytesOf('@resvg/resvg-wasm/index_bg.wasm');
export const fonts = (): readonly Uint8Array[] => [
  bytesOf('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  bytesOf('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
];
