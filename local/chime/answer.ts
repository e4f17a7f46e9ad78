import * as z from 'zod';
import type { EventType } from './events.ts';

/** Most actions in one answer. Source: PSTN audio guide, "Responding to invocations with action lists". */
const MAX_ACTIONS = 10;
/** The guide says 100 pairs, but shows an error that says 10: the stricter one holds. */
const MAX_ATTRIBUTES = 10;
/** Source: PSTN audio guide, "Using TransactionAttributes". */
const MAX_ATTRIBUTES_BYTES = 20 * 1_024;

/** Every action the carrier knows, whether it is played here or not. */
const ACTION_TYPES = [
  'CallAndBridge',
  'Hangup',
  'JoinChimeMeeting',
  'ModifyChimeMeetingAttendees',
  'Pause',
  'PauseCallRecording',
  'PlayAudio',
  'PlayAudioAndGetDigits',
  'ReceiveDigits',
  'RecordAudio',
  'ResumeCallRecording',
  'SendDigits',
  'Speak',
  'SpeakAndGetDigits',
  'StartBotConversation',
  'StartCallRecording',
  'StopCallRecording',
  'VoiceFocus',
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

const isActionType = (type: unknown): type is ActionType => ACTION_TYPES.some((known) => known === type);

export interface Action {
  readonly Type: ActionType;
  readonly Parameters: Readonly<Record<string, unknown>>;
}

export type Attributes = Readonly<Record<string, string>>;

/** A function's answer, as far as the carrier goes by it. */
export interface Answer {
  /** Undefined: keep what there is. */
  readonly attributes: Attributes | undefined;
  /** Undefined: go on with the actions under way. */
  readonly actions: readonly Action[] | undefined;
}

/** An answer that the carrier won't have: the call ends. The messages are the guide's, most types are guessed. */
export interface InvalidAnswer {
  readonly ErrorType: string;
  readonly ErrorMessage: string;
}

/** The events whose answers bring actions. Those to the others are read for their form and attributes alone. */
const USED: ReadonlySet<EventType> = new Set<EventType>([
  'NEW_INBOUND_CALL',
  'CALL_ANSWERED',
  'ACTION_SUCCESSFUL',
  'ACTION_FAILED',
  'CALL_UPDATE_REQUESTED',
  // Where somebody else is still on the phone; at the end of a call no answer is read.
  'HANGUP',
]);

const StringMap = z.record(z.string(), z.string());

/** Reads what a function answered to an event. */
export function readAnswer(payload: unknown, event: EventType): Answer | InvalidAnswer {
  if (!isObject(payload) || Object.keys(payload).length === 0) {
    return invalid('InvalidResponse', 'Response is blank or empty');
  }
  if (payload['SchemaVersion'] !== '1.0') {
    return invalid(
      'InvalidSchemaVersion',
      'The schema version in the invocation request does not match the schema version in the response.',
    );
  }
  const attributes = readAttributes(payload['TransactionAttributes']);
  if (attributes && 'fault' in attributes) return attributes.fault;
  const actions = readActions(payload['Actions'], event);
  if (actions && 'ErrorType' in actions) return actions;
  return { attributes: attributes?.map, actions };
}

function readAttributes(given: unknown): { map: Attributes } | { fault: InvalidAnswer } | undefined {
  if (given === undefined || given === null) return undefined;
  const read = StringMap.safeParse(given);
  if (!read.success) {
    return {
      fault: invalid('TransactionAttributesInvalidType', 'Transaction Attributes is not a map of strings'),
    };
  }
  if (Object.keys(read.data).length > MAX_ATTRIBUTES) {
    return {
      fault: invalid(
        'TransactionAttributesInvalidMapSize',
        `Transaction Attributes has too many mappings. Maximum number of mappings is ${MAX_ATTRIBUTES}`,
      ),
    };
  }
  if (Buffer.byteLength(JSON.stringify(read.data)) > MAX_ATTRIBUTES_BYTES) {
    return { fault: invalid('TransactionAttributesInvalidSize', 'Transaction Attributes is over 20 KB') };
  }
  return { map: read.data };
}

function readActions(given: unknown, event: EventType): readonly Action[] | InvalidAnswer | undefined {
  const none = given === undefined || given === null;
  if (!none && !Array.isArray(given)) return invalid('InvalidActions', 'Error while reading actions list.');
  if (!USED.has(event)) return undefined;
  if (event === 'NEW_INBOUND_CALL' && (none || given.length === 0)) {
    return invalid('InvalidActions', 'Actions list is empty.');
  }
  if (none) return undefined;
  if (given.length > MAX_ACTIONS)
    return invalid('InvalidActions', 'Too many actions specified in a response.');

  const actions: Action[] = [];
  for (const each of given as unknown[]) {
    const { Type, Parameters = {} } = isObject(each) ? each : {};
    if (!isActionType(Type)) return invalid('InvalidActions', `Unsupported action ${String(Type)} specified`);
    if (!isObject(Parameters)) return invalid('InvalidActions', 'Error while reading actions list.');
    actions.push({ Type, Parameters });
  }
  return actions;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (ErrorType: string, ErrorMessage: string): InvalidAnswer => ({ ErrorType, ErrorMessage });
