import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { about, isAbsent } from './aws-errors.ts';

/** The calls that lake, state, files and extracts are made of, on one bucket. */
export interface Objects {
  get(key: string): Promise<{ readonly body: AsyncIterable<Uint8Array>; readonly tag: string } | undefined>;
  /** At most `length` bytes from `from` on; fewer at the end of the object; undefined when there is none. */
  range(key: string, from: number, length: number): Promise<Uint8Array | undefined>;
  /** Answers the new tag, or undefined when the condition did not hold. */
  put(
    key: string,
    body: Uint8Array | string,
    condition: { readonly ifAbsent?: boolean; readonly ifTag?: string },
    contentType?: string,
  ): Promise<string | undefined>;
  list(prefix: string): Promise<readonly { readonly key: string; readonly size: number }[]>;
  /** False when the object has another tag by now, or is gone. */
  remove(key: string, ifTag?: string): Promise<boolean>;
}

export function s3Objects(client: S3Client, bucket: string): Objects {
  return {
    async get(key) {
      try {
        const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return { body: Body as AsyncIterable<Uint8Array>, tag: ETag ?? '' };
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async range(key, from, length) {
      try {
        const Range = `bytes=${from}-${from + length - 1}`;
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
        return bytesOf(Body as AsyncIterable<Uint8Array>);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        // The object ends before `from`.
        if (about(error).status === 416) return new Uint8Array();
        throw error;
      }
    },
    async put(key, body, { ifAbsent, ifTag }, contentType) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        // An empty text would be taken for a body of unknown length.
        Body: typeof body === 'string' ? Buffer.from(body) : body,
        ...(contentType === undefined ? {} : { ContentType: contentType }),
        ...(ifAbsent === true ? { IfNoneMatch: '*' } : {}),
        ...(ifTag === undefined ? {} : { IfMatch: ifTag }),
      });
      for (let attempt = 1; ; attempt++) {
        try {
          return (await client.send(command)).ETag ?? '';
        } catch (error) {
          const { status } = about(error);
          const isConditional = ifAbsent === true || ifTag !== undefined;
          if (isConditional && (status === 412 || status === 404)) return undefined;
          // 409: another conditional write of this key is under way; ask again who was first.
          if (!isConditional || status !== 409 || attempt >= 5) throw error;
        }
      }
    },
    async list(prefix) {
      const found: { key: string; size: number }[] = [];
      for (let token: string | undefined; ;) {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token ? { ContinuationToken: token } : {}) }),
        );
        for (const { Key, Size } of page.Contents ?? [])
          if (Key !== undefined) found.push({ key: Key, size: Size ?? 0 });
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
        if (token === undefined) break;
      }
      return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async remove(key, ifTag) {
      try {
        await client.send(
          new DeleteObjectCommand({ Bucket: bucket, Key: key, ...(ifTag === undefined ? {} : { IfMatch: ifTag }) }),
        );
        return true;
      } catch (error) {
        if (ifTag !== undefined && [404, 409, 412].includes(about(error).status)) return false;
        throw error;
      }
    },
  };
}

/** The whole of a body. */
export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
