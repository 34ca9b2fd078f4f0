import { isNode, visit, type Document, type Node } from 'yaml';

/** No configuration that a person writes comes near; a handful of nested aliases can stand for billions of values. */
const mostValues = 100_000;

/** Aliases (`*name`) without their anchor, inside their own anchor, or that stand for too much. `at`: offset in the text. */
export function aliasFaults(document: Document.Parsed): readonly { readonly at: number; readonly expected: string }[] {
  const faults: { at: number; expected: string }[] = [];
  /** How many values a node stands for, with the aliases below it followed. */
  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  const sizeOf = (node: Node): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    open.add(node);
    let size = 1;
    visit(node, {
      Alias(_, alias) {
        const at = alias.range?.[0] ?? 0;
        const target = alias.resolve(document);
        if (target === undefined)
          faults.push({ at, expected: `found *${alias.source}, expected an anchor &${alias.source} above it` });
        else if (open.has(target))
          faults.push({
            at,
            expected: `found *${alias.source} inside &${alias.source}, expected a value that does not contain itself`,
          });
        else size += sizeOf(target);
      },
      Node(_, each) {
        if (each !== node && each.anchor !== undefined) {
          size += sizeOf(each);
          return visit.SKIP;
        }
        size++;
        return undefined;
      },
    });
    open.delete(node);
    sizes.set(node, size);
    return size;
  };
  if (!isNode(document.contents)) return [];
  const size = sizeOf(document.contents);
  return faults.length === 0 && size > mostValues
    ? [{ at: 0, expected: `found aliases that stand for ${size} values, expected at most ${mostValues}` }]
    : faults;
}
