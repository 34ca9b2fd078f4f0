import { join, sep } from 'node:path';
import { InternalError } from '../../errors.ts';

/** The file of an object: every segment of the key is kept readable, characters that some file system refuses are %-encoded. */
export function pathOfKey(root: string, key: string): string {
  const segments = key.split('/');
  if (segments.some((segment) => segment === '')) {
    throw new InternalError(`Object key: found "${key}", expected segments between single slashes.`);
  }
  return join(root, ...segments.map(encoded));
}

/** The key of a path below the root, as pathOfKey made it. */
export const keyOfPath = (relative: string): string => relative.split(sep).map(decodeURIComponent).join('/');

const encoded = (segment: string): string =>
  encodeURIComponent(segment)
    .replaceAll(/%(20|2C|3D|40|2B)/g, (code) => decodeURIComponent(code))
    .replaceAll(/[*'()!~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));
