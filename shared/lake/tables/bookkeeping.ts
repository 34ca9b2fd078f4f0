import { count, durationS, epochS, flag, table, text } from '../table.ts';

export const ingestRuns = table({
  name: 'ingest_runs',
  grain: 'one row per run and stream',
  key: ['run', 'stream'],
  columns: {
    run: text('run id'),
    stream: text('stream of the connector'),
    requests: count('requests made'),
    rows: count('rows received'),
    duplicates: count('rows received before, same version'),
    throttled: count('answers that asked to wait'),
    waited_s: durationS('time waited'),
    first_cursor: text('state at the start'),
    last_cursor: text('state at the end'),
    expected_children: count('children the parents count'),
    stored_children: count('children stored'),
    watermark_s: epochS('everything up to here has been read'),
    is_complete: flag('the stream was read to its end'),
    error: text('what ended the stream early'),
    finished_s: epochS('end'),
  },
});

export const ingestRejects = table({
  name: 'ingest_rejects',
  grain: 'one row per item skipped, with the reason',
  key: ['run', 'stream', 'item_id', 'reason'],
  columns: {
    run: text('run id'),
    stream: text('stream of the connector'),
    item_id: text('id of the item, or its place in the page'),
    reason: text('why'),
    at_s: epochS('when'),
  },
});

export const ingestCompare = table({
  name: 'ingest_compare',
  grain: 'one row per comparison with the vendor’s own count or list',
  key: ['run', 'stream', 'check_name'],
  columns: {
    run: text('run id'),
    stream: text('stream of the connector'),
    check_name: text('search_count, id_list, children'),
    vendor_count: count('what the vendor counts'),
    stored_count: count('what is stored'),
    missing: count('at the vendor, not stored'),
    vanished: count('stored, no longer at the vendor'),
    at_s: epochS('when'),
  },
});

export const fieldMappings = table({
  name: 'field_mappings',
  grain: 'one row per raw value seen, and what it maps to',
  key: ['field', 'raw_value', 'from_s'],
  columns: {
    field: text('status, priority, channel, ...'),
    raw_value: text('as the helpdesk says it'),
    value: text('as Casebook says it'),
    is_mapped: flag('by the configuration or a built-in mapping; false = fell back to other'),
    seen: count('rows that had it in the newest page that did'),
    from_s: epochS('in force since; 0 = ever'),
  },
});

export const toldFacts = table({
  name: 'told_facts',
  grain:
    'one row per channel of a source and kind of fact: whether it is told, of how many tickets, for which span of time',
  key: ['channel', 'fact'],
  columns: {
    channel: text('channel of the tickets; "unknown" where they have none'),
    fact: text('see FactKind'),
    from_s: epochS('told from here on; null: not told, or from the beginning'),
    until_s: epochS('told up to here; null: not told, or without an end'),
    tickets: count('tickets of the channel'),
    told: count('tickets of which it is told'),
    more: text('what would tell more, in words; null: all that can be is told'),
  },
});
