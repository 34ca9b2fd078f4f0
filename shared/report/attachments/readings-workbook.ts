import type { Metric } from '../../metrics/model.ts';
import type { Attachment } from '../model.ts';
import { readingsOf } from '../scorecard.ts';
import type { Reading, View } from '../section.ts';
import { definitionsSheet, historySheet, scorecardSheet } from './sheets.ts';

/** A weekly report's numbers, their history and what they mean. */
export const readingsWorkbook = (name: string, metrics: readonly Metric[], view: View): Attachment =>
  workbookOf(name, readingsOf(metrics, view), view);

export function workbookOf(name: string, readings: readonly Reading[], view: View): Attachment {
  return {
    kind: 'workbook',
    filename: `${name}-${view.facts.periods.now.id}.xlsx`,
    currency: view.facts.organisation.currency,
    zone: view.facts.organisation.time_zone,
    sheets: [scorecardSheet(readings, view), historySheet(readings, view), definitionsSheet(view)],
  };
}
