/** Decimals of a currency's minor unit, ISO 4217; 2 unless listed. A fixed list, so that a runtime's own data cannot move money. */
export function minorDigits(currency: string): number {
  if (none.has(currency)) return 0;
  if (three.has(currency)) return 3;
  return currency === 'CLF' || currency === 'UYW' ? 4 : 2;
}

const none = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const three = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));
