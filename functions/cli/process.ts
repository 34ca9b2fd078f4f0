import process, { argv } from 'node:process';
import { endInOrder, endWith } from './ending.ts';
import { main } from './main.ts';

/** The command as a process of its own, which casebook.mjs starts. When that was killed, ends as hard: the data folder is free for the next command. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
endInOrder();
await endWith(await main(argv.slice(2)));
