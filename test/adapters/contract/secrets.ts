import { expect, it } from 'vitest';
import type { Secrets } from '../../../shared/ports.ts';

/** What every store of secrets promises. `make` answers one that holds exactly these. */
export function secretsContract(make: (secrets: Readonly<Record<string, string>>) => Promise<Secrets>): void {
  it('gives the secret’s text, unchanged', async () => {
    const secrets = await make({ 'zendesk-token': ' p@ss"word\n' });
    expect(await secrets.get('zendesk-token')).toBe(' p@ss"word\n');
  });
  it('names an absent secret, and not the others', async () => {
    const secrets = await make({ 'zendesk-token': 'hush' });
    const failed = secrets.get('jira-token');
    await expect(failed).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining('jira-token'),
    });
    await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('hush') });
  });
}
