import * as z from 'zod';
import type { Action } from './answer.ts';
import type { Leg } from './events.ts';
import { E164 } from './fields.ts';

/** Longest text of a Speak, in characters. Source: PSTN audio guide, "Speak". */
const MAX_SPEAK_CHARACTERS = 1_000;
/** Largest Configuration of a StartBotConversation, in bytes of JSON. Source: PSTN audio guide, "StartBotConversation". */
const MAX_CONFIGURATION_BYTES = 10 * 1_024;
/** Longest message of a bot. Source: Lex V2 runtime model, `Text`. */
const MAX_WELCOME_CHARACTERS = 1_024;

/** Why an action failed, as ACTION_FAILED tells it. Recording and meetings have one field instead of two. */
export type ActionError =
  { readonly ErrorType: string; readonly ErrorMessage: string } | { readonly Error: string };

const ParticipantTag = z.enum(['LEG-A', 'LEG-B']).optional();

export const Hangup = z.object({
  CallId: z.string().optional(),
  ParticipantTag,
  SipResponseCode: z.enum(['0', '480', '486']).default('0'),
});

export const Pause = z.object({
  CallId: z.string().optional(),
  ParticipantTag,
  DurationInMilliseconds: z.coerce.number().int().min(100).max(30_000),
});

export const StartCallRecording = z.object({
  CallId: z.string(),
  Track: z.enum(['BOTH', 'INCOMING', 'OUTGOING']),
  Destination: z.object({ Type: z.literal('S3'), Location: z.string().regex(/^[a-z0-9.-]{3,63}(\/.+)?$/) }),
});

export const StopCallRecording = z.object({ CallId: z.string() });

export const SendDigits = z.object({
  CallId: z.string(),
  Digits: z.string().regex(/^[0-9*#A-D,]{1,50}$/),
  ToneDurationInMilliseconds: z.coerce.number().int().min(50).max(24_000).default(250),
});

export const Speak = z
  .object({
    CallId: z.string(),
    Text: z.string().min(1).max(MAX_SPEAK_CHARACTERS),
    Engine: z.enum(['standard', 'neural']).default('standard'),
    LanguageCode: z.string().optional(),
    TextType: z.enum(['text', 'ssml']).default('text'),
    VoiceId: z.string().default('Joanna'),
  })
  .refine(({ TextType, Text }) => TextType === 'text' || /^<speak[\s>].*<\/speak>$/s.test(Text.trim()), {
    path: ['Text'],
    message: 'is not SSML',
  });

const Configuration = z
  .looseObject({
    SessionState: z
      .looseObject({
        SessionAttributes: z.record(z.string(), z.string()).default({}),
        DialogAction: z.object({ Type: z.enum(['Delegate', 'ElicitIntent']) }).optional(),
      })
      .prefault({}),
    WelcomeMessages: z
      .array(
        z.object({
          Content: z.string().min(1).max(MAX_WELCOME_CHARACTERS),
          ContentType: z.enum(['PlainText', 'SSML']),
        }),
      )
      .default([]),
  })
  .refine(
    ({ SessionState, WelcomeMessages }) =>
      WelcomeMessages.length === 0 || SessionState.DialogAction?.Type === 'ElicitIntent',
    'WelcomeMessages need the DialogAction ElicitIntent',
  )
  .refine(
    (configuration) => Buffer.byteLength(JSON.stringify(configuration)) <= MAX_CONFIGURATION_BYTES,
    'is over 10 KB',
  );

const Endpoint = z.object({
  BridgeEndpointType: z.literal('PSTN', { error: 'the local carrier bridges to PSTN endpoints alone' }),
  Uri: E164,
});

export const CallAndBridge = z.object({
  CallId: z.string().optional(),
  CallTimeoutSeconds: z.coerce.number().int().min(1).max(120).default(30),
  CallerIdNumber: E164,
  Endpoints: z.tuple([Endpoint]),
  RingbackTone: z
    .object({ Type: z.literal('S3'), BucketName: z.string().min(1), Key: z.string().min(1) })
    .optional(),
});

export const StartBotConversation = z
  .object({
    CallId: z.string().optional(),
    ParticipantTag: z.literal('LEG-A').optional(),
    BotAliasArn: z
      .string()
      .regex(/^arn:[a-z-]+:lex:[a-z0-9-]+:\d{12}:bot-alias\/[0-9A-Z]{10}\/[0-9A-Z]{10}$/),
    LocaleId: z.string().default('en_US'),
    Configuration: Configuration.prefault({}),
  })
  .refine(({ CallId, ParticipantTag: tag }) => CallId !== undefined || tag !== undefined, {
    path: ['CallId'],
    message: 'or ParticipantTag is required',
  });

/** The parameters of an action on `leg` as `schema` reads them, or what the carrier finds wrong with them. */
export function parametersOf<S extends z.ZodType<{ CallId?: string | undefined }>>(
  schema: S,
  { Parameters }: Action,
  leg: Pick<Leg, 'CallId' | 'ParticipantTag'>,
): { readonly ok: z.output<S> } | { readonly error: ActionError } {
  const read = schema.safeParse(Parameters);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue?.path.map(String) ?? [];
    const name = path.join('.');
    const isMissing = valueAt(Parameters, path) === undefined;
    return {
      error: isMissing
        ? failure('MissingRequiredActionParameter', `${name} is required`)
        : failure('InvalidActionParameter', `${name} is invalid: ${issue?.message ?? ''}`),
    };
  }
  const { CallId: callId, ParticipantTag: tag } = Parameters;
  if (callId === undefined ? tag !== undefined && tag !== leg.ParticipantTag : callId !== leg.CallId) {
    return { error: failure('InvalidActionParameter', 'The call has no such participant') };
  }
  return { ok: read.data };
}

export const failure = (ErrorType: string, ErrorMessage: string): ActionError => ({
  ErrorType,
  ErrorMessage,
});

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
