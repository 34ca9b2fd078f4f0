import type { SourceConfiguration } from '../config/configuration.ts';
import type { ApiConnector, PageRequest, Stream, ZoneCheck, ZoneTold } from '../connectors/connector.ts';
import type { Ending } from '../connectors/ending.ts';
import { httpClient, type HttpClient, type RequestStats } from '../connectors/engine/http-client.ts';
import { headroom } from '../connectors/engine/rate-limit.ts';
import { credentialsOf } from '../connectors/engine/credentials.ts';
import { CredentialsError } from '../errors.ts';
import { literal } from '../lake/literal.ts';
import type { Ports } from '../ports.ts';
import { asideOf, asideText } from '../connectors/event-log/set-aside.ts';
import { ok, type Finding } from './finding.ts';
import { sourceKey, type SourceRecord } from '../run/record.ts';
import { readJson } from '../state.ts';
import { dayIn, momentIn } from '../time/moment.ts';

/** More than this between the helpdesk's clock and ours is said: cursors do not depend on it, ages do. */
const skewLimit_s = 120;
/** Fewer requests than this left of a window are worth a word of advice. */
const fewRequests = 10;
/** No helpdesk needs more questions than this to tell its zone. */
const mostQuestions = 5;

type ProbePorts = Pick<Ports, 'clock' | 'secrets' | 'http' | 'pause' | 'state'>;

/**
 * Asks the first page of every stream once, and who we are: credentials, scopes, features of the plan, clock, rate limit, time zone of
 * the API user. Stores nothing. One finding a stream, then the clock, the zone and the headroom.
 */
export async function probe(
  source: SourceConfiguration,
  connector: ApiConnector,
  ports: ProbePorts,
): Promise<readonly Finding[]> {
  const area = `source ${source.id}`;
  const now_s = ports.clock.now_s();
  const credentials = credentialsOf(ports.secrets);
  const found: Finding[] = [];
  let skew_s = 0;
  let room: ReturnType<typeof headroom>;
  try {
    const bound = connector.bind(source);
    const { streams, zone } = bound;
    found.push(...bound.endings.flatMap((ending) => endingOf(area, ending, now_s)));
    const client = httpClient(bound, credentials, ports, { deadline_s: now_s + 60 });
    for (const stream of streams) {
      const request = stream.first?.(null, { run: 'doctor', now_s });
      if (request == null) continue;
      const reply = await client.request(request, uncounted(), { returnStatuses: [400, 403, 404, 429] });
      found.push(told(area, stream, reply.status, reply.body));
      skew_s = Math.max(skew_s, Math.abs(reply.server_s - now_s));
      const left = headroom(reply.headers);
      if (left && (room === undefined || left.left < room.left)) room = left;
    }
    found.push(clockOf(area, skew_s));
    if (zone) found.push(await zoneOf(area, zone, client, (text) => credentials.redact(text)));
    if (room) found.push(roomOf(area, room));
  } catch (error) {
    const text = credentials.redact(error instanceof Error ? error.message : String(error));
    found.push({
      area,
      state: 'fault',
      text,
      advice: `Check the address and credentials of ${source.id} in the configuration.`,
    });
  }
  return found;
}

/** Knocks once, as a pull would: are the address and the credentials right? Keeps refresh tokens that it is given. */
export async function knock(source: SourceConfiguration, connector: ApiConnector, ports: ProbePorts): Promise<Finding> {
  const area = `source ${source.id}`;
  const credentials = credentialsOf(ports.secrets);
  try {
    const bound = connector.bind(source);
    const now_s = ports.clock.now_s();
    const first =
      bound.zone?.first ?? bound.streams.flatMap((each) => each.first?.(null, { run: 'init', now_s }) ?? [])[0];
    const where = new URL(bound.site.base_url).origin;
    if (first === undefined) return ok(area, `${where} is not asked before the first pull`);
    const client = httpClient(bound, credentials, ports, { deadline_s: now_s + 60 });
    const { status } = await client.request(first, uncounted(), { returnStatuses: [400, 403, 404, 429] });
    if (status < 300 || status === 429) return ok(area, `${where} lets it in`);
    return {
      area,
      state: 'fault',
      text: `${where} refuses the first question with ${status}`,
      advice: `Check the address of the source and the rights of its user or app: docs/helpdesks/${connector.id}.md.`,
    };
  } catch (error) {
    const text = credentials.redact(error instanceof Error ? error.message : String(error));
    if (error instanceof CredentialsError)
      return { area, state: 'fault', text, advice: 'Correct .env or casebook.yaml; casebook doctor tries again.' };
    // What failed, without the query and what a pull would do next.
    const [what = ''] = text.replace(/\?\S*?(?=[.\s]*$|\.\s)/, '').split(/\.(?:\s|$)/);
    const advice = 'Check the address in casebook.yaml, and that this machine reaches it; casebook doctor tries again.';
    return { area, state: 'fault', text: `${what}.`, advice };
  }
}

