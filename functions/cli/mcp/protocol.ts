import { z } from 'zod';
import { CasebookError } from '../../../shared/errors.ts';

/** A question that the server answers. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodType;
  /** @throws CasebookError with one sentence that says why not */
  answer(input: unknown): Promise<Told>;
}
/** What a tool answers, as JSON, and what must be read with it. */
export interface Told {
  readonly answer: unknown;
  readonly notes?: readonly string[];
}
export interface About {
  readonly name: string;
  readonly version: string;
  /** What the server is for, told to the assistant. */
  readonly instructions: string;
}

/** Versions of the protocol whose messages of tools are the same; the newest first. */
const versions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

const Message = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});
type Message = z.output<typeof Message>;
const Call = z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) });

const code = { parse: -32_700, invalid: -32_600, unknown_method: -32_601, params: -32_602, internal: -32_603 } as const;

/** Characters of a line; a question has a few hundred. */
const longest = 1 << 20;

/** Lines of a stream. Of one that is longer than any question only the beginning is given, which is no JSON, and no more is kept. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let line = '';
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n');
    line = (line + first).slice(0, longest);
    for (const next of others) {
      yield line;
      line = next.slice(0, longest);
    }
  }
  yield line;
}

/**
 * The part of the Model Context Protocol that a server of tools needs (modelcontextprotocol.io, basic/lifecycle and server/tools): one
 * JSON-RPC message a line in, at most one out. Answers the line to send; null for what wants no answer.
 */
export async function answerLine(line: string, tools: readonly Tool[], about: About): Promise<string | null> {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    return fault(null, code.parse, 'found a line that is no JSON, expected one JSON-RPC message a line');
  }
  const read = Message.safeParse(given);
  if (!read.success) return fault(null, code.invalid, 'found no JSON-RPC 2.0 request, expected jsonrpc, method and id');
  const message = read.data;
  if (message.id === undefined) return null;
  try {
    const result = await resultOf(message, tools, about);
    return result === undefined
      ? fault(message.id, code.unknown_method, `there is no method ${message.method}`)
      : JSON.stringify({ jsonrpc: '2.0', id: message.id, result });
  } catch (error) {
    return error instanceof BadCall
      ? fault(message.id, code.params, error.message)
      : fault(message.id, code.internal, error instanceof Error ? error.message : String(error));
  }
}

class BadCall extends Error {}

async function resultOf({ method, params }: Message, tools: readonly Tool[], about: About): Promise<unknown> {
  switch (method) {
    case 'initialize': {
      const wanted = params?.['protocolVersion'];
      const { name, version, instructions } = about;
      return {
        protocolVersion: versions.find((one) => one === wanted) ?? versions[0],
        capabilities: { tools: {} },
        serverInfo: { name, version },
        instructions,
      };
    }
    case 'ping':
      return {};
    case 'tools/list':
      return { tools: tools.map(described) };
    case 'tools/call':
      return called(params, tools);
    default:
      return undefined;
  }
}

const described = ({ name, title, description, input }: Tool) => ({
  name,
  title,
  description,
  inputSchema: z.toJSONSchema(input, { io: 'input' }),
  annotations: { readOnlyHint: true, openWorldHint: false },
});

/** What the company's own rules refuse is an answer that the assistant reads, not a fault of the protocol. */
async function called(params: unknown, tools: readonly Tool[]): Promise<unknown> {
  const call = Call.safeParse(params);
  if (!call.success) throw new BadCall('tools/call: expected the name of a tool, and its arguments as an object');
  const tool = tools.find(({ name }) => name === call.data.name);
  if (tool === undefined)
    throw new BadCall(
      `tools/call: found "${call.data.name}", expected one of ${tools.map(({ name }) => name).join(', ')}`,
    );
  const input = tool.input.safeParse(call.data.arguments);
  if (!input.success) return refusal(`${tool.name}: ${input.error.issues.map(issueText).join('; ')}`);
  try {
    const { answer, notes = [] } = await tool.answer(input.data);
    return {
      content: [JSON.stringify(answer, null, 1), ...notes].map((text) => ({ type: 'text', text })),
      structuredContent: { answer, notes },
    };
  } catch (error) {
    if (error instanceof CasebookError) return refusal(error.message);
    throw error;
  }
}

const refusal = (text: string) => ({ content: [{ type: 'text', text }], isError: true });
const issueText = ({ path, message }: z.core.$ZodIssue): string =>
  `${path.length === 0 ? 'arguments' : path.join('.')}: ${message}`;
const fault = (id: string | number | null, number: number, message: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code: number, message } });
