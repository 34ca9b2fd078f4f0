import type { ReadySection } from '../config/known.ts';
import { peopleNames } from './lists/open-cases.ts';
import type { ReportDefinition } from './report-definition.ts';
import { inEveryReport, type Section } from './section.ts';
import * as sections from './sections/all.ts';

const byId: ReadonlyMap<string, Section> = new Map(
  Object.values(sections).flatMap((one): readonly [string, Section][] =>
    typeof one === 'object' && 'blocks' in one ? [[one.id, one]] : [],
  ),
);

/** A section of the ready reports; `casebook.yaml` names it. */
export const readySection = (id: string): Section | undefined => byId.get(id);

/** Where each may stand: in reports of the cadence of those that have it. */
export const readySections = (reports: readonly ReportDefinition[]): Readonly<Record<string, ReadySection>> =>
  Object.fromEntries(
    [...byId.values()]
      .filter(({ id }) => !inEveryReport.includes(id))
      .map((section) => {
        const having = reports.filter((report) => report.sections.includes(section));
        const cadences = [...new Set(having.map(({ cadence }) => cadence))].sort();
        const isFinance = having.length > 0 && having.every(({ audience }) => audience === 'finance');
        const audience = section.lists?.includes(peopleNames) ? 'lead' : isFinance ? 'finance' : null;
        return [section.id, { cadences, audience }];
      }),
  );
