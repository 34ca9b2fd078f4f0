import { endpoint, escaped, type Answered, type Endpoint } from './endpoint.ts';

export interface SesMessage {
  readonly id: string;
  readonly source: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly configurationSet: string | null;
  readonly tags: Readonly<Record<string, string>>;
}
export interface Ses extends Endpoint {
  readonly messages: SesMessage[];
  /** Actions asked for, in order. */
  readonly calls: string[];
  /** The next sends fail so; `lost` takes the message and drops the answer. */
  fail(times: number, how: 'throttle' | 'daily' | 'reject' | 'lost'): void;
}

/** SES, version 1 of its API: raw mail and the quota, with its limits enforced. */
export async function ses(
  options: { readonly verified?: readonly string[]; readonly rate?: number; readonly perDay?: number } = {},
): Promise<Ses> {
  const { verified = ['example.com'], rate = 14, perDay = 50_000 } = options;
  const messages: SesMessage[] = [];
  const calls: string[] = [];
  let failures: { times: number; how: 'throttle' | 'daily' | 'reject' | 'lost' } = { times: 0, how: 'throttle' };

  function send(form: URLSearchParams): Answered {
    const how = failures.times > 0 ? (failures.times--, failures.how) : undefined;
    if (how === 'throttle') return failed(400, 'Throttling', 'Maximum sending rate exceeded.');
    if (how === 'daily') return failed(400, 'Throttling', 'Daily message quota exceeded.');
    if (how === 'reject') return failed(400, 'MessageRejected', 'Email address is not verified.');
    const source = form.get('Source') ?? '';
    const domain = /@([^>\s]+)/.exec(source)?.[1] ?? '';
    if (!verified.includes(domain)) return failed(400, 'MessageRejected', `Email address is not verified: ${source}`);
    const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
    if (raw.length > 10 * 1024 * 1024)
      return failed(400, 'InvalidParameterValue', 'Message length is more than 10485760 bytes long.');
    const list = (prefix: string): string[] =>
      [...form].filter(([name]) => name.startsWith(prefix)).map(([, value]) => value);
    const to = list('Destinations.member.');
    if (to.length > 50) return failed(400, 'InvalidParameterValue', 'Recipient count exceeds 50.');
    const names = [...form].filter(([name]) => /^Tags\.member\.\d+\.Name$/.test(name));
    const tags = Object.fromEntries(
      names.map(([name, value]) => [value, form.get(name.replace(/Name$/, 'Value')) ?? '']),
    );
    for (const text of Object.entries(tags).flat())
      if (!/^[A-Za-z0-9_.@-]{1,256}$/.test(text)) return failed(400, 'InvalidParameterValue', `Invalid tag "${text}".`);
    const id = `0107${String(messages.length + 1).padStart(12, '0')}`;
    messages.push({ id, source, to, raw, configurationSet: form.get('ConfigurationSetName'), tags });
    if (how === 'lost') return failed(500, 'InternalFailure', 'The answer was lost.');
    return ok('SendRawEmail', `<MessageId>${id}</MessageId>`);
  }

  const server = await endpoint(({ body }) => {
    const form = new URLSearchParams(body.toString());
    const action = form.get('Action') ?? '';
    calls.push(`ses:${action}`);
    if (action === 'SendRawEmail') return send(form);
    if (action === 'GetSendQuota')
      return ok(
        action,
        `<Max24HourSend>${perDay}</Max24HourSend><MaxSendRate>${rate}</MaxSendRate><SentLast24Hours>${messages.length}</SentLast24Hours>`,
      );
    return failed(400, 'InvalidAction', action);
  });
  return {
    ...server,
    messages,
    calls,
    fail(times, how) {
      failures = { times, how };
    },
  };
}

const ns = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';
const xml = (status: number, text: string): Answered => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: text,
});
const ok = (action: string, result: string): Answered =>
  xml(200, `<${action}Response ${ns}><${action}Result>${result}</${action}Result></${action}Response>`);
const failed = (status: number, code: string, message: string): Answered =>
  xml(
    status,
    `<ErrorResponse ${ns}><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  );
