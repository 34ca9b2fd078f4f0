/** A team for each group of a helpdesk or a file, as casebook.yaml writes it: ids of small letters, digits and "-", each once. */
export function proposedTeams(groups: readonly string[]) {
  const taken = new Set<string>();
  return groups.map((name) => {
    const plain = name
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 50);
    let id = /^[a-z]/.test(plain) ? plain : `team-${plain === '' ? taken.size + 1 : plain}`;
    while (taken.has(id)) id = `${id}-2`;
    taken.add(id);
    return { id, name, match: { group: [name] } };
  });
}
