import * as fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that the gate says of one tree always the same. `CASEBOOK_SEED=<integer>` draws
 * others: what fails then prints its seed and path, and belongs into the test as an example.
 */
fc.configureGlobal({ seed: Number(process.env['CASEBOOK_SEED'] ?? 20260901) });

export * from 'fast-check';
