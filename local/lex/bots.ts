import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ConversationFailed } from './conversation-failed.ts';
import { FULL_LOCALES } from './locales.ts';

/** Listed and of no effect here. A property that is not listed stops the start. */
const ignored = z.unknown().optional();
const Enabled = z.looseObject({ Enabled: z.boolean() });

const Intent = z.looseObject({
  Name: z.string().min(1).max(100),
  ParentIntentSignature: z.string().optional(),
  FulfillmentCodeHook: Enabled.extend({ IsActive: z.boolean().optional() }).optional(),
  DialogCodeHook: Enabled.optional(),
});
type Intent = z.infer<typeof Intent>;

const BotLocale = z.looseObject({
  LocaleId: z.string().regex(/^[a-z]{2}_([A-Z]{2}|419)$/),
  NluConfidenceThreshold: z.number().min(0).max(1),
  Intents: z.array(Intent).min(1),
});
type BotLocale = z.infer<typeof BotLocale>;

const BotProperties = z.strictObject({
  Name: z.string().regex(/^([0-9a-zA-Z][_-]?){1,100}$/),
  RoleArn: z.string(),
  DataPrivacy: z.looseObject({ ChildDirected: z.boolean() }),
  IdleSessionTTLInSeconds: z.number().int().min(60).max(86_400),
  BotLocales: z.array(BotLocale).min(1),
  AutoBuildBotLocales: ignored,
  BotTags: ignored,
  BotType: ignored,
  Description: ignored,
  ErrorLogSettings: ignored,
  TestBotAliasSettings: ignored,
  TestBotAliasTags: ignored,
});

const VersionProperties = z.strictObject({
  BotId: z.string(),
  BotVersionLocaleSpecification: z
    .array(
      z.strictObject({
        LocaleId: z.string(),
        BotVersionLocaleDetails: z.strictObject({ SourceBotVersion: z.string() }),
      }),
    )
    .min(1),
  Description: ignored,
});

const AliasLocale = z.strictObject({
  LocaleId: z.string(),
  BotAliasLocaleSetting: z.strictObject({
    Enabled: z.boolean(),
    CodeHookSpecification: z
      .strictObject({
        LambdaCodeHook: z.strictObject({
          LambdaArn: z.string(),
          CodeHookInterfaceVersion: z.literal('1.0'),
        }),
      })
      .optional(),
  }),
});

const AliasProperties = z.strictObject({
  BotId: z.string(),
  BotAliasName: z.string().regex(/^([0-9a-zA-Z][_-]?){1,100}$/),
  BotVersion: z.string().optional(),
  BotAliasLocaleSettings: z.array(AliasLocale).optional(),
  BotAliasTags: ignored,
  ConversationLogSettings: ignored,
  Description: ignored,
  SentimentAnalysisSettings: ignored,
});

interface Bot {
  readonly id: string;
  readonly name: string;
  /** By version; the bot's own definition is `DRAFT`. */
  readonly versions: Map<string, readonly BotLocale[]>;
}

interface Alias {
  readonly id: string;
  readonly name: string;
  readonly bot: Bot;
  readonly version: string;
  readonly locales: readonly z.infer<typeof AliasLocale>[];
}

/** All that a conversation needs of its bot. */
export interface Speaker {
  /** As a code hook's event names it. */
  readonly bot: {
    readonly id: string;
    readonly name: string;
    readonly localeId: string;
    readonly version: string;
    readonly aliasId: string;
    readonly aliasName: string;
  };
  readonly hookArn: string;
  /** The names of the locale's intents; the fallback first. */
  readonly intents: readonly [string, ...string[]];
  /** The hooks of the fallback intent, in the order in which Lex calls them. */
  readonly sources: readonly InvocationSource[];
}

export type InvocationSource = 'DialogCodeHook' | 'FulfillmentCodeHook';

/** The bots of an account, as CloudFormation makes them. Ids follow from the names, so a restart keeps them. */
export interface Bots {
  /** @throws Error when CloudFormation would refuse the bot, or when a property is not known here */
  defineBot(properties: unknown): { readonly id: string; readonly arn: string };
  defineVersion(properties: unknown): { readonly version: string };
  defineAlias(properties: unknown): { readonly id: string; readonly arn: string };
  /** @throws ConversationFailed when no conversation can be held with that alias in that locale */
  speaker(aliasArn: string, localeId: string): Speaker;
}

