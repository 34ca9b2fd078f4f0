import { caniemail } from 'caniemail';
import { describe, expect, it } from 'vitest';
import { rendered, mailedReports } from '../support/reports.ts';

/**
 * What each program lacks of what the mails use (caniemail.com), and why that is no loss: dark mode and phone rules are
 * enhancements, `target`, `cursor` and Outlook's border and table rules come from MJML's own skeleton. A new finding fails.
 */
const skeleton = ['color-scheme CSS property', 'color-scheme meta tag', 'cursor', 'target attribute', 'overflow-wrap'];
const known: Readonly<Record<string, readonly string[]>> = {
  'gmail.desktop-webmail': skeleton,
  'gmail.ios': skeleton,
  'gmail.android': skeleton,
  'outlook.windows': [
    ...skeleton,
    'outline',
    '@media',
    'Chaining selectors',
    'white-space',
    'overflow',
    'Attribute selector',
    'Child combinator',
    'word-spacing',
    'max-height property',
    'opacity',
    'table-layout',
    'border-radius',
    'border-spacing',
  ],
  'outlook.macos': [...skeleton, '<body> element', 'border-spacing'],
  'outlook.outlook-com': [...skeleton, 'Chaining selectors'],
  'outlook.ios': skeleton,
  'outlook.android': skeleton,
  'apple-mail.macos': [],
  'apple-mail.ios': skeleton,
  'yahoo.desktop-webmail': [...skeleton, 'height property', 'word-break', 'aria-label attribute'],
  'yahoo.ios': [...skeleton, 'height property', 'word-break', 'aria-label attribute', '<body> element'],
  'samsung-email.android': [...skeleton, 'white-space'],
};

describe('mail programs', () => {
  for (const [client, allowed] of Object.entries(known)) {
    it(`lack nothing unexpected: ${client}`, async () => {
      for (const [report, facts] of mailedReports) {
        const { html } = await rendered(report, facts());
        const { issues } = caniemail({ clients: [client as 'gmail.ios'], html });
        const lacking = [...issues.errors.values()].flatMap((found) => found.map(({ title }) => title));
        expect(
          lacking.filter((title) => !allowed.includes(title)),
          report.id,
        ).toEqual([]);
      }
    });
  }
});
