import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'shared/connectors/helpdesks';

/** The source text of a connector: its file and its folder, its contract left out. */
export function sourceOf(id: string): string {
  const parts = readdirSync(join(folder, id)).filter(
    (name) => name.endsWith('.ts') && name !== 'contract.ts' && name !== 'configuration.ts',
  );
  return [join(folder, `${id}.ts`), ...parts.map((name) => join(folder, id, name))]
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
    .replaceAll(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, '');
}

/** What stands between the bracket at `from` and the one that closes it. */
function inside(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if ('{(['.includes(text[at] ?? '')) depth++;
    if ('})]'.includes(text[at] ?? '') && --depth === 0) return text.slice(from + 1, at);
  }
  return '';
}

/** The parts of a list, split at commas or semicolons outside of brackets. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of text) {
    if ('{([<'.includes(letter)) depth++;
    if ('})]>'.includes(letter)) depth--;
    if ((letter === ',' || letter === ';') && depth === 0) {
      found.push(part.trim());
      part = '';
    } else part += letter;
  }
  return [...found, part.trim()].filter((each) => each !== '');
}

const nameIn = (part: string): string => /^(?:readonly\s+)?['"]?([\w.]+)['"]?/.exec(part)?.[1] ?? '';

/**
 * Names of a vendor’s fields that a source text reads: keys of zod objects, properties taken from records, and those that a body is
 * said to have.
 */
export function fieldsRead(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (list: string): void => {
    for (const part of parts(list)) if (!part.startsWith('...') && !part.startsWith('[')) found.add(nameIn(part));
  };
  for (const match of text.matchAll(/z\s*\.(?:looseObject|object)\(\{/g))
    add(inside(text, match.index + match[0].length - 1));
  for (const match of text.matchAll(/\bas (?:Readonly<)?\{/g)) add(inside(text, match.index + match[0].length - 1));
  for (const match of text.matchAll(/const \{([^}]*)\} = record\.parse\(/g)) add(match[1] ?? '');
  for (const match of text.matchAll(/record\s*\.parse\(/g)) {
    const end = match.index + match[0].length - 1;
    const rest = text.slice(end + inside(text, end).length + 2);
    const name = /^\.(\w+)/.exec(rest)?.[1];
    if (name !== undefined) found.add(name);
  }
  found.delete('');
  return found;
}

/** Names of the fields that queries in a source text select: the columns of SOQL and of a table’s request. */
export function selectedFields(text: string): ReadonlySet<string> {
  const lists = [
    ...text.matchAll(
      /'((?:[A-Z]\w*(?:\.\w+)?, )+[A-Z]\w*(?:\.\w+)?|(?:[a-z_]+(?:\.[a-z_]+)?,)+[a-z_]+(?:\.[a-z_]+)?)'/g,
    ),
  ];
  return new Set(
    lists
      .flatMap(([, list = '']) => list.split(/, ?/))
      .map((name) => (/^[A-Z]/.test(name) ? (name.split('.')[0] ?? '') : name)),
  );
}
