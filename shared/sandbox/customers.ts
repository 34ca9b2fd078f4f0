import { day_s, dayOf } from './civil.ts';
import type { Account, Contact } from './model.ts';
import { companyHeads, companyTails, firstNames, products, surnames } from './names.ts';
import { type Random, randomOf } from './random.ts';

const bands = [
  { band: 'platinum', weight: 4, recurring: 9_000_000, contacts: 14 },
  { band: 'gold', weight: 12, recurring: 3_200_000, contacts: 8 },
  { band: 'silver', weight: 34, recurring: 900_000, contacts: 4 },
  { band: 'bronze', weight: 50, recurring: 180_000, contacts: 2 },
] as const;

/** 180 customer organisations; some start or leave inside the fifteen months. */
export function accountsOf(seed: number, start_day: number, end_day: number): readonly Account[] {
  const random = randomOf(seed, 'accounts');
  return Array.from({ length: 180 }, (_, i) => {
    const { band, recurring } = random.weighted(bands.map((one) => [one, one.weight] as const));
    const head = companyHeads[i % companyHeads.length] ?? 'Alder';
    const tail = companyTails[(i * 7 + Math.floor(i / companyHeads.length)) % companyTails.length] ?? 'Works';
    const isNew = random.chance(0.14);
    const leaves = random.chance(band === 'bronze' ? 0.12 : 0.05);
    const started = isNew
      ? start_day + random.below(end_day - start_day - 60)
      : dayOf('2022-01-01') + random.below(start_day - dayOf('2022-01-01'));
    return {
      id: `A${String(i + 1).padStart(4, '0')}`,
      n: i + 1,
      name: `${head} ${tail}`,
      band,
      segment: random.weighted([
        ['enterprise', band === 'platinum' || band === 'gold' ? 8 : 1],
        ['mid-market', 4],
        ['small', band === 'bronze' ? 9 : 1],
      ] as const),
      region: random.weighted([
        ['EMEA', 42],
        ['Americas', 36],
        ['APAC', 22],
      ] as const),
      product: random.pick(products),
      at_risk: random.chance(0.07),
      started,
      ended: leaves ? Math.max(started + 200, start_day + 30 + random.below(end_day - start_day - 30)) : null,
      recurring_minor: Math.round(random.around(recurring, 0.25) / 1000) * 1000,
    };
  });
}

/** The people of each account who write to support. */
export function contactsOf(seed: number, accounts: readonly Account[]): readonly Contact[] {
  const random: Random = randomOf(seed, 'contacts');
  const contacts: Contact[] = [];
  for (const account of accounts) {
    const size = bands.find(({ band }) => band === account.band)?.contacts ?? 2;
    for (let i = 0; i < 1 + random.below(2 * size); i++) {
      const n = contacts.length + 1;
      const name = `${random.pick(firstNames)} ${random.pick(surnames)}`;
      contacts.push({
        id: `c${n}`,
        n,
        name,
        email: `${name.replace(' ', '.')}.${n}@${account.id}.example`.toLowerCase(),
        account: account.id,
        created_s: (account.started + random.below(30)) * day_s + 36_000,
      });
    }
  }
  return contacts;
}
