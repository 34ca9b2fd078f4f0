import type { Command } from '../command.ts';

/** A command as help lists it. Its file is loaded when somebody asks for it: no command pays for the others. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of help. */
export const commands: readonly Entry[] = [
  {
    name: 'init',
    summary: 'asks a few questions, writes casebook.yaml',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'report',
    summary: 'from a file of tickets to the first mails of them',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'knows',
    summary: 'what each source tells of its tickets, and what would tell more',
    load: async () => (await import('./knows.ts')).knows,
  },
  {
    name: 'doctor',
    summary: 'checks configuration, credentials, reach, freshness, mappings',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'pull',
    summary: 'reads helpdesks and log files, and loads what is new',
    load: async () => (await import('./pull.ts')).pull,
  },
  {
    name: 'import',
    summary: 'loads what no helpdesk has: roster, costs, surveys, ...',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'run',
    summary: 'pulls, loads, measures, renders and delivers',
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'metrics',
    summary: 'prints numbers of the catalogue',
    load: async () => (await import('./metrics.ts')).metrics,
  },
  {
    name: 'explain',
    summary: 'says what a number means and shows the cases behind it',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'preview',
    summary: 'opens the mails of the last run, as mail programs show them',
    load: async () => (await import('./preview.ts')).preview,
  },
  {
    name: 'archive',
    summary: 'writes every report ever issued into out/, to look back in',
    load: async () => (await import('./archive.ts')).archive,
  },
  {
    name: 'replay',
    summary: 'rebuilds every table from raw/; numbers do not change',
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'runs',
    summary: 'what ran, what was sent to whom, what was held and why',
    load: async () => (await import('./runs.ts')).runs,
  },
  {
    name: 'resend',
    summary: 'sends mails again that certainly did not arrive',
    load: async () => (await import('./resend.ts')).resend,
  },
  {
    name: 'settle',
    summary: 'says of mails without an answer whether they arrived',
    load: async () => (await import('./settle.ts')).settle,
  },
  {
    name: 'unsubscribe',
    summary: 'takes a recipient off a report, or back on',
    load: async () => (await import('./unsubscribe.ts')).unsubscribe,
  },
  {
    name: 'forget',
    summary: 'removes a person from everything received and every table',
    load: async () => (await import('./forget.ts')).forget,
  },
  {
    name: 'cost',
    summary: 'estimates a month on AWS',
    load: async () => (await import('./cost.ts')).cost,
  },
  {
    name: 'demo',
    summary: 'makes up an organisation and writes its seven reports',
    load: async () => (await import('./demo.ts')).demo,
  },
  ...(['synth', 'diff', 'deploy', 'destroy'] as const).map((name) => ({
    name,
    summary: {
      synth: 'writes the CloudFormation template, offline',
      diff: 'compares it with what is deployed on AWS',
      deploy: 'deploys to AWS',
      destroy: 'removes the stack from AWS; stored data stays',
    }[name],
    load: async () => (await import('./stack.ts')).stackCommand(name),
  })),
  {
    name: 'serve',
    summary: 'keeps running: sends reports when they are due',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'mcp',
    summary: 'answers an assistant over stdio: metrics, values, explanations, rows (MCP)',
    load: async () => (await import('./mcp.ts')).mcp,
  },
  {
    name: 'schedule',
    summary: 'says what is due when; prints units for cron, systemd, CI',
    load: async () => (await import('./schedule.ts')).schedule,
  },
  {
    name: 'backup',
    summary: 'copies everything stored into one archive',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'puts an archive of casebook backup back',
    load: async () => (await import('./backup.ts')).restore,
  },
  {
    name: 'completion',
    summary: 'prints the completion script of bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion,
  },
];
