import type { EventData } from '../events/event.ts';

/** What a message says besides who and when: its length, whether it was made by a robot, how many articles it links to. */
export function messageData(text: string | null, isAuto: boolean, articles?: RegExp): EventData<'replied' | 'noted'> {
  const links = articles === undefined ? 0 : new Set(text?.match(articles)).size;
  return {
    text_length: text?.length ?? null,
    is_auto: isAuto ? 1 : undefined,
    kb_links: links > 0 ? links : undefined,
  };
}