/** What ends is said from half a year before. */
function endingOf(area: string, { what, on, instead, page }: Ending, now_s: number): readonly Finding[] {
  const left_s = Date.parse(`${on}T00:00:00Z`) / 1000 - now_s;
  if (left_s > 184 * 86_400) return [];
  const text = `${what} ${left_s > 0 ? `ends on ${on}` : `ended on ${on}`}`;
  return [{ area, state: left_s > 0 ? 'note' : 'fault', text, advice: `${instead} ${page} says how.` }];
}

const uncounted = (): RequestStats => ({ requests: 0, throttled: 0, waited_s: 0 });

const clockOf = (area: string, skew_s: number): Finding =>
  skew_s <= skewLimit_s
    ? ok(area, `its clock agrees with ours within ${skewLimit_s} s`)
    : {
        area,
        state: 'note',
        text: `its clock is ${skew_s} s away from ours`,
        advice: 'Set this machine’s clock by NTP: ages in mails are measured with it.',
      };

function roomOf(area: string, { left, of }: NonNullable<ReturnType<typeof headroom>>): Finding {
  const size = of === null ? '' : ` of ${of}`;
  if (left >= fewRequests) return ok(area, `rate limit: ${left}${size} requests are left in this window`);
  return {
    area,
    state: 'note',
    text: `rate limit: only ${left}${size} requests are left in this window`,
    advice: 'Lower requests_per_minute of the source, or run it at a quieter hour.',
  };
}

/** A zone that is not told is a note: pulling finds out by itself where it matters. */
async function zoneOf(
  area: string,
  check: ZoneCheck,
  client: HttpClient,
  redact: (text: string) => string,
): Promise<Finding> {
  const unknown = (why: string): Finding => ({
    area,
    state: 'note',
    text: `the API user’s time zone is not known: ${why}`,
    advice: {
      never_matters: '',
      written_in_it: 'Queries are written in UTC until it is told.',
      must_be_utc: 'Set it to UTC: dates of queries are read in it. A pull checks it again.',
    }[check.use],
  });
  let known: Partial<ZoneTold> = {};
  // what one question was not answered for does not undo what others told
  const atLeast = (why: string): Finding =>
    known.shifts === undefined ? unknown(why) : (zoneTold(area, check.use, { zone: null, ...known }) ?? unknown(why));
  try {
    let ask: PageRequest = check.first;
    for (let question = 0; question < mostQuestions; question++) {
      const reply = await client.request(ask, uncounted(), { returnStatuses: [400, 403, 404, 429] });
      if (reply.status >= 300) return atLeast(`refused with ${reply.status}`);
      const answer = check.read(reply.body, ask, known);
      if (!('ask' in answer))
        return zoneTold(area, check.use, { ...known, ...answer }) ?? unknown('the helpdesk does not tell it');
      known = { ...known, ...answer.told };
      ask = answer.ask;
    }
    return atLeast('the helpdesk goes on asking');
  } catch (error) {
    return atLeast(redact(error instanceof Error ? error.message : String(error)));
  }
}

