import { always, stated } from '../claim.ts';
import { ledgerLines } from '../lists/ledger-lines.ts';
import { channelName } from '../channels.ts';
import { channelCosts, moneyOf, roundingNote, unallocatedOf } from '../money.ts';
import { periodName } from '../phrases.ts';
import { section, type Cell } from '../section.ts';

/** Cases, cost and cost per case by channel; the rest that no channel carries is a row of its own, so that the total is the ledger's. */
export const costByChannel = section({
  id: 'cost_by_channel',
  title: (words) => always(words.finance.by_channel),
  lead: (words, view) => {
    const { start_day } = view.facts.periods.now;
    const lines = view.rows(ledgerLines).filter((line) => Number(line.period_end_day) > start_day);
    const rules = [...new Set(lines.map(({ allocation }) => String(allocation ?? 'none')))].sort();
    const names = rules.map((rule) => words.finance.allocations[rule] ?? rule);
    return stated(
      'allocation_rules',
      { rules: rules.join(', ') },
      `${names.length === 0 ? '' : `${words.finance.by_channel_rules(names)} `}${words.finance.by_channel_lead}`,
    );
  },
  lists: [ledgerLines],
  blocks: (view) => {
    const money = moneyOf(view);
    const channels = channelCosts(view);
    if (money === null || channels.length === 0) return [];
    const rest = unallocatedOf(money, channels);
    const hasRest = Math.round(rest) !== 0;
    // costs that reach no channel say nothing of any of them
    if (hasRest && channels.every(({ cost }) => cost === 0)) return [];
    const { words, format, facts } = view;
    const texts = words.finance;
    const moved = (perCase: number, before: number | null): string => {
      if (before === null) return words.dash;
      const difference = Math.round(perCase - before);
      return format.signed(format.moneyExact(difference), difference);
    };
    const row = (name: string, cases: string, cost: string, perCase: string, change: string): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'number', text: cases },
      { kind: 'number', text: cost },
      { kind: 'number', text: perCase },
      { kind: 'number', text: change },
    ];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.channel, align: 'start' },
          { label: texts.cases, align: 'end', width: 15 },
          { label: texts.cost, align: 'end', width: 20 },
          { label: texts.per_case, align: 'end', width: 18 },
          { label: texts.against_before(periodName(facts.periods.baseline, view)), align: 'end', width: 20 },
        ],
        rows: [
          ...channels.map(({ key, cases, cost, perCase, before }) => {
            // no part of what is not allocated is known to be its, nor to be another's
            const isKnown = cost !== 0 || !hasRest;
            return {
              cells: row(
                channelName(key, view),
                format.count(cases),
                format.money(cost),
                isKnown ? format.moneyExact(Math.round(perCase)) : words.dash,
                isKnown ? moved(perCase, before) : words.dash,
              ),
            };
          }),
          ...(!hasRest ? [] : [{ cells: row(texts.not_allocated, '', format.money(rest), '', '') }]),
        ],
        total: row(
          texts.total,
          format.count(money.cases),
          format.money(money.total),
          format.moneyExact(Math.round(money.perCase)),
          moved(money.perCase, money.before?.perCase ?? null),
        ),
      },
      ...roundingNote([{ parts: [...channels.map(({ cost }) => cost), rest], total: money.total }], view),
    ];
  },
});
