import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  aiDurableResolutionRate,
  answersAccepted,
  customersServed,
  nps,
  supportReach,
} from '../../shared/metrics/catalogue/all.ts';
import { at, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
/** Bea was merged into Ann on Wednesday, and Ann into Ada on Friday. */
const merged = [
  ['bea', 'ann', 'Wed 12:00'],
  ['bea', 'ada', 'Fri 12:00'],
  ['ann', 'ada', 'Fri 12:00'],
].map(([contact_id, into_id, when = '']) => ({ contact_id, into_id, at_s: at(when), is_settled: true }));
/** As the helpdesk told it: nobody counts by that. */
const told = { contact_id: 'bea', into_id: 'zoe', at_s: 0, is_settled: false };

describe('customers who were merged', () => {
  it('count as one from the merge on, and as two before', async () => {
    await home.put(lake.contactMerges, [...merged, told]);
    await home.tickets(
      ['ada', 'ann', 'bea', 'cid'].map((requester_id) => ticket({ created: 'Mon 09:00', requester_id })),
    );
    const served = (as_of?: string) =>
      home.value(customersServed, as_of === undefined ? {} : { as_of, newest: 'next Mon 09:00' });
    expect(await served()).toMatchObject({ value: 2 });
    expect(await served('Wed 11:59:59')).toMatchObject({ value: 4 });
    expect(await served('Wed 12:00')).toMatchObject({ value: 3 });
    expect(await served('Fri 11:59:59')).toMatchObject({ value: 3 });
    expect(await served('Fri 12:00')).toMatchObject({ value: 2 });
  });
  it('are those of their own source alone', async () => {
    await home.put(lake.contactMerges, merged);
    await home.tickets(
      ['ada', 'bea'].map((requester_id) => ticket({ created: 'Mon 09:00', requester_id, source: 'other' })),
    );
    expect(await home.value(customersServed)).toMatchObject({ value: 2 });
  });
  it('are reached once', async () => {
    await home.put(lake.contactMerges, merged);
    await home.tickets(['ada', 'bea'].map((requester_id) => ticket({ created: 'Mon 09:00', requester_id })));
    await home.put(lake.knowledgeEvents, [{ event_id: '1', article_id: 'k', at_s: at('Mon 09:00'), kind: 'cited' }]);
    expect((await home.all(supportReach)).map(({ value }) => value)[0]).toMatchObject({ value: 1 });
  });
  it('came back when the one who stayed asks again', async () => {
    const byAi = {
      handled_by: 'ai',
      first_ai_act_s: at('Mon 09:01'),
      first_resolved: 'Mon 10:00',
      resolved: 'Mon 10:00',
    };
    await home.put(lake.contactMerges, merged);
    await home.tickets([
      ticket({ ...byAi, requester_id: 'bea' }),
      ticket({ ...byAi, requester_id: 'cid' }),
      ticket({ created: 'Fri 15:00', requester_id: 'ada' }),
    ]);
    expect(await home.value(aiDurableResolutionRate)).toMatchObject({ numerator: 1, denominator: 2 });
  });
  it('asked again after an answer that they read under their old name', async () => {
    const read = { article_id: 'k', kind: 'read', dwell_s: 60, at_s: at('Mon 09:00'), surface: 'help_center' };
    await home.put(lake.contactMerges, merged);
    await home.put(lake.knowledgeEvents, [
      { ...read, event_id: '1', session_id: '1', contact_id: 'bea', source: 'reads' },
      { ...read, event_id: '2', session_id: '2', contact_id: 'cid', source: 'reads' },
      { ...read, event_id: '3', session_id: '3', contact_id: 'dan', source: 'reads' },
    ]);
    await home.tickets([
      ticket({ created: 'Tue 09:00', requester_id: 'ada' }),
      ticket({ created: 'Tue 09:00', requester_id: 'dan' }),
    ]);
    expect(await home.value(answersAccepted)).toMatchObject({ numerator: 1, denominator: 3 });
  });
  it('recommend once, by their latest answer', async () => {
    const answer = { kind: 'nps', scale_min: 0, scale_max: 10, ticket_source: 'helpdesk' };
    await home.put(lake.contactMerges, merged);
    await home.put(lake.surveys, [
      { ...answer, survey_id: '1', respondent_id: 'bea', score: 0, answered_s: at('Mon 09:00') },
      { ...answer, survey_id: '2', respondent_id: 'ada', score: 10, answered_s: at('Tue 09:00') },
    ]);
    expect(await home.value(nps)).toMatchObject({ value: 100, n: 1 });
  });
});
