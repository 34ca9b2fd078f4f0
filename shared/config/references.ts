/** Names of `${secret:name}` and `${env:NAME}` anywhere in a configuration, each once; in AWS both are entries of the secret store. */
export function secretNames(configuration: unknown): readonly string[] {
  const found = new Set<string>();
  for (const [, , name] of JSON.stringify(configuration).matchAll(/\$\{(env|secret):([A-Za-z0-9_/-]+)\}/g))
    if (name) found.add(name);
  return [...found].sort();
}
