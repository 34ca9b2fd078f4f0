import type { Row } from '../../lake/table.ts';
import type {
  contributions,
  knowledgeArticles,
  knowledgeEvents,
  requirements,
  selfServiceSessions,
} from '../../lake/tables.ts';
import { day_s, localDayOf } from '../civil.ts';
import type { Organisation } from '../model.ts';
import { products, topics } from '../names.ts';
import { randomOf, type Random } from '../random.ts';
import { idsFor, type Served, ticketAt } from '../served.ts';

export const articleRows = (org: Organisation): readonly Partial<Row<typeof knowledgeArticles>>[] =>
  org.articles
    .filter(({ created_s }) => created_s <= org.end_s)
    .map((article) => {
      const isRetired = article.retired_s !== null && article.retired_s <= org.end_s;
      const isPublished = article.published_s <= org.end_s;
      return {
        article_id: article.id,
        kind: article.kind,
        grade: article.grade,
        state: isRetired ? 'retired' : isPublished ? 'published' : 'draft',
        product: article.product,
        language: 'en',
        author_id: article.author,
        created_s: article.created_s,
        published_s: isPublished ? article.published_s : null,
        retired_s: isRetired ? article.retired_s : null,
      };
    });

/** Reads in the help centre (some by robots), and the articles that people linked in replies. */
export function knowledgeEventRows(
  org: Organisation,
  sources: readonly Served[],
): readonly Partial<Row<typeof knowledgeEvents>>[] {
  const random = randomOf(org.seed, 'reads');
  const rows: Partial<Row<typeof knowledgeEvents>>[] = [];
  const popular = org.articles.map((article, i) => [article, 1 / (1 + (i % 40))] as const);
  let session = 0;
  for (let at = org.start_s; at < org.end_s; at += Math.round(random.wait(3600))) {
    const [article] = [random.weighted(popular)];
    const contact = random.pick(org.contacts);
    if (article.published_s > at || (article.retired_s !== null && article.retired_s < at) || contact.created_s > at)
      continue;
    const ids = idsFor(sources, contact.account);
    const isKnown = random.chance(0.7);
    const is_bot = random.chance(0.06);
    if (!random.chance(0.25)) session++;
    rows.push({
      event_id: `R${rows.length + 1}`,
      article_id: article.id,
      at_s: at,
      kind: random.chance(0.05) ? 'copied' : 'read',
      visitor_id: `v${contact.n}`,
      account_id: isKnown && !is_bot ? ids.account(Number(contact.account.slice(1))) : null,
      contact_id: isKnown && !is_bot ? ids.contact(contact.n) : null,
      session_id: `s${session}`,
      dwell_s: Math.round(random.around(38, 0.9)),
      scroll_pct: Math.min(100, Math.round(random.around(55, 0.6))),
      helpful: random.chance(0.12) ? random.chance(0.78) : null,
      ticket_id: null,
      surface: random.weighted([
        ['help_center', 6],
        ['search', 3],
        ['form_suggest', 1],
      ] as const),
      is_bot,
    });
  }
  for (const ticket of org.tickets) {
    ticket.history.forEach((one, i) => {
      if (one.kind !== 'replied') return;
      for (const article_id of one.articles) {
        rows.push({
          event_id: `C${ticket.n}-${i}`,
          article_id,
          at_s: one.at_s,
          kind: 'cited',
          ticket_id: ticketAt(sources, ticket).ticket_id,
          surface: 'reply',
          is_bot: false,
        });
      }
    });
  }
  return rows;
}

/** One session of six answers the survey behind it, some only its first question. */
function answersOf(random: Random, accepted: boolean): Partial<Row<typeof selfServiceSessions>> {
  if (!random.chance(1 / 6)) return {};
  const found_answer = random.chance(accepted ? 0.8 : 0.3);
  if (!found_answer || random.chance(0.1)) return { found_answer };
  const would_have_asked = random.chance(0.55);
  return { found_answer, would_have_asked, ...(would_have_asked ? { is_settled: random.chance(0.85) } : {}) };
}

