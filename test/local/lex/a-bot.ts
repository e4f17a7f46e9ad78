import { createClock } from '../../../local/clock/clock.ts';
import { createLex, type LexOptions } from '../../../local/lex/lex.ts';
import type { Caller, Invocation } from '../../../local/wire.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const HOOK = 'arn:aws:lambda:us-east-1:000000000000:function:converse';
export const CHIME: Caller = {
  service: 'voiceconnector.chime.amazonaws.com',
  sourceArn: 'arn:aws:voiceconnector:us-east-1:000000000000:sma/the-application',
  sourceAccount: ACCOUNT,
};

const fallback = {
  Name: 'FallbackIntent',
  ParentIntentSignature: 'AMAZON.FallbackIntent',
  FulfillmentCodeHook: { Enabled: true },
};

export const aLocale = (changes: object = {}) => ({
  LocaleId: 'en_US',
  NluConfidenceThreshold: 1,
  VoiceSettings: { VoiceId: 'Joanna', Engine: 'neural' },
  Intents: [fallback, { Name: 'Never', SampleUtterances: [{ Utterance: 'zzyzx' }] }],
  ...changes,
});

export const aBotOf = (...locales: object[]) => ({
  Name: 'trunkline-aoede',
  RoleArn: 'arn:aws:iam::000000000000:role/lex',
  DataPrivacy: { ChildDirected: false },
  IdleSessionTTLInSeconds: 300,
  AutoBuildBotLocales: true,
  BotLocales: locales,
});

export const aliasLocale = (LocaleId: string, changes: object = {}) => ({
  LocaleId,
  BotAliasLocaleSetting: {
    Enabled: true,
    CodeHookSpecification: { LambdaCodeHook: { LambdaArn: HOOK, CodeHookInterfaceVersion: '1.0' } },
    ...changes,
  },
});

/** The answers of a hook that goes on, and of one that ends. */
export const say = (content: string, sessionAttributes: Record<string, string> = {}) => ({
  sessionState: { dialogAction: { type: 'ElicitIntent' }, sessionAttributes },
  messages: [{ contentType: 'PlainText', content }],
});
export const close = (content: string, sessionAttributes: Record<string, string> = {}) => ({
  sessionState: {
    dialogAction: { type: 'Close' },
    intent: { name: 'FallbackIntent', state: 'Fulfilled' },
    sessionAttributes,
  },
  messages: [{ contentType: 'PlainText', content }],
});

export interface HookEvent {
  readonly inputTranscript: string;
  readonly invocationSource: string;
  readonly sessionState: { readonly sessionAttributes: Record<string, string> };
}

export type Hook = (event: HookEvent) => unknown;

/** A Lex on a standing clock, with one bot whose hook answers as it is told to. */
export function aBot({
  hook = (event) => say(`You said ${event.inputTranscript}`),
  locales = [aLocale()],
  aliasLocales = [aliasLocale('en_US')],
  ...options
}: Partial<LexOptions> & { hook?: Hook; locales?: object[]; aliasLocales?: object[] } = {}) {
  const clock = options.clock ?? createClock({ start: Date.parse('2026-03-01T12:00:00.000Z'), speed: 0 });
  const heard: { readonly event: HookEvent; readonly arn: string; readonly caller: Caller }[] = [];
  const denied: Error[] = [];
  const lex = createLex({
    account: ACCOUNT,
    region: REGION,
    mayStart: () => undefined,
    onDenied: (error) => void denied.push(error),
    async invoke(arn, payload, caller): Promise<Invocation> {
      const event = payload as HookEvent;
      heard.push({ event, arn, caller });
      return { ok: true, payload: await hook(event) };
    },
    ...options,
    clock,
  });
  const { id: botId } = lex.defineBot(aBotOf(...locales));
  const { version } = lex.defineVersion({
    BotId: botId,
    BotVersionLocaleSpecification: locales.map((locale) => ({
      LocaleId: Reflect.get(locale, 'LocaleId') as unknown,
      BotVersionLocaleDetails: { SourceBotVersion: 'DRAFT' },
    })),
  });
  const { arn: aliasArn, id: aliasId } = lex.defineAlias({
    BotId: botId,
    BotAliasName: 'live',
    BotVersion: version,
    BotAliasLocaleSettings: aliasLocales,
  });

  return {
    clock,
    lex,
    botId,
    aliasId,
    aliasArn,
    heard,
    denied,
    start: (sessionAttributes: Record<string, string> = {}, localeId = 'en_US') =>
      lex.start({ aliasArn, localeId, sessionId: 'the-call', sessionAttributes, caller: CHIME }),
  };
}
