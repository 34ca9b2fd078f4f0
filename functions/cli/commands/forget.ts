import { UsageError } from '../../../shared/errors.ts';
import { forget as erase } from '../../../shared/pipeline/forget.ts';
import { loadDeps } from '../../../shared/pipeline/load-deps.ts';
import type { Command } from '../command.ts';
import { connectors, withHome } from '../home.ts';
import { progress, say } from '../terminal.ts';

export const forget: Command = {
  name: 'forget',
  summary: 'removes a person from everything received and from every table',
  takes: '',
  options: { requester: { takes: 'ID', help: 'the person’s id in the helpdesk, or in the log' } },
  run: async (given) => {
    const person = given.one('requester');
    if (person === undefined || person.trim() === '') throw new UsageError('casebook forget: expected --requester ID.');
    return withHome(given, async (home) => {
      progress('Looking through everything received');
      const { objects, changed, pseudonym } = await erase(person, loadDeps({ ...home, connectors }));
      progress(
        `Forgot the person in ${changed} of ${objects} raw objects and rebuilt every table; ${pseudonym} stands where the id stood.`,
        true,
      );
      say('Numbers are unchanged. Files in your own folders, and mails that were sent, are yours to clean.');
      return 0;
    });
  },
};
