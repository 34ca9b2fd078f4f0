import { z } from 'zod';
import { ConfigurationSchema } from './configuration.ts';
import type { Known } from './known.ts';

/**
 * The JSON Schema of casebook.yaml, so that editors complete and check it: the schema of the file, with one alternative of a source
 * for each connector, and the ids of metrics and dimensions. Pretty-printed, ends with a line break.
 */
export function configurationSchemaText({ connectors, metrics, cuts = {}, sections = {} }: Known): string {
  const schemaOf = (type: z.ZodType): Record<string, unknown> => {
    const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Record<
      string,
      unknown
    >;
    return schema;
  };
  const whole = schemaOf(ConfigurationSchema) as {
    properties: { sources: { items: unknown } };
    $defs: Record<'metric' | 'dimension' | 'ready', { enum?: readonly string[] }>;
  };
  whole.$defs.metric.enum = [...metrics].sort();
  whole.$defs.dimension.enum = [...new Set(Object.values(cuts).flat())].sort();
  whole.$defs.ready.enum = Object.keys(sections).sort();
  whole.properties.sources.items = {
    anyOf: Object.keys(connectors)
      .sort()
      .map((id) => schemaOf(connectors[id] as z.ZodType)),
  };
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'casebook.yaml', ...whole }, null, 2)}\n`;
}
