import { csv } from './attachments/csv.ts';
import { workbook } from './attachments/workbook.ts';
import { draw } from './charts/draw.ts';
import { htmlOf, htmlWarning } from './mjml.ts';
import type { Attachment, Model, Rendered, RenderedFile } from './model.ts';
import type { Badge } from './section.ts';
import { plainOf, textOf } from './text.ts';

const picturesWarning = 150_000;

/** Everything a mail is made of, from the model alone. */
export async function renderModel(model: Model): Promise<Rendered> {
  const { html, charts } = await htmlOf(model);
  const images: RenderedFile[] = [];
  for (const { cid, chart } of charts)
    images.push({ filename: `${cid.split('@')[0]}.png`, contentType: 'image/png', body: await draw(chart), cid });
  const attachments: RenderedFile[] = [];
  for (const attachment of model.attachments) attachments.push(await attached(attachment, model.locale));
  const size = Buffer.byteLength(html);
  const pictures = images.reduce((sum, { body }) => sum + body.length, 0);
  return {
    report: model.report,
    subject: model.subject.line,
    html,
    text: textOf(model),
    images,
    attachments,
    run: model.run,
    as_of_s: model.as_of_s,
    language: model.language,
    warnings: [
      ...model.warnings,
      ...(size > htmlWarning ? [`The HTML has ${size} bytes; Gmail cuts at about 102,000.`] : []),
      ...(pictures > picturesWarning ? [`The pictures have ${pictures} bytes; 150,000 is the aim.`] : []),
    ],
    verdict: badgeOf(model),
    checks: model.checks,
    brief: {
      heading: model.heading.line,
      sentence: model.bottomLine.sentence.line,
      points: model.bottomLine.points.map(({ line }) => plainOf(line)),
      link: model.link,
    },
  };
}

/** How the verdict looks, without its proof. */
const badgeOf = ({ verdict }: Model): Badge | null =>
  verdict === null ? null : { tone: verdict.tone, glyph: verdict.glyph, word: verdict.word };

async function attached(attachment: Attachment, locale: string): Promise<RenderedFile> {
  if (attachment.kind === 'csv')
    return { filename: attachment.filename, contentType: 'text/csv; charset=utf-8', body: csv(attachment, locale) };
  return {
    filename: attachment.filename,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: await workbook(attachment),
  };
}
