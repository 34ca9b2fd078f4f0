import { stdin, stdout } from 'node:process';
import type { Command } from '../command.ts';
import { configurationAt } from '../home.ts';
import { answerLine, linesOf } from '../mcp/protocol.ts';
import { toolsOf } from '../mcp/tools.ts';
import { about } from '../version.ts';
import { placesOf } from '../workspace.ts';

const instructions =
  'Exact numbers about customer support from the company’s own helpdesks. Values without a number say why: never take them for 0, and never compute a mean of means from parts; ask for the cut or period instead.';

/** A server for one assistant, which starts it and ends it by closing its input. It only reads. */
export const mcp: Command = {
  takes: '',
  options: {},
  examples: [
    ['casebook mcp', 'what an assistant is told to start; it then asks over stdin and stdout'],
    ['casebook mcp --config /srv/metrics/casebook.yaml --data /srv/metrics/.casebook', 'from any folder'],
  ],
  run: async (given) => {
    // A fault of the configuration is said at the start, not with the first question.
    await configurationAt(placesOf(given).config);
    const tools = toolsOf(given);
    const { version } = about();
    for await (const line of linesOf(stdin.setEncoding('utf8') as AsyncIterable<string>)) {
      if (line.trim() === '') continue;
      const answer = await answerLine(line, tools, { name: 'casebook', version, instructions });
      if (answer !== null) stdout.write(`${answer}\n`);
    }
    return 0;
  },
};
