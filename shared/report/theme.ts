/** Colours and sizes of a mail (REPORTS section 4): light inline for every program, dark by class for those that read it. */
export const light = {
  page: '#eef1f6',
  card: '#ffffff',
  text: '#1b2430',
  muted: '#566072',
  line: '#dfe4ec',
  rule: '#2b3442',
  link: '#1d4ed8',
  band: '#1d3f8f',
  button: '#1d4ed8',
  note: '#fff6e3',
  noteEdge: '#c98a1b',
  group: '#1d3f8f',
  bar: '#5b8def',
  quietBar: '#7c93b8',
} as const;

export const tones = {
  good: { text: '#0a6640', back: '#e3f4ea' },
  warn: { text: '#7a4b00', back: '#fdf0d5' },
  bad: { text: '#a31b12', back: '#fde7e4' },
  none: { text: '#4b5565', back: '#e9edf3' },
} as const;

const darkRules = (prefix: string): string =>
  [
    ['.page,.page>div', 'background:#0d1117'],
    ['.card,.card>table,.card>table>tbody>tr>td', 'background:#161b22'],
    ['.band,.band>table,.band>table>tbody>tr>td', 'background:#1c3777'],
    ['.card div,.card td,.card th,.card h2,.card h3,.card li,.card p,.card strong', 'color:#e6e9ef'],
    ['.card .m', 'color:#aab4c3'],
    ['.card .g', 'color:#9dbcff'],
    ['.card .up', 'color:#5fd39a'],
    ['.card .dn', 'color:#ff9d94'],
    ['.card a.l', 'color:#8ab4ff'],
    ['.card td,.card th', 'border-color:#2d3440'],
    ['.card .t', 'border-color:#c4ccd8'],
    ['.card .note,.card .note div', 'background:#2a2314;color:#f3e7cc'],
    ['.card .pg', 'color:#0a6640'],
    ['.card .pw', 'color:#7a4b00'],
    ['.card .pb', 'color:#a31b12'],
    ['.card .pn', 'color:#4b5565'],
    ['.card a.b', 'color:#ffffff'],
  ]
    .map(([selectors, body]) => {
      const all = (selectors ?? '')
        .split(',')
        .map((selector) => `${prefix}${selector}`)
        .join(',');
      const important = (body ?? '')
        .split(';')
        .map((rule) => `${rule}!important`)
        .join(';');
      return `${all}{${important}}`;
    })
    .join('');

/** What mail programs that read style sheets do with it: dark mode, phones, Outlook.com's own dark mode. */
export const styleSheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'h1,h2,h3,p,ul,ol{margin:0}',
  '.n{white-space:nowrap;word-break:normal}',
  '.card td,.card th{word-break:normal;overflow-wrap:break-word}',
  `@media (prefers-color-scheme:dark){${darkRules('')}}`,
  darkRules('[data-ogsc] '),
  '@media only screen and (max-width:480px){.w{display:none!important}.card>table>tbody>tr>td,.band>table>tbody>tr>td{padding-left:16px!important;padding-right:16px!important}.p{padding-left:0!important}.fig td{display:block!important;width:100%!important;padding-bottom:12px!important}h1{font-size:22px!important}[lang="ru"] .pg,[lang="ru"] .pw,[lang="ru"] .pb,[lang="ru"] .pn{white-space:normal!important;overflow-wrap:normal;padding-left:5px!important;padding-right:5px!important;font-size:11px!important}.card td{overflow-wrap:anywhere}[lang="ru"] .card th[scope="col"]{font-size:11px!important;letter-spacing:-.2px}[lang="ru"] .card .mc{overflow-wrap:anywhere}[lang="ru"] .card td,[lang="ru"] .card th{-webkit-hyphens:auto;hyphens:auto}}',
].join('');
