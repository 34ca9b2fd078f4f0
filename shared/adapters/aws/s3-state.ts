import type { S3Client } from '@aws-sdk/client-s3';
import type { State } from '../../ports.ts';
import { bytesOf, s3Objects } from './s3-objects.ts';

/** State as a bucket: the version is the object's entity tag, and S3 itself refuses a write against another one. */
export function s3State(client: S3Client, bucket: string): State {
  const objects = s3Objects(client, bucket);
  return {
    async read(key) {
      const found = await objects.get(key);
      if (found === undefined) return undefined;
      return { value: Buffer.from(await bytesOf(found.body)).toString('utf8'), version: found.tag };
    },
    write: (key, value, expected) =>
      objects.put(key, value, expected === null ? { ifAbsent: true } : { ifTag: expected }, 'application/json'),
    list: async (prefix) => (await objects.list(prefix)).map(({ key }) => key),
    remove: (key, expected) => objects.remove(key, expected),
  };
}
