import { AccessDenied } from '../../../local/wire.ts';
import { aBot, aBotOf, aliasLocale, aLocale, CHIME } from './a-bot.ts';

test('ids follow from names, so that a restart keeps them', () => {
  const one = aBot();
  const two = aBot();

  expect(one.botId).toMatch(/^[0-9A-Z]{10}$/);
  expect(one.aliasId).toMatch(/^[0-9A-Z]{10}$/);
  expect(one.aliasArn).toBe(`arn:aws:lex:us-east-1:000000000000:bot-alias/${one.botId}/${one.aliasId}`);
  expect(two.aliasArn).toBe(one.aliasArn);
});

test.each([
  {
    bot: { ...aBotOf(aLocale()), Replication: {} },
    says: 'Replication',
    why: 'a property that is not known here',
  },
  {
    bot: aBotOf(aLocale({ Intents: [{ Name: 'Other' }] })),
    says: 'FallbackIntent',
    why: 'no fallback intent',
  },
  { bot: aBotOf(aLocale({ LocaleId: 'en-US' })), says: 'LocaleId', why: 'a locale that is none' },
  { bot: { ...aBotOf(aLocale()), Name: 'no spaces' }, says: 'Name', why: 'a name with a space' },
])('a bot with $why is not created', ({ bot, says }) => {
  expect(() => aBot().lex.defineBot(bot)).toThrow(says);
});

test('versions and aliases are of what there is', () => {
  const { lex, botId } = aBot();
  const version = (LocaleId: string, SourceBotVersion: string) => ({
    BotId: botId,
    BotVersionLocaleSpecification: [{ LocaleId, BotVersionLocaleDetails: { SourceBotVersion } }],
  });

  expect(lex.defineVersion(version('en_US', 'DRAFT'))).toEqual({ version: '2' });
  expect(() => lex.defineVersion(version('fr_FR', 'DRAFT'))).toThrow('no locale fr_FR');
  expect(() => lex.defineVersion(version('en_US', '9'))).toThrow('no version 9');
  expect(() => lex.defineAlias({ BotId: 'NOSUCHBOT0', BotAliasName: 'live' })).toThrow('no bot NOSUCHBOT0');
});

test('a version is what the bot was when it was made', () => {
  const { lex, start } = aBot();
  lex.defineBot(aBotOf(aLocale({ LocaleId: 'fr_FR' })));

  expect(start().result().intent.name).toBe('FallbackIntent');
});

test('whoever the policy of the alias does not let in can not begin', () => {
  const asked: unknown[] = [];
  const bot = aBot({
    mayStart(aliasArn, caller) {
      asked.push(aliasArn, caller);
      throw new AccessDenied('not authorized to perform lex:StartConversation');
    },
  });

  expect(() => bot.start()).toThrow(AccessDenied);
  expect(asked).toEqual([bot.aliasArn, CHIME]);
});

test.each([
  { locale: 'ru_RU', exception: 'BadRequestException', why: 'Lex does not speak by itself' },
  { locale: 'fr_FR', exception: 'BadRequestException', why: 'the bot does not have' },
  { locale: 'en_GB', exception: 'BadRequestException', why: 'is not enabled for the alias' },
  { locale: 'de_DE', exception: 'DependencyFailedException', why: 'has no code hook' },
  { locale: 'es_US', exception: 'DependencyFailedException', why: 'has a fallback intent without a hook' },
])('no conversation begins in $locale, which $why', ({ locale, exception }) => {
  const bot = aBot({
    locales: ['en_US', 'en_GB', 'de_DE', 'ru_RU']
      .map((LocaleId) => aLocale({ LocaleId }))
      .concat(aLocale({ LocaleId: 'es_US', Intents: [{ Name: 'FallbackIntent' }] }) as never),
    aliasLocales: [
      aliasLocale('en_US'),
      aliasLocale('ru_RU'),
      aliasLocale('es_US'),
      aliasLocale('en_GB', { Enabled: false }),
      aliasLocale('de_DE', { CodeHookSpecification: undefined }),
    ],
  });

  expect(() => bot.start({}, locale)).toThrow(expect.objectContaining({ exception }) as Error);
});

test('an alias that does not exist is not found', () => {
  const { lex } = aBot();
  const unknown = { aliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/A/B', localeId: 'en_US' };

  expect(() => lex.start({ ...unknown, sessionId: 's', sessionAttributes: {}, caller: CHIME })).toThrow(
    expect.objectContaining({ exception: 'ResourceNotFoundException' }) as Error,
  );
});
