import type { EventLogConfiguration } from './configuration.ts';
import { fieldsOf } from './fields.ts';
import { fileOf, formatOf } from './raw-name.ts';
import { reader } from './reader.ts';

const people: ReadonlySet<string> = new Set(['assignee', 'requester', 'actor']);

/** How a kept file of this source is read, which of its columns are, and which of these name people. */
export function readOfFile(configuration: EventLogConfiguration, key: string) {
  const { format, delimiter, encoding, sheet } = configuration;
  const { columns } = reader(configuration);
  return {
    asked: { format: format ?? formatOf(fileOf(key)), delimiter, encoding, sheet, columns },
    all: new Set(columns),
    people: new Set(fieldsOf(configuration.columns).flatMap((field) => (people.has(field.name) ? field.columns : []))),
  };
}
