import type { Configuration } from '../config/configuration.ts';

export interface Classes {
  readonly isDeleted: boolean;
  readonly isMerged: boolean;
  readonly isSpam: boolean;
  readonly isTest: boolean;
  readonly isBotOnly: boolean;
  readonly isOutbound: boolean;
}

/** The printed policy: a ticket counts unless one of its classes is excluded. */
export function isCounted(classes: Classes, policies: Configuration['policies']): boolean {
  const { isDeleted, isMerged, isSpam, isTest, isBotOnly, isOutbound } = classes;
  return !(
    (isDeleted && policies.deleted === 'exclude') ||
    (isMerged && policies.merged === 'exclude') ||
    (isSpam && policies.spam === 'exclude') ||
    (isTest && policies.test === 'exclude') ||
    (isBotOnly && policies.bot_only === 'exclude') ||
    (isOutbound && policies.outbound === 'exclude')
  );
}

/** A test ticket by its own mark, or by a tag that the configuration names. Tags: JSON array of text. */
export function isTest(is_test: boolean | null, tags: string | null, testTags: readonly string[]): boolean {
  return is_test === true || (testTags.length > 0 && listOf(tags).some((tag) => testTags.includes(tag)));
}

/** The texts of a JSON array; empty for anything else. */
export function listOf(json: string | null): readonly string[] {
  if (json === null) return [];
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
