import type { S3Client } from '@aws-sdk/client-s3';
import { InputError } from '../../errors.ts';
import type { Files } from '../../ports.ts';
import { s3Objects } from './s3-objects.ts';

/** The files that people drop into a bucket; paths are keys. */
export function s3Files(client: S3Client, bucket: string): Files {
  const objects = s3Objects(client, bucket);
  return {
    async match(patterns) {
      const found = new Map<string, number>();
      for (const pattern of patterns) {
        const wanted = matcher(pattern);
        for (const { key, size } of await objects.list(fixedPart(pattern)))
          if (!key.endsWith('/') && wanted.test(key)) found.set(key, size);
      }
      return [...found].map(([path, size]) => ({ path, size })).sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async *open(path) {
      const found = await objects.get(path);
      if (found === undefined)
        throw new InputError(`There is no file ${path} in the bucket ${bucket}. Copy it there and run again.`);
      yield* found.body;
    },
  };
}

const clean = (pattern: string): string => pattern.replace(/^(?:\.?\/)+/, '');
const fixedPart = (pattern: string): string => /^[^*?{]*/.exec(clean(pattern))?.[0] ?? '';

/** `*` and `?` stay inside one folder, `**` crosses folders, `{a,b}` is either. */
function matcher(pattern: string): RegExp {
  let depth = 0;
  const parts = clean(pattern).split(/(\*\*\/|\*\*|\*|\?|\{|\}|,)/);
  const text = parts.map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part === '{') return (depth++, '(?:');
    if (part === '}' && depth > 0) return (depth--, ')');
    if (part === ',' && depth > 0) return '|';
    return part.replaceAll(/[.+^$()|[\]\\{}]/g, '\\$&');
  });
  return new RegExp(`^${text.join('')}$`);
}
