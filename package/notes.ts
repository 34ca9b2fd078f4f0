import { execFileSync } from 'node:child_process';
import { argv, stdout } from 'node:process';

/**
 * `npm run notes [FROM [TO]]`: the draft of the notes of a release, from the subjects and reasons of its commits. FROM is the tag of the
 * version before, unless given; without one all commits count. A person keeps what a reader of CHANGELOG.md wants to know.
 */
const git = (...words: readonly string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();

const [from = git('tag', '--list', 'v*', '--sort=-v:refname').split('\n')[0] ?? '', to = 'HEAD'] = argv.slice(2);
const commits = git(
  'log',
  '--reverse',
  '--no-merges',
  '--format=%s%x1f%b%x1e',
  ...(from === '' ? [to] : [`${from}..${to}`]),
)
  .split('\u001e')
  .map((commit) => commit.trim().split('\u001f'))
  .filter(([subject = '']) => subject !== '');
for (const [subject = '', body = ''] of commits) {
  const [reason = ''] = body.split('\n\n');
  stdout.write(`- ${subject}.${reason.trim() === '' ? '' : ` ${reason.trim().replaceAll('\n', ' ')}`}\n`);
}
