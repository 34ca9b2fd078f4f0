import process, { exit, stderr, stdout } from 'node:process';
import { codeOf, dropUnderWay } from '../../shared/adapters/embedded/atomic-file.ts';
import { machineFault } from './machine-fault.ts';
import { say } from './terminal.ts';

/** Exit statuses of a shell: 128 and the signal's number. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
const closedPipe = 128 + 13;

let outputFault: Error | undefined;

/** From now on a signal ends the process quietly, with nothing half written, and a closed pipe is no fault of the program. */
export function endInOrder(): void {
  for (const [signal, number] of Object.entries(signals)) process.on(signal, () => exit(128 + number));
  process.on('exit', dropUnderWay);
  stdout.on('error', (error) => (outputFault ??= error));
  // Nobody reads what is said any more: the work goes on all the same.
  stderr.on('error', () => undefined);
}

/** Ends the process when all that was printed has gone out. */
export async function endWith(status: number): Promise<never> {
  await drained(stdout);
  if (outputFault !== undefined && codeOf(outputFault) !== 'EPIPE')
    say(`casebook: the output could not be written: ${machineFault(outputFault) ?? outputFault.message}`);
  await drained(stderr);
  return exit(outputFault === undefined ? status : codeOf(outputFault) === 'EPIPE' ? closedPipe : 1);
}

const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((done) => (stream.writableLength === 0 ? setImmediate(done) : stream.write('', () => done())));
