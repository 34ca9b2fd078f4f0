import { inputNamed } from './registry.ts';

const people = /^(person|respondent|contact|author|visitor|reviewer|manager|helpdesk)(_ids?)?$|^raised_by$/;

/** Which columns of a kept input file are read, and which of these name people. */
export function readOfInput(table: string) {
  const all = Object.keys(inputNamed(table).columns);
  return { asked: {}, all: new Set(all), people: new Set(all.filter((name) => people.test(name))) };
}
