import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A message that the server took: after the final dot, with 250. */
export interface Taken {
  readonly to: string;
  readonly text: string;
}
export interface SmtpServer {
  readonly port: number;
  readonly taken: readonly Taken[];
  /** Lines that clients said before or without TLS. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/**
 * A mail server that counts, and that fails as the local part of the recipient says: `451-rcpt`, `550-rcpt`, `552-data` answer so;
 * `once-` before a code answers it the first time only; `drop-rcpt` and `drop-dot` break the connection there, the second after the message was
 * taken; `slow` never answers the dot, `drip` never ends its answer, `mute` says nothing to the recipient.
 */
export async function smtpServer(
  options: { readonly password?: string; readonly echo?: boolean } = {},
): Promise<SmtpServer> {
  const taken: Taken[] = [];
  const heard: string[] = [];
  const seen = new Map<string, number>();
  const sockets = new Set<Socket>();
  const failing = (to: string, at: string): string | undefined => {
    const [, once, code] = new RegExp(`^(once-)?(\\d{3}|drop)-${at}`).exec(to) ?? [];
    const nth = (seen.get(to + at) ?? 0) + 1;
    seen.set(to + at, nth);
    return once !== undefined && nth > 1 ? undefined : code;
  };
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const words: Readonly<Record<string, string>> = {
      '451': '451 4.7.1 greylisted, come back later',
      '550': '550 5.1.1 no such user',
      '552': '552 5.3.4 message too big',
      '554': '554 5.7.1 relaying denied',
    };
    let to = '';
    let body: string[] | undefined;
    say('220 test ESMTP');
    createInterface({ input: socket }).on('line', (line) => {
      if (body !== undefined) {
        if (line !== '.') return void body.push(line);
        const message = { to, text: body.join('\n') };
        body = undefined;
        const code = failing(to, 'data');
        if (code !== undefined) return say(words[code] ?? `${code} no`);
        if (to.startsWith('slow')) return;
        if (to.startsWith('drip')) {
          const drip = setInterval(() => say('250-a moment'), 50);
          return void socket.on('close', () => clearInterval(drip));
        }
        taken.push(message);
        if (failing(to, 'dot') === 'drop') return void socket.destroy();
        return say('250 2.0.0 Ok: queued as 4XyZ12');
      }
      heard.push(line);
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') return say(options.password === undefined ? '250 test' : '250-test\r\n250 AUTH PLAIN');
      if (word === 'AUTH') {
        const given = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
        if (given.endsWith(`\0${options.password}`)) return say('235 2.7.0 ok');
        return say(
          `535 5.7.8 bad credentials${options.echo === true ? ` ${given.split('\0')[2]} ${line.split(' ')[2]}` : ''}`,
        );
      }
      if (word === 'MAIL') return say('250 ok');
      if (word === 'RCPT') {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        const code = failing(to, 'rcpt');
        if (code === 'drop') return void socket.destroy();
        if (to.startsWith('mute')) return;
        return say(code === undefined ? '250 ok' : (words[code] ?? `${code} no`));
      }
      if (word === 'DATA') {
        body = [];
        return say('354 go on');
      }
      if (word === 'QUIT') return void socket.end('221 bye\r\n');
      return say('502 5.5.1 not here');
    });
  };
  const server = createServer(serve);
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    heard,
    close: () =>
      new Promise((down) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => down());
      }),
  };
}
