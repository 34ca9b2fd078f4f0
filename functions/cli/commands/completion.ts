import { UsageError } from '../../../shared/errors.ts';
import { common, type Command, type Option } from '../command.ts';
import { print } from '../terminal.ts';
import { commands } from './all.ts';
import { memberAt } from '../../../shared/member.ts';

interface Words {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
}

export const completion: Command = {
  takes: 'SHELL',
  options: {},
  examples: [
    ['casebook completion bash >> ~/.bashrc', 'bash'],
    ['casebook completion zsh > "${fpath[1]}/_casebook"', 'zsh'],
    ['casebook completion fish > ~/.config/fish/completions/casebook.fish', 'fish'],
  ],
  run: async (given) => {
    const [shell = '', ...rest] = given.positionals;
    const script = memberAt(scripts, shell);
    if (script === undefined || rest.length > 0)
      throw new UsageError(`casebook completion: found "${given.positionals.join(' ')}", expected bash, zsh or fish.`);
    const words = await Promise.all(
      commands.map(async ({ name, summary, load }) => ({
        name,
        summary,
        options: { ...(await load()).options, ...common },
      })),
    );
    print(script(words));
    return 0;
  },
};

const scripts: Readonly<Record<string, (words: readonly Words[]) => string>> = {
  bash: (words) =>
    [
      '_casebook() {',
      '  local word=${COMP_WORDS[COMP_CWORD]} choices',
      '  if [ "$COMP_CWORD" -eq 1 ]; then',
      `    choices="${words.map(({ name }) => name).join(' ')}"`,
      '  else',
      '    case ${COMP_WORDS[1]} in',
      ...words.map(({ name, options }) => `      ${name}) choices="${flags(options).join(' ')}" ;;`),
      '    esac',
      '  fi',
      '  COMPREPLY=($(compgen -W "$choices" -- "$word"))',
      '}',
      'complete -o default -F _casebook casebook',
    ].join('\n'),
  zsh: (words) =>
    [
      '#compdef casebook',
      '_casebook() {',
      '  if (( CURRENT == 2 )); then',
      '    local -a commands=(',
      ...words.map(({ name, summary }) => `      ${quoted(`${name}:${summary}`)}`),
      '    )',
      '    _describe command commands',
      '    return',
      '  fi',
      '  case $words[2] in',
      ...words.map(
        ({ name, options }) =>
          `    ${name}) _arguments ${Object.entries(options)
            .map(([option, { takes, help }]) =>
              quoted(
                `--${option}${takes === undefined ? '' : '='}[${help.replaceAll(/[[\]]/g, '')}]${takes === undefined ? '' : `:${takes.replaceAll(':', '')}:_files`}`,
              ),
            )
            .join(' ')} '*:file:_files' ;;`,
      ),
      '  esac',
      '}',
      // the first Tab runs a file of $fpath as the function itself: it must offer something, too
      'if [[ $funcstack[1] == _casebook ]]; then _casebook "$@"; else compdef _casebook casebook; fi',
    ].join('\n'),
  fish: (words) =>
    words
      .flatMap(({ name, summary, options }) => [
        `complete -c casebook -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
        ...Object.entries(options).map(
          ([option, { takes, help }]) =>
            `complete -c casebook -n '__fish_seen_subcommand_from ${name}' -l ${option}${takes === undefined ? '' : ' -r'} -d ${quoted(help)}`,
        ),
      ])
      .join('\n'),
};

const flags = (options: Words['options']): readonly string[] => Object.keys(options).map((name) => `--${name}`);
const quoted = (text: string): string => `'${text.replaceAll("'", '’')}'`;
