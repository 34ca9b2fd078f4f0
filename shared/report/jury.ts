import { holm } from '../stats/holm.ts';

/** A change that was judged: how surprising it is if nothing changed, and how much of the mail's level it may use. */
export interface Finding {
  readonly key: string;
  readonly p: number;
  /** 1 for a number of the mail, less for a row of a table. */
  readonly weight: number;
}
/** Decides whether a change is news. */
export type Jury = (finding: Finding) => boolean;

/** A number by itself, outside a mail: chance alone calls one in a hundred news. */
export const alone: Jury = ({ p, weight }) => p <= 0.01 * weight;

/**
 * Nominal share of mails in which chance alone makes any number better, worse or unusual. Measured, it is less
 * (DECISIONS.md; test/bench/change.ts), because the methods never count less than chance itself.
 */
const level = 0.05;

/** Hears every change of a mail first, then says which stand (Holm). The leading number has half of the level, if there is one. */
export function openJury(leading: string | null): { readonly hear: Jury; readonly decide: () => Jury } {
  const heard = new Map<string, Finding>();
  return {
    hear: (finding) => {
      heard.set(finding.key, finding);
      return false;
    },
    decide: () => {
      const others = [...heard.values()].filter(({ key }) => key !== leading);
      const rest = others.reduce((sum, { weight }) => sum + weight, 0);
      const findings = [...heard.values()].map((finding) =>
        finding.key === leading ? { ...finding, weight: Math.max(1, rest) } : finding,
      );
      const stands = holm(findings, level);
      const news = new Set(findings.filter((_, i) => stands[i]).map(({ key }) => key));
      return ({ key }) => news.has(key);
    },
  };
}
