import { name, time, words } from '../input-files/cells.ts';
import { inputTable, required } from '../input-files/input-table.ts';
import { commentary } from '../../lake/tables.ts';

export const commentaryInput = inputTable({
  table: commentary,
  about: 'Signed comments and decisions for a report.',
  replaces: { by: 'key' },
  columns: {
    report: required(name, 'report id', 'executive-quarterly'),
    period: required(name, 'period id', '2026-Q3'),
    section: required(name, 'section id, or decision', 'decision'),
    author: required(name, 'who signs', 'Ada Example'),
    text: required(words, 'plain text without markup', 'Approve two more people for the night desk by 15 November.'),
    written_at: required(time, 'when', '2026-10-05T09:00', { into: 'written_s' }),
  },
});
