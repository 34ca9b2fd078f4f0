import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** The scripts in the shells themselves: what a Tab after these words offers. */
let home: CommandLine;
beforeAll(async () => {
  home = commandLine();
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await home.run('completion', shell);
    home.write(`casebook.${shell}`, stdout);
  }
});
afterAll(() => home.close());

const has = (shell: string): boolean => {
  const isThere = spawnSync(shell, ['--version']).status === 0;
  if (!isThere) console.log(`Skipped: completion in ${shell}, which is not installed.`);
  return isThere;
};
const lines = (shell: string, script: string): readonly string[] => {
  const { stdout, stderr, status } = spawnSync(shell, ['-c', script], {
    encoding: 'utf8',
    cwd: home.folder,
    timeout: 20_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
};

describe('casebook completion', () => {
  it.skipIf(!has('bash'))('offers commands, then the options of the command, in bash', () => {
    const offered = (...words: readonly string[]): readonly string[] =>
      lines(
        'bash',
        `. ./casebook.bash; COMP_WORDS=(${['casebook', ...words].map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _casebook; printf '%s\\n' "\${COMPREPLY[@]}"`,
      );
    expect(offered('ru')).toEqual(['run', 'runs']);
    expect(offered('run', '--d')).toEqual(['--dry-run', '--due', '--data']);
    expect(offered('schedule', '--pr')).toEqual(['--print']);
  });

  it.skipIf(!has('fish'))('offers commands with what they do, then options, in fish', () => {
    const offered = (text: string): readonly string[] => lines('fish', `source ./casebook.fish; complete -C '${text}'`);
    expect(offered('casebook ru')).toEqual([
      expect.stringMatching(/^run\tpulls, loads, measures/),
      expect.stringMatching(/^runs\twhat ran/),
    ]);
    expect(offered('casebook run --dr')).toEqual([expect.stringMatching(/^--dry-run\t/)]);
  });

  it.skipIf(!has('zsh'))(
    'offers something at the first Tab in zsh, which loads the file as the function itself',
    () => {
      home.write('functions/_casebook', home.read('casebook.zsh'));
      // zsh answers Tab only in a terminal: what the function hands to its completion system is seen here
      const offered = (...words: readonly string[]): readonly string[] =>
        lines(
          'zsh',
          `_describe() { print -l -- $commands }; _arguments() { print -l -- "$@" }; fpath=(./functions $fpath); autoload -Uz _casebook; words=(casebook ${words.join(' ')} ''); CURRENT=$#words; _casebook`,
        );
      expect(offered()).toContainEqual(expect.stringMatching(/^run:pulls, loads, measures/));
      expect(offered('run')).toContainEqual(expect.stringMatching(/^--dry-run\[/));
    },
  );

  it.skipIf(!has('zsh'))('is taken by the completion system of zsh', () => {
    const script = `autoload -Uz compinit; compinit -u -d ${join(home.folder, 'dump')}; source ./casebook.zsh; print -- $_comps[casebook]; whence -w _casebook`;
    expect(lines('zsh', script)).toEqual(['_casebook', '_casebook: function']);
  });
});
