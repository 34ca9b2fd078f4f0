/** One thing looked at. `advice` says what to do; empty when there is nothing to do. */
export interface Finding {
  readonly area: string;
  readonly state: 'ok' | 'note' | 'fault';
  readonly text: string;
  readonly advice: string;
}

export const ok = (area: string, text: string): Finding => ({ area, state: 'ok', text, advice: '' });
