import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Deletes at a time. */
const atOnce = 16;

/**
 * Removes for good what objects below a prefix were before: every version but the latest, and what was deleted, with its marker.
 * `all`: the latest as well. Only an erasure does so, with the credentials of its operator; no function of the stack may.
 * Answers how many versions were removed.
 */
export async function endVersions(
  client: S3Client,
  bucket: string,
  prefix: string,
  { all = false }: { readonly all?: boolean } = {},
): Promise<number> {
  const versions: Version[] = [];
  const markers: Version[] = [];
  for (let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}; from !== undefined;) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...from }),
    );
    for (const { Key, VersionId, IsLatest } of page.Versions ?? [])
      if (Key !== undefined && VersionId !== undefined && (all || IsLatest !== true)) versions.push({ Key, VersionId });
    for (const { Key, VersionId } of page.DeleteMarkers ?? [])
      if (Key !== undefined && VersionId !== undefined) markers.push({ Key, VersionId });
    const { NextKeyMarker, NextVersionIdMarker } = page;
    from =
      page.IsTruncated !== true
        ? undefined
        : {
            ...(NextKeyMarker === undefined ? {} : { KeyMarker: NextKeyMarker }),
            ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
          };
  }
  // Markers last: without its marker a deleted object would come back for a moment.
  for (const group of [versions, markers])
    for (let i = 0; i < group.length; i += atOnce)
      await Promise.all(
        group
          .slice(i, i + atOnce)
          .map((version) => client.send(new DeleteObjectCommand({ Bucket: bucket, ...version }))),
      );
  return versions.length;
}

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}
