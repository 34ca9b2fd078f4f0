import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endpoint, escaped, type Answered, type Asked, type Endpoint } from './endpoint.ts';

/** What was asked of S3, as IAM would see it. */
export interface S3Call {
  readonly action:
    | 's3:GetObject'
    | 's3:PutObject'
    | 's3:DeleteObject'
    | 's3:DeleteObjectVersion'
    | 's3:ListBucket'
    | 's3:ListBucketVersions';
  readonly bucket: string;
  readonly key: string;
}
export interface S3 extends Endpoint {
  readonly calls: S3Call[];
  put(bucket: string, key: string, body: Uint8Array | string): void;
  get(bucket: string, key: string): Buffer | undefined;
  keys(bucket: string, prefix?: string): readonly string[];
  /** Every version that is kept of every object, the latest and what was overwritten or deleted. */
  kept(): readonly { readonly name: string; readonly body: Buffer }[];
  /** The next requests fail with this status and code. */
  fail(times: number, status: number, code: string): void;
}

/**
 * The part of S3 that Casebook uses: objects with all their versions, lists in pages of 1000, conditional writes and deletes.
 * `folder`: Parquet objects
 * are also written there, as bucket/key, for an engine that reads files.
 */
export async function s3(options: { readonly folder?: string; readonly pageSize?: number } = {}): Promise<S3> {
  const objects = new Map<string, { body: Buffer; tag: string }>();
  /** Oldest first, as every bucket of the stack is versioned; a deletion has no body. */
  const history = new Map<string, { id: string; body: Buffer | undefined }[]>();
  const remember = (name: string, id: string, body?: Buffer): void => {
    history.set(name, [...(history.get(name) ?? []), { id, body }]);
  };
  const gone = (bucket: string, key: string): void => {
    objects.delete(`${bucket}/${key}`);
    if (options.folder !== undefined) rmSync(join(options.folder, bucket, key), { force: true });
  };
  const calls: S3Call[] = [];
  let failures = { times: 0, status: 503, code: 'SlowDown' };
  let version = 0;
  const store = (bucket: string, key: string, body: Buffer): string => {
    const tag = `"${createHash('md5').update(body).update(String(++version)).digest('hex')}"`;
    objects.set(`${bucket}/${key}`, { body, tag });
    remember(`${bucket}/${key}`, `v${version}`, body);
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

  /** One entry a version, in pages; the marker says how many were told. */
  function listVersions(bucket: string, query: URLSearchParams): Answered {
    const prefix = `${bucket}/${query.get('prefix') ?? ''}`;
    const from = Number(query.get('version-id-marker') ?? '0');
    const all = [...history]
      .filter(([name]) => name.startsWith(prefix))
      .flatMap(([name, versions]) =>
        versions.toReversed().map(({ id, body }, i) => {
          const kind = body === undefined ? 'DeleteMarker' : 'Version';
          return `<${kind}><Key>${escaped(name.slice(bucket.length + 1))}</Key><VersionId>${id}</VersionId><IsLatest>${i === 0}</IsLatest></${kind}>`;
        }),
      );
    const to = from + (options.pageSize ?? 1000);
    const more =
      to < all.length ? `<NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>${to}</NextVersionIdMarker>` : '';
    return xml(
      200,
      `<ListVersionsResult><IsTruncated>${to < all.length}</IsTruncated>${more}${all.slice(from, to).join('')}</ListVersionsResult>`,
    );
  }

  function removeVersion(bucket: string, key: string, id: string): Answered {
    const name = `${bucket}/${key}`;
    const left = (history.get(name) ?? []).filter((one) => one.id !== id);
    if (left.length === 0) history.delete(name);
    else history.set(name, left);
    const latest = left.at(-1)?.body;
    if (latest === undefined) gone(bucket, key);
    else if (objects.get(name)?.body !== latest) objects.set(name, { body: latest, tag: `"${id}"` });
    return { status: 204 };
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
    if (method === 'GET' && key === '' && query.has('versions')) {
      call('s3:ListBucketVersions');
      return listVersions(bucket, query);
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
        if (query.has('versionId')) {
          call('s3:DeleteObjectVersion');
          return removeVersion(bucket, key, query.get('versionId') ?? '');
        }
        call('s3:DeleteObject');
        if (headers['if-match'] !== undefined && found === undefined) return failed(404, 'NoSuchKey');
        if (isRefused) return failed(412, 'PreconditionFailed');
        remember(`${bucket}/${key}`, `v${++version}`);
        gone(bucket, key);
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
    kept: () =>
      [...history].flatMap(([name, versions]) => versions.flatMap(({ body }) => (body ? [{ name, body }] : []))),
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
