import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endpoint, escaped, type Answered, type Asked, type Endpoint } from './endpoint.ts';

/** What was asked of S3, as IAM would see it. */
export interface S3Call {
  readonly action: 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject' | 's3:ListBucket';
  readonly bucket: string;
  readonly key: string;
}
export interface S3 extends Endpoint {
  readonly calls: S3Call[];
  put(bucket: string, key: string, body: Uint8Array | string): void;
  get(bucket: string, key: string): Buffer | undefined;
  keys(bucket: string, prefix?: string): readonly string[];
  /** The next requests fail with this status and code. */
  fail(times: number, status: number, code: string): void;
}

/**
 * The part of S3 that Casebook uses: objects, lists in pages of 1000, conditional writes and deletes. `folder`: Parquet objects
 * are also written there, as bucket/key, for an engine that reads files.
 */
export async function s3(options: { readonly folder?: string; readonly pageSize?: number } = {}): Promise<S3> {
  const objects = new Map<string, { body: Buffer; tag: string }>();
  const calls: S3Call[] = [];
  let failures = { times: 0, status: 503, code: 'SlowDown' };
  let version = 0;
  const store = (bucket: string, key: string, body: Buffer): string => {
    const tag = `"${createHash('md5').update(body).update(String(++version)).digest('hex')}"`;
    objects.set(`${bucket}/${key}`, { body, tag });
    if (options.folder !== undefined && key.endsWith('.parquet')) {
      const path = join(options.folder, bucket, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, body);
    }
    return tag;
  };
  const keys = (bucket: string, prefix = ''): string[] =>
    [...objects.keys()]
      .filter((name) => name.startsWith(`${bucket}/`))
      .map((name) => name.slice(bucket.length + 1))
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  function list(bucket: string, query: URLSearchParams): Answered {
    const prefix = query.get('prefix') ?? '';
    const size = options.pageSize ?? 1000;
    const from = Number(query.get('continuation-token') ?? '0');
    const all = keys(bucket, prefix);
    const page = all.slice(from, from + size);
    const isMore = from + size < all.length;
    const contents = page.map((key) => {
      const { body, tag } = objects.get(`${bucket}/${key}`)!;
      return `<Contents><Key>${escaped(key)}</Key><Size>${body.length}</Size><ETag>${escaped(tag)}</ETag></Contents>`;
    });
    const more = isMore ? `<NextContinuationToken>${from + size}</NextContinuationToken>` : '';
    return xml(
      200,
      `<ListBucketResult><IsTruncated>${isMore}</IsTruncated><KeyCount>${page.length}</KeyCount>${more}${contents.join('')}</ListBucketResult>`,
    );
  }

  function answer({ method, path, query, headers, body }: Asked): Answered {
    const [, bucket = '', ...rest] = path.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const call = (action: S3Call['action']): void =>
      void calls.push({ action, bucket, key: key || (query.get('prefix') ?? '') });
    if (failures.times > 0) {
      failures.times--;
      return failed(failures.status, failures.code);
    }
    if (method === 'GET' && key === '') {
      call('s3:ListBucket');
      return list(bucket, query);
    }
    const found = objects.get(`${bucket}/${key}`);
    const isRefused =
      (headers['if-none-match'] === '*' && found !== undefined) ||
      (headers['if-match'] !== undefined && found !== undefined && headers['if-match'] !== found.tag);
    switch (method) {
      case 'PUT':
        call('s3:PutObject');
        if (headers['if-match'] !== undefined && found === undefined) return failed(404, 'NoSuchKey');
        if (isRefused) return failed(412, 'PreconditionFailed');
        return { status: 200, headers: { etag: store(bucket, key, whole(body, headers)) } };
      case 'GET':
      case 'HEAD': {
        call('s3:GetObject');
        if (found === undefined) return failed(404, 'NoSuchKey');
        const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
        const part = range
          ? found.body.subarray(Number(range[1]), range[2] ? Number(range[2]) + 1 : undefined)
          : found.body;
        return {
          status: range ? 206 : 200,
          headers: { etag: found.tag, 'content-length': String(part.length) },
          ...(method === 'GET' ? { body: part } : {}),
        };
      }
      case 'DELETE':
        call('s3:DeleteObject');
        if (headers['if-match'] !== undefined && found === undefined) return failed(404, 'NoSuchKey');
        if (isRefused) return failed(412, 'PreconditionFailed');
        objects.delete(`${bucket}/${key}`);
        return { status: 204 };
      default:
        return failed(405, 'MethodNotAllowed');
    }
  }

  return {
    ...(await endpoint(answer)),
    calls,
    put: (bucket, key, body) => void store(bucket, key, Buffer.from(body)),
    get: (bucket, key) => objects.get(`${bucket}/${key}`)?.body,
    keys,
    fail(times, status, code) {
      failures = { times, status, code };
    },
  };
}

const xml = (status: number, text: string): Answered => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>${text}`,
});
const failed = (status: number, code: string): Answered =>
  xml(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

/** Bodies of unknown length travel in chunks with a checksum at the end. */
function whole(body: Buffer, headers: Asked['headers']): Buffer {
  if (headers['content-encoding']?.includes('aws-chunked') !== true) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (size === 0) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
