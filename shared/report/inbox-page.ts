/** Looks of the inbox page; it has no other assets. */
export const inboxStyle = `
:root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#1b2430;--muted:#566072;--line:#dfe4ec;--accent:#1d4ed8;--band:#1d3f8f;--stage:#d9dfe9}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--card:#161b22;--text:#e6e9ef;--muted:#aab4c3;--line:#2d3440;--accent:#8ab4ff;--stage:#080b10}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
header{background:var(--band);color:#fff;padding:16px 24px}header h1{font-size:20px;margin:0}header p{margin:2px 0 0;color:#dbe4fb;font-size:13px}
.frame{display:grid;grid-template-columns:minmax(280px,380px) minmax(0,1fr);min-height:calc(100vh - 78px)}
nav{border-right:1px solid var(--line);background:var(--card);padding:0 0 24px}nav ol,nav ul{list-style:none;margin:0;padding:0}nav h2{font-size:13px;margin:20px 16px 6px;color:var(--muted)}
nav button{display:block;width:100%;text-align:left;background:none;border:0;border-bottom:1px solid var(--line);border-left:4px solid transparent;padding:12px 16px 12px 12px;color:inherit;font:inherit;cursor:pointer}
nav button:hover{background:var(--page)}nav button[aria-current=true]{border-left-color:var(--accent);background:var(--page)}
.kind{display:block;font-size:12px;color:var(--muted)}.subject{display:block;font-weight:600;margin:1px 0 5px;overflow-wrap:anywhere}.badges{display:flex;flex-wrap:wrap;gap:6px;align-items:center}
.quiet{color:var(--muted);font-size:13px}.unsent li{padding:8px 16px;font-size:13px}
.pill{border-radius:10px;padding:1px 9px;font-size:12px;font-weight:700;white-space:nowrap}.good{background:#e3f4ea;color:#0a6640}.warn{background:#fdf0d5;color:#7a4b00}.bad{background:#fde7e4;color:#a31b12}.none{background:#e9edf3;color:#4b5565}
main{padding:18px 24px 40px;min-width:0}main h2{margin:0;font-size:18px;overflow-wrap:anywhere}main h3{font-size:15px;margin:20px 0 6px}main p{margin:2px 0 12px}
.bar{display:flex;flex-wrap:wrap;gap:12px;margin:0 0 14px}.bar>div{display:flex}.bar button{border:1px solid var(--line);border-left-width:0;background:var(--card);color:inherit;padding:6px 12px;font:inherit;font-size:13px;cursor:pointer}
.bar button:first-child{border-left-width:1px;border-radius:6px 0 0 6px}.bar button:last-child{border-radius:0 6px 6px 0}.bar button:only-child{border-radius:6px}.bar button[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:#fff}
@media (prefers-color-scheme:dark){.bar button[aria-pressed=true]{color:#0d1117}}
:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
.stage{background:var(--stage);padding:24px 12px;border-radius:10px;overflow-x:auto}.stage iframe{display:block;margin:0 auto;border:0;background:#fff;border-radius:8px;box-shadow:0 1px 8px rgba(0,0,0,.18);min-height:480px;max-width:none}
pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px;overflow-x:auto;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;max-width:90ch}
table{border-collapse:collapse}td,th{text-align:left;padding:6px 24px 6px 0;border-bottom:1px solid var(--line);font-weight:400}thead th{font-size:12px;color:var(--muted)}td{font-variant-numeric:tabular-nums}a{color:var(--accent)}
.checks{list-style:none;padding:0}.checks li{padding:4px 0}.empty{padding:40px 0}
@media (max-width:820px){.frame{grid-template-columns:1fr}nav{border-right:0}}
`.replaceAll('\n', '');

/** Shows one mail at a time; dark and light are told by rewriting the mail's own media query, so that both work on every machine. */
export const inboxScript = `
(() => {
  const bodies = JSON.parse(document.getElementById('bodies').textContent);
  const look = { view: 'mail', width: '600', theme: 'light', pictures: 'on' };
  let current = 0;
  const themed = (body) => {
    const query = /@media \\(prefers-color-scheme: ?dark\\)/g;
    const seen = body.replace(query, look.theme === 'dark' ? '@media all' : '@media not all');
    return look.pictures === 'off' ? seen.replace(/src="data:image[^"]*"/g, 'src="data:,"') : seen;
  };
  const fit = (frame) => {
    const inside = frame.contentDocument && frame.contentDocument.body;
    if (inside) frame.style.height = Math.max(480, inside.scrollHeight + 2) + 'px';
  };
  const show = () => {
    document.querySelectorAll('article').forEach((article, i) => { article.hidden = i !== current; });
    document.querySelectorAll('nav button').forEach((button) => button.setAttribute('aria-current', String(Number(button.dataset.mail) === current)));
    const article = document.getElementById('mail-' + current);
    if (!article) return;
    article.querySelectorAll('[data-panel]').forEach((panel) => { panel.hidden = panel.dataset.panel !== look.view; });
    article.querySelectorAll('.look').forEach((group) => { group.style.visibility = look.view === 'mail' ? '' : 'hidden'; });
    for (const name of ['view', 'width', 'theme'])
      article.querySelectorAll('[data-' + name + ']').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset[name] === look[name])));
    article.querySelector('[data-pictures]').setAttribute('aria-pressed', String(look.pictures === 'off'));
    const body = bodies[current];
    if (look.view === 'mail') {
      const frame = article.querySelector('iframe');
      frame.width = look.width;
      frame.style.colorScheme = look.theme;
      frame.onload = () => { fit(frame); setTimeout(() => fit(frame), 200); };
      frame.srcdoc = themed(body.html);
    }
    article.querySelector('[data-panel=text] pre').textContent = body.text;
    article.querySelector('[data-panel=headers] pre').textContent = body.headers;
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    const { mail, view, width, theme, pictures } = button.dataset;
    if (mail !== undefined) { current = Number(mail); history.replaceState(null, '', '#' + (current + 1)); }
    if (view) look.view = view;
    if (width) look.width = width;
    if (theme) look.theme = theme;
    if (pictures) look.pictures = look.pictures === 'off' ? 'on' : 'off';
    show();
  });
  const asked = Number(location.hash.slice(1)) - 1;
  if (asked > 0 && asked < bodies.length) current = asked;
  show();
})();
`;
