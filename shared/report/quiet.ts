import { firstTrue, type Sentence } from './claim.ts';
import { backlog, ticketVolume } from '../metrics/catalogue/all.ts';
import type { Headline } from './report-definition.ts';
import type { MetricValue } from '../metrics/value.ts';
import { periodName } from './phrases.ts';
import type { View } from './section.ts';

/** A period without a new case and with nothing open: an "all clear", or the first mail of an organisation without data. */
export const isQuiet = (view: View): boolean =>
  isNothing(view.value(ticketVolume)) && isNothingOpen(view.value(backlog));

const isNothing = (value: MetricValue): boolean =>
  value.status === 'known' ? value.value === 0 : value.status === 'no_data' && value.reason === 'no_input:tickets';
/** Reports that do not look at the backlog measured none. */
const isNothingOpen = (value: MetricValue): boolean =>
  value.status === 'no_data' || (value.status === 'known' && value.value === 0);

/** Was there ever a case in the history? */
export const isFirst = (view: View): boolean =>
  view.reading(ticketVolume).history.every((value) => value.status !== 'known' || value.value === 0);

/** What such a mail says: one true sentence, no page of dashes. */
export function quietHeadline(view: View, name: string): Headline {
  const texts = view.words.lead_weekly;
  const period = periodName(view.facts.periods.now, view);
  const first = isFirst(view);
  const evidence = { is_first: first, new_cases: 0 };
  const claim = (before: () => string, clear: () => string): Sentence<string> =>
    firstTrue(evidence, [
      { claim: 'no_case_ever', when: first, says: before },
      { claim: 'all_clear', when: true, says: clear },
    ]);
  const sentence = claim(
    () => texts.first_mail,
    () => texts.all_clear(period),
  );
  return {
    verdict: null,
    subject: claim(
      () => texts.subject(name, period, texts.first_mail_subject),
      () => texts.subject(name, period, texts.all_clear_subject),
    ),
    preheader: sentence,
    sentence,
    points: [],
  };
}
