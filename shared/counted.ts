/** "1 case", "2 cases": a count with its noun, in the English of messages to operators. Mails have words of their own language. */
export const counted = (n: number | bigint, one: string, several = `${one}s`): string =>
  `${n} ${Number(n) === 1 ? one : several}`;
