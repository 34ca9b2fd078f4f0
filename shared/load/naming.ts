import type { Configuration } from '../config/configuration.ts';
import type { DerivedTicket, FactsInput } from '../facts/context.ts';
import type { FactsInputs } from './facts-inputs.ts';

type Derive = (input: FactsInput) => DerivedTicket;

/**
 * Names in place of the ids of brands, and in place of the categories of statuses, where the helpdesk lists them apart from its tickets.
 * A brand that teams or reports of casebook.yaml call by its id keeps it. Facts are derived from statuses as tickets have them.
 * Undefined: nothing is listed.
 */
export function naming(
  { teams, reports }: Pick<Configuration, 'teams' | 'reports'>,
  { status_name, brand_name }: FactsInputs['names'],
) {
  if (status_name.size + brand_name.size === 0) return undefined;
  const written = JSON.stringify([teams, reports]);
  const brands = new Map([...brand_name].filter(([id]) => !written.includes(JSON.stringify(id))));
  return {
    rules: [[...status_name], [...brands]],
    named:
      (derive: Derive): Derive =>
      (input) => {
        const { brand, status_id } = input.attributes;
        const derived = derive({
          ...input,
          attributes: { ...input.attributes, brand: brands.get(brand ?? '') ?? brand },
        });
        const { status_raw } = derived.ticket;
        const name = status_raw === null ? undefined : status_name.get(status_id ?? '');
        return name === undefined ? derived : { ...derived, ticket: { ...derived.ticket, status_raw: name } };
      },
  };
}
