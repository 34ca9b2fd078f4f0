import type { S3Client } from '@aws-sdk/client-s3';
import { InternalError } from '../../errors.ts';
import type { Lake } from '../../ports.ts';
import { bytesOf, s3Objects } from './s3-objects.ts';

/** The lake as a bucket. S3 is consistent: what was written is read by the next call. */
export function s3Lake(client: S3Client, bucket: string): Lake {
  const objects = s3Objects(client, bucket);
  return {
    async put(key, body, { ifAbsent = false, contentType } = {}) {
      return (await objects.put(key, body, { ifAbsent }, contentType)) === undefined ? 'exists' : 'written';
    },
    async get(key) {
      const found = await objects.get(key);
      return found === undefined ? undefined : bytesOf(found.body);
    },
    async *open(key) {
      const found = await objects.get(key);
      if (found === undefined) throw new InternalError(`There is no object ${key} in the lake (s3://${bucket}).`);
      yield* found.body;
    },
    list: async (prefix) => (await objects.list(prefix)).map(({ key }) => key),
    remove: async (key) => void (await objects.remove(key)),
  };
}