const utcNames = /^(etc\/)?(utc|gmt|uct|zulu)$|^\(?(gmt|utc)[+-]0?0:?00\b/i;

function zoneTold(area: string, use: ZoneCheck['use'], { zone, shifts }: ZoneTold): Finding | undefined {
  const name = zone === null ? '' : ` (${zone})`;
  // a zone by another name may be UTC in winter only: then nothing is shifted yet
  const isElsewhere = shifts === true || zone === null ? shifts : !utcNames.test(zone);
  if (use === 'must_be_utc' && isElsewhere === true)
    return {
      area,
      state: 'fault',
      text: `the API user’s time zone${name} is not UTC: dates of queries are shifted, and rows would be missed`,
      advice: 'Set the time zone of the API user to UTC. A pull refuses to go on until then.',
    };
  if (use === 'must_be_utc' && isElsewhere === false)
    return ok(area, `the API user’s time zone is UTC${name}, as it has to be`);
  if (zone === null) return undefined;
  return ok(
    area,
    use === 'written_in_it'
      ? `the API user’s time zone is ${zone}; queries are written in it`
      : `the API user’s time zone is ${zone}; queries do not depend on it`,
  );
}

function told(area: string, stream: Stream, status: number, body: unknown): Finding {
  if (status < 300) {
    try {
      return ok(area, `${stream.name}: answers, ${stream.items(body).length} records on the first page`);
    } catch (error) {
      return {
        area,
        state: stream.optional === true ? 'note' : 'fault',
        text: `${stream.name}: answers with something else (${error instanceof Error ? error.message : String(error)})`,
        advice: 'The account may lack this feature, or a proxy answers in its place.',
      };
    }
  }
  if (status === 429)
    return {
      area,
      state: 'note',
      text: `${stream.name}: asks to wait (429)`,
      advice: 'The rate limit is used up now; a pull waits by itself.',
    };
  return {
    area,
    state: stream.optional === true ? 'note' : 'fault',
    text: `${stream.name}: refused with ${status}`,
    advice:
      stream.optional === true
        ? 'The plan or the scope lacks it; metrics that need it say no_data.'
        : 'Give the API user the scope for it: this stream is needed.',
  };
}

/** The files of a source that people drop. */
export async function filesOf(source: SourceConfiguration, ports: Pick<Ports, 'files'>): Promise<Finding> {
  const patterns = Array.isArray(source.files) ? source.files.map(String) : [];
  const files = await ports.files.match(patterns);
  const area = `source ${source.id}`;
  if (files.length > 0)
    return ok(
      area,
      `${files.length === 1 ? '1 file' : `${files.length} files`}, ${files.reduce((sum, { size }) => sum + size, 0)} bytes`,
    );
  return {
    area,
    state: 'fault',
    text: `no file matches ${patterns.join(', ')}`,
    advice: 'Patterns are relative to the configuration file.',
  };
}

/** When a source was last read, how it went, and how far its history reaches. */
export async function freshness(
  source: SourceConfiguration,
  ports: Pick<Ports, 'state' | 'warehouse'> & { readonly lake: Pick<Ports['lake'], 'list' | 'get'> },
  zone: string,
): Promise<Finding> {
  const area = `source ${source.id}`;
  const record = await readJson<SourceRecord>(ports.state, sourceKey(source.id));
  if (record === undefined)
    return { area, state: 'note', text: 'has never been pulled', advice: 'casebook pull reads it.' };
  const until = record.watermark_s === null ? 'never to its end' : `up to ${momentIn(zone)(record.watermark_s)}`;
  if (record.problem !== null)
    return {
      area,
      state: 'fault',
      text: `last pull: ${record.problem}; read ${until}`,
      advice: 'casebook pull tries again; nothing stored is lost.',
    };
  const { rows } = await ports.warehouse.query(
    'how far history reaches',
    `SELECT min(created_s) AS created_s, min(at_s) AS at_s FROM (
SELECT created_s, CAST(NULL AS BIGINT) AS at_s FROM tickets WHERE source = ${literal(source.id)}
UNION ALL SELECT CAST(NULL AS BIGINT) AS created_s, at_s FROM ticket_events WHERE source = ${literal(source.id)}) AS reach`,
  );
  const since = (what: string, at: unknown): string =>
    typeof at === 'number' ? `${what} from ${dayIn(zone)(at)}` : `no ${what}`;
  const reach = `; ${since('tickets', rows[0]?.[0])}, ${since('history', rows[0]?.[1])}`;
  const aside = asideText(await asideOf(source.id, ports));
  const text = `read ${until}${reach}${record.share === null ? '' : `, ${(record.share * 100).toFixed(1)} % of what the helpdesk counts`}${await flagged(source.id, ports)}`;
  if (aside === '') return ok(area, text);
  return { area, state: 'note', text: `${text}; ${aside}`, advice: 'Correct the file and pull again: they come back.' };
}

async function flagged(source: string, ports: Pick<Ports, 'warehouse'>): Promise<string> {
  const counts = await flagsOf(source, ports);
  return counts.length === 0
    ? ''
    : `; tickets flagged: ${counts.map(([flag, n]) => `${flag.replaceAll('_', ' ')} ${n}`).join(', ')}`;
}

/** How many tickets carry each data-quality flag, the most frequent first. */
export async function flagsOf(
  source: string,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<readonly (readonly [flag: string, tickets: number])[]> {
  const { rows } = await warehouse.query(
    'flags of data quality',
    `SELECT data_quality, count(*) AS n FROM tickets WHERE source = ${literal(source)} AND data_quality <> '[]' GROUP BY data_quality`,
  );
  const counts = new Map<string, number>();
  for (const [flags, n] of rows)
    for (const flag of JSON.parse(String(flags)) as readonly string[])
      counts.set(flag, (counts.get(flag) ?? 0) + Number(n));
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
