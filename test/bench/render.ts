import { mime } from '../../shared/report/mime.ts';
import { compose, render as renderModel } from '../../shared/report/report.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { leadWeekFacts } from '../support/report-facts.ts';
import { compare, type Suite } from './measure.ts';

/** The weekly mail of a team from kept results to the bytes that are sent: MJML, charts as PNG, attachments, MIME; warm. */
export const render: Suite = async ({ rounds }) => {
  let bytes = { html: 0, message: 0 };
  const [timed] = await compare(
    [
      {
        name: 'lead-weekly, facts to message',
        run: async () => {
          const mail = await renderModel(compose(leadWeekly, leadWeekFacts()));
          const message = await mime(mail, {
            from: 'metrics@example.com',
            to: 'lead@example.com',
            reply_to: null,
            unsubscribe_mailbox: 'metrics@example.com',
            unsubscribe_url: null,
            list: 'lead-weekly.emea',
            organisation: 'Example Corp',
          });
          bytes = { html: Buffer.byteLength(mail.html), message: message.length };
          return null;
        },
      },
    ],
    rounds * 3,
  );
  return {
    timings: { render: timed === undefined ? [] : [timed] },
    figures: { render_ms: timed?.median_ms ?? Number.NaN, html_bytes: bytes.html, message_bytes: bytes.message },
  };
};
