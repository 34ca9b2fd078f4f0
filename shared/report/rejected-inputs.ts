import { data } from './phrases.ts';
import { stated, type Sentence } from './claim.ts';
import type { View } from './section.ts';

/** Files that were delivered for this report and not taken: its numbers are without what they say. */
export const rejectedLines = ({ words, format, facts }: View): readonly Sentence[] =>
  (facts.rejected_inputs ?? []).map(({ file, table, line, column }) =>
    stated(
      'input_rejected',
      { file, line, column },
      words.care.rejected(data(file, 80), data(table, 40), format.count(line), data(column, 60)),
    ),
  );
