import { exit, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';

/** 128 and the number of SIGINT, as a shell says it. */
const interrupted = 130;

/** Asks a person at the terminal, line by line. */
export interface AskedLines {
  question(text: string): Promise<string>;
  end(): void;
}

/**
 * Questions are written to `output`. Ctrl-C comes as a key here, Ctrl-D as the end of the input: both end the command as a signal does,
 * quietly, before the question that was open fails, and nothing is written.
 */
export function askedLines(output: NodeJS.WritableStream): AskedLines {
  const reader = createInterface({ input: stdin, output, terminal: true });
  reader.on('close', () => exit(interrupted));
  return {
    question: (text) => reader.question(text),
    end: () => reader.removeAllListeners('close').close(),
  };
}
