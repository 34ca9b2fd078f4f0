/** What the machine refused, by the code of the system (errno.h), and what to do. */
const sentences: Readonly<Record<string, (path: string) => string>> = {
  ENOSPC: (path) => `the disk is full${of(path)}. Free some space and run again; what is stored is whole.`,
  EDQUOT: (path) => `the disk quota is used up${of(path)}. Free some space and run again; what is stored is whole.`,
  EFBIG: (path) => `a file would be larger than this system permits${of(path)}. Raise the limit and run again.`,
  EROFS: (path) => `the file system is read-only${of(path)}. Name another folder with --data and --out.`,
  EACCES: (path) =>
    `this user may not read or write there${of(path)}. Correct the permissions, or name another folder.`,
  EPERM: (path) => `this user may not do that${of(path)}. Correct the permissions, or name another folder.`,
  ENOTDIR: (path) => `a file lies where a folder is expected${of(path)}. Move it away, or name another folder.`,
  EEXIST: (path) => `a file lies where a folder is expected${of(path)}. Move it away, or name another folder.`,
  EISDIR: (path) => `a folder lies where a file is expected${of(path)}. Name a file.`,
  ENOENT: (path) => `there is no such file or folder${of(path)}.`,
  EMFILE: () => 'too many files are open. Raise the limit (ulimit -n) and run again.',
  ENFILE: () => 'too many files are open on this machine. Close some programs and run again.',
  ENOMEM: () =>
    'DuckDB needs more memory than it may have. Raise engine.memory_mb in casebook.yaml and run again; what is stored is whole.',
  ELOOP: (path) => `links lead in a circle${of(path)}.`,
  ENAMETOOLONG: (path) => `the name is longer than this system permits${of(path)}.`,
  EIO: (path) => `the disk reports a fault${of(path)}. Look at the machine's log before anything else.`,
};
const of = (path: string): string => (path === '' ? '' : ` (${path})`);

/** What DuckDB says of the same faults, in its own words. */
const spoken: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|Could not write all bytes|failed to offload data block/i, 'ENOSPC'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/Read-only file system/i, 'EROFS'],
  [/Permission denied/i, 'EACCES'],
  [/Is a directory/i, 'EISDIR'],
  [/Out of Memory Error/i, 'ENOMEM'],
];

/** A fault of the machine, below whatever was made of it, as one sentence; undefined for every other error. */
export function machineFault(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code = '', path = '' } = at as { code?: string; path?: string };
    const sentence = sentences[code];
    if (sentence !== undefined) return sentence(path);
    const words = /\b(?:IO|Out of Memory|TransactionContext) Error/i.test(at.message)
      ? spoken.find(([text]) => text.test(at.message))?.[1]
      : undefined;
    if (words !== undefined) return sentences[words]?.(/["“]([^"“”]+)["”]/.exec(at.message)?.[1] ?? '');
  }
  return undefined;
}
