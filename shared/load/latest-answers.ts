import type { surveys } from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';

type Survey = Row<typeof surveys>;

/**
 * Rows whose `is_latest` is not what it should be, with it set right: the latest answer of its ticket for csat and ces, of its
 * respondent for nps; an answer that names neither stands for itself; a survey without answer is never the latest.
 */
export function markLatest(rows: readonly Survey[]): readonly Survey[] {
  const latest = new Map<string, Survey>();
  for (const row of rows) {
    if (row.answered_s === null) continue;
    const group = groupOf(row);
    const seen = latest.get(group);
    if (!seen || isLater(row, seen)) latest.set(group, row);
  }
  return rows.flatMap((row) => {
    const is_latest = row.answered_s !== null && latest.get(groupOf(row)) === row;
    return row.is_latest === is_latest ? [] : [{ ...row, is_latest }];
  });
}

function groupOf({ kind, survey_id, ticket_source, ticket_id, respondent_id }: Survey): string {
  if (kind === 'nps') return JSON.stringify(respondent_id === null ? ['survey', survey_id] : ['nps', respondent_id]);
  return JSON.stringify(ticket_id === null ? ['survey', survey_id] : [kind, ticket_source, ticket_id]);
}

/** By answer, then by change, then by id: the order of delivery does not matter. */
function isLater(a: Survey, b: Survey): boolean {
  const [x, y] = [a, b].map(({ answered_s, updated_s }) => [answered_s ?? 0, updated_s ?? 0] as const);
  if (!x || !y) return false;
  return (
    x[0] - y[0] > 0 || (x[0] === y[0] && (x[1] > y[1] || (x[1] === y[1] && String(a.survey_id) > String(b.survey_id))))
  );
}