/** Sessions with the robot, the search, the form's suggestions, and diagnosis tools linked to tickets. */
export function sessionRows(
  org: Organisation,
  sources: readonly Served[],
): readonly Partial<Row<typeof selfServiceSessions>>[] {
  const random = randomOf(org.seed, 'sessions');
  const survey = randomOf(org.seed, 'sessions survey');
  const rows: Partial<Row<typeof selfServiceSessions>>[] = [];
  const ticketsOf = new Map<string, number[]>();
  for (const { contact, created_s } of org.tickets) {
    ticketsOf.set(contact.id, [...(ticketsOf.get(contact.id) ?? []), created_s]);
  }
  for (let at = org.start_s; at < org.end_s; at += Math.round(random.wait(6300))) {
    const contact = random.pick(org.contacts);
    if (contact.created_s > at) continue;
    const ids = idsFor(sources, contact.account);
    const progress = (at - org.start_s) / (org.end_s - org.start_s);
    const offered_count = random.chance(0.9) ? 1 + random.below(3) : 0;
    const accepted = offered_count > 0 && random.chance(0.34 + 0.16 * progress);
    const asked = ticketsOf.get(contact.id)?.some((created_s) => created_s >= at && created_s < at + day_s) ?? false;
    rows.push({
      session_id: `SS${rows.length + 1}`,
      started_s: at,
      ended_s: at + 20 + Math.round(random.wait(240)),
      surface: random.weighted([
        ['bot', 4 + 3 * progress],
        ['search', 5],
        ['form_suggest', 3],
      ] as const),
      intent: random.pick(topics).category,
      product: random.pick(products),
      account_id: ids.account(Number(contact.account.slice(1))),
      contact_id: ids.contact(contact.n),
      offered_count,
      accepted,
      outcome: accepted ? 'intercepted' : asked ? 'ticket_created' : random.chance(0.2) ? 'handed_over' : 'abandoned',
      is_bot: random.chance(0.03),
      ...answersOf(survey, accepted),
    });
  }
  const tools: Readonly<Record<string, string>> = {
    Performance: 'query-doctor',
    'Data import': 'import-check',
    Backup: 'restore-probe',
  };
  for (const ticket of org.tickets) {
    const tool = tools[ticket.category];
    if (tool === undefined || !random.chance(0.7)) continue;
    const ids = idsFor(sources, ticket.contact.account);
    rows.push({
      session_id: `TS${ticket.n}`,
      started_s: ticket.created_s + 30,
      ended_s: ticket.created_s + 90,
      surface: 'tool',
      intent: ticket.category,
      product: ticket.product,
      account_id: ids.account(Number(ticket.contact.account.slice(1))),
      contact_id: ids.contact(ticket.contact.n),
      offered_count: 0,
      accepted: false,
      outcome: random.weighted([
        ['located', 4],
        ['solved', 1],
        ['abandoned', 5],
      ] as const),
      ticket_id: ticketAt(sources, ticket).ticket_id,
      tool,
      scenario: ticket.category,
      is_bot: false,
    });
  }
  return rows;
}

export function contributionRows(
  org: Organisation,
  sources: readonly Served[],
): readonly Partial<Row<typeof contributions>>[] {
  const random = randomOf(org.seed, 'contributions');
  const from = localDayOf(org.zone, org.start_s);
  const to = localDayOf(org.zone, org.end_s);
  const rows: Partial<Row<typeof contributions>>[] = [];
  for (let day = from + 5; day < to; day += 4 + random.below(14)) {
    const kind = random.weighted([
      ['thank_you_letter', 6],
      ['service_delivery', 6],
      ['project', 3],
      ['article', 3],
      ['award', 1],
      ['patent', 1],
      ['book', 0.4],
    ] as const);
    const outside = kind === 'thank_you_letter' || kind === 'service_delivery';
    const account = random.pick(org.accounts);
    const accepted = outside ? day : day + 20 + random.below(60);
    const person = random.pick(org.people.slice(0, 20));
    rows.push({
      item_id: `CO${rows.length + 1}`,
      kind,
      honour: outside
        ? null
        : random.weighted([
            ['company', 2],
            ['division', 5],
            ['team', 7],
          ] as const),
      author_ids: JSON.stringify([person.id]),
      team: person.posts[person.posts.length - 1]?.team ?? 'emea',
      product: random.pick(products),
      account_id: outside ? idsFor(sources, account.id).account(account.n) : null,
      submitted_day: day,
      accepted_day: accepted < to ? accepted : null,
      evidence_url: `https://wiki.northwind.example/contributions/${rows.length + 1}`,
    });
  }
  return rows;
}

export function requirementRows(
  org: Organisation,
  sources: readonly Served[],
): readonly Partial<Row<typeof requirements>>[] {
  const random = randomOf(org.seed, 'requirements');
  const from = localDayOf(org.zone, org.start_s);
  const to = localDayOf(org.zone, org.end_s);
  const rows: Partial<Row<typeof requirements>>[] = [];
  for (let day = from + 2; day < to; day += 1 + random.below(6)) {
    const landed = random.chance(0.42) ? day + 30 + random.below(200) : null;
    const person = random.pick(org.people.slice(0, 20));
    const about = random.pick(org.tickets);
    rows.push({
      requirement_id: `RQ${rows.length + 1}`,
      product: random.pick(products),
      team: person.posts[person.posts.length - 1]?.team ?? 'emea',
      kano: random.weighted([
        ['basic', 4],
        ['performance', 5],
        ['excitement', 2],
        ['indifferent', 1],
      ] as const),
      users_affected_milli: random.weighted([
        [1000, 1],
        [750, 2],
        [400, 4],
        [120, 6],
      ] as const),
      raised_by: person.id,
      raised_day: day,
      landed_day: landed !== null && landed < to ? landed : null,
      state: landed !== null && landed < to ? 'landed' : 'accepted',
      ticket_ids: JSON.stringify([ticketAt(sources, about).ticket_id]),
    });
  }
  return rows;
}
