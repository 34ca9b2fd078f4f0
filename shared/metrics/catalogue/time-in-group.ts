import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { sumOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { meanOf } from '../outcome.ts';
import { groupStays } from '../relations/group-stays.ts';

const { t } = groupStays;

export const timeInGroup = metric({
  id: 'time_in_group',
  title: 'Time in each group',
  question: 'How long does a case lie in a group that it comes through?',
  group: 'Waits',
  formula: 'sum of the stays in a group until resolved_s / tickets that lay in it, a mean; cut it by group',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['ticket_owners.group_id', 'ticket_owners.started_s', 'ticket_owners.ended_s', 'tickets.resolved_s'],
  needs: ['group_changes', 'assignments', 'resolution'],
  duration: 'resolve_s',
  population: 'pairs of a counted ticket with resolved_s in the period and a group that it lay in',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ['group', ...ticketDimensions],
  requires: ['ticket_owners', 'tickets'],
  optional_inputs: ['groups'],
  no_data: ['empty_population'],
  pitfalls:
    'Without a cut a ticket that came through two groups is there twice. Time before a group had it is in none. Names are those of the helpdesk today; without a list of groups their ids are shown.',
  basis: 'described',
  source: ['GitLab metrics-definitions'],

  measures: { stays: sumOf(groupStays, 'resolved_s', t.stayed_s, counted) },
  value: ({ stays }) => ({ value: meanOf(stays) }),
});