export function createBots({ account, region }: { account: string; region: string }): Bots {
  const bots = new Map<string, Bot>();
  const aliases = new Map<string, Alias>();

  const botOf = (id: string) => {
    const bot = bots.get(id);
    if (!bot) throw new Error(`Lex has no bot ${id}`);
    return bot;
  };
  const localesOf = (bot: Bot, version: string) => {
    const locales = bot.versions.get(version);
    if (!locales) throw new Error(`Lex bot ${bot.name} has no version ${version}`);
    return locales;
  };

  return {
    defineBot(properties) {
      const { Name: name, BotLocales: locales } = parse(BotProperties, properties, 'AWS::Lex::Bot');
      for (const locale of locales) {
        if (!fallbackOf(locale)) throw new Error(`Lex bot ${name}: ${locale.LocaleId} has no FallbackIntent`);
      }
      const id = idOf('bot', name);
      bots.set(id, { id, name, versions: new Map([['DRAFT', locales]]) });
      return { id, arn: `arn:aws:lex:${region}:${account}:bot/${id}` };
    },

    defineVersion(properties) {
      const wanted = parse(VersionProperties, properties, 'AWS::Lex::BotVersion');
      const bot = botOf(wanted.BotId);
      const locales = wanted.BotVersionLocaleSpecification.map(({ LocaleId, BotVersionLocaleDetails }) => {
        const source = localesOf(bot, BotVersionLocaleDetails.SourceBotVersion);
        const locale = source.find((each) => each.LocaleId === LocaleId);
        if (!locale) throw new Error(`Lex bot ${bot.name} has no locale ${LocaleId}`);
        return locale;
      });
      const version = String(bot.versions.size);
      bot.versions.set(version, locales);
      return { version };
    },

    defineAlias(properties) {
      const wanted = parse(AliasProperties, properties, 'AWS::Lex::BotAlias');
      const { BotId, BotAliasName: name, BotVersion: version = 'DRAFT' } = wanted;
      const bot = botOf(BotId);
      localesOf(bot, version);
      const id = idOf('alias', `${BotId}/${name}`);
      const arn = `arn:aws:lex:${region}:${account}:bot-alias/${BotId}/${id}`;
      aliases.set(arn, { id, name, bot, version, locales: wanted.BotAliasLocaleSettings ?? [] });
      return { id, arn };
    },

    speaker(aliasArn, localeId) {
      const alias = aliases.get(aliasArn);
      if (!alias) throw new ConversationFailed('ResourceNotFoundException', `No bot alias ${aliasArn}.`);
      if (!FULL_LOCALES.has(localeId)) {
        throw new ConversationFailed('BadRequestException', `Lex does not speak ${localeId} by itself.`);
      }
      const locale = alias.bot.versions.get(alias.version)?.find((each) => each.LocaleId === localeId);
      const setting = alias.locales.find((each) => each.LocaleId === localeId)?.BotAliasLocaleSetting;
      if (!locale || !setting?.Enabled) {
        throw new ConversationFailed(
          'BadRequestException',
          `Locale ${localeId} is not enabled for bot alias ${alias.name} of ${alias.bot.name}.`,
        );
      }
      return speakerOf(alias, locale, setting.CodeHookSpecification?.LambdaCodeHook.LambdaArn);
    },
  };
}

function speakerOf(
  { id, name, bot, version }: Alias,
  locale: BotLocale,
  hookArn: string | undefined,
): Speaker {
  const fallback = fallbackOf(locale);
  const sources: InvocationSource[] = [];
  if (fallback?.DialogCodeHook?.Enabled) sources.push('DialogCodeHook');
  const fulfillment = fallback?.FulfillmentCodeHook;
  if (fulfillment?.Enabled && fulfillment.IsActive !== false) sources.push('FulfillmentCodeHook');
  if (!fallback || !hookArn || sources.length === 0) {
    throw new ConversationFailed(
      'DependencyFailedException',
      `Bot ${bot.name} has no code hook for what is said in ${locale.LocaleId}: the alias needs a function, and the fallback intent an enabled hook.`,
    );
  }
  const others = locale.Intents.filter((intent) => intent !== fallback).map((intent) => intent.Name);
  return {
    bot: { id: bot.id, name: bot.name, localeId: locale.LocaleId, version, aliasId: id, aliasName: name },
    hookArn,
    intents: [fallback.Name, ...others],
    sources,
  };
}

const fallbackOf = (locale: BotLocale): Intent | undefined =>
  locale.Intents.find(
    ({ Name, ParentIntentSignature }) =>
      ParentIntentSignature === 'AMAZON.FallbackIntent' || Name === 'FallbackIntent',
  );

/** Ten letters and digits, as Lex makes them, but always the same for the same name. */
const idOf = (kind: string, name: string) =>
  BigInt(`0x${createHash('sha256').update(`${kind}:${name}`).digest('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(0, 10);

function parse<S extends z.ZodType>(schema: S, properties: unknown, type: string): z.output<S> {
  const read = schema.safeParse(properties);
  if (!read.success) throw new Error(`${type}: ${z.prettifyError(read.error)}`);
  return read.data;
}
