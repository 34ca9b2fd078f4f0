import { describe, expect, it } from 'vitest';
import { mailLanguages, ConfigurationSchema } from '../../shared/config/configuration.ts';
import { languages } from '../../shared/report/words/words.ts';

const accepts = (locale: string): boolean =>
  ConfigurationSchema.safeParse({
    organisation: { name: 'Example', time_zone: 'UTC', currency: 'EUR', locale },
    sources: [{ id: 'helpdesk', connector: 'event-log' }],
  }).success;

describe('the language of mails', () => {
  it('is one that has words', () => expect([...mailLanguages].sort()).toEqual(Object.keys(languages).sort()));
  it('may name a region', () => expect(['en', 'en-IE', 'ru', 'ru-KZ', 'zh-CN', 'zh'].filter(accepts)).toHaveLength(6));
  it('is refused where half of a mail would be English', () =>
    expect(['de', 'fr', 'ar', 'zh-TW', 'x'].filter(accepts)).toEqual([]));
});
