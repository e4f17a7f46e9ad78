import { type Call, wasRecorded } from '../domain/call.ts';
import type { CarrierEvent } from '../domain/carrier-event.ts';
import { unreachable } from '../domain/bridge-phrases.ts';
import { LONGEST_MESSAGE, cut } from '../domain/conversation.ts';
import { greeting, inboundGreeting, repeatPlease } from '../domain/phrases.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { readAssistant } from '../store/assistants.ts';
import { readTurns, replaceTurn, storeTurn } from '../store/conversation.ts';
import { fresh } from '../store/fresh.ts';
import { recordingPlace } from '../store/recordings.ts';

const account = fresh(readAccount);

/** The turn that a session begins with, and what the agent says in it. */
interface Opening {
  readonly turn: number;
  readonly words: string;
  /** Where the recording goes that begins with the session; null if none does. */
  readonly recordTo: string | null;
}

/**
 * What a session of the call's conversation begins with after `event`; undefined if no session is to begin.
 *
 * A conversation is a chain of sessions. Each ends with one turn whose words the next one begins with, and that turn
 * stands in the table. So an event that is told again gets the same answer as before; one that is told so late that the
 * next session has turns of its own gets none, or its words would be said twice.
 */
export async function openingOf(call: Call, event: CarrierEvent, now: Instant): Promise<Opening | undefined> {
  switch (event.type) {
    case 'incoming':
    case 'answered':
    case 'unrecorded':
      return firstWords(call, event, now);
    case 'handed_over':
      return handedOver(call, event.turn);
    case 'cut_off':
      return cutOff(call, event.since, now);
    case 'not_bridged':
      return nobodyThere(call, event, now);
    case 'bridged':
    case 'leg_ended':
    case 'missed':
    case 'bound':
    case 'ringing':
    case 'talked':
    case 'asked':
    case 'noted':
    case 'ended':
      return undefined;
  }
}

/**
 * Who calls for whom, or who was called; that it is an AI, and that it is recorded if it is. The transcript begins with it
 * too: where the recording was refused, with these words and not with those that announced it, which nobody has heard.
 */
async function firstWords(call: Call, { type }: CarrierEvent, now: Instant): Promise<Opening> {
  const { accountId, callId, language, assistantId, direction } = call;
  const recorded = wasRecorded(call);
  const [{ name }, assistant] = await Promise.all([
    account(accountId, now).then((read) => read ?? { name: '' }),
    direction === 'inbound' && assistantId ? readAssistant(accountId, assistantId) : undefined,
  ]);
  const said =
    direction === 'inbound'
      ? inboundGreeting({ language, name, recorded, own: assistant?.greeting ?? null })
      : greeting({ language, onBehalfOf: name, recorded });
  const store = type === 'unrecorded' ? replaceTurn : storeTurn;
  const turn = { heard: '', said: cut(said, LONGEST_MESSAGE), end: null, at: now };
  const { said: words } = await store(callId, 0, turn);
  return { turn: 0, words, recordTo: recorded ? recordingPlace(accountId, callId) : null };
}

async function handedOver({ callId }: Call, turn: number): Promise<Opening | undefined> {
  const [first, ...later] = await readTurns(callId, turn);
  if (!first?.goesOn) throw new Error('a session was handed over at a turn that is not stored');
  return later.length > 0 ? undefined : { turn, words: first.said, recordTo: null };
}

/**
 * Nobody answered to whom the call was led on. If that was out of a conversation, it goes on: what was said before it ends
 * with a turn that says so.
 */
async function nobodyThere(call: Call, event: CarrierEvent, now: Instant): Promise<Opening | undefined> {
  const turns = await readTurns(call.callId);
  const handedOn = turns.findLastIndex(({ end }) => end === 'transferred');
  if (handedOn < 0) return firstWords(call, event, now);
  const turn = handedOn + 1;
  if (turns.length > turn + 1) return undefined;
  const said = unreachable(call.language);
  const { said: words } = await storeTurn(call.callId, turn, { heard: '', said, end: null, at: now });
  return { turn, words, recordTo: null };
}

/** Nobody knows what was said when it was cut off, so the other side is asked to say it again: a turn like any other. */
async function cutOff(call: Call, since: number, now: Instant): Promise<Opening | undefined> {
  const turns = await readTurns(call.callId, since);
  const handed = turns.findIndex(({ goesOn }, i) => i > 0 && goesOn);
  if (handed > 0) return handedOver(call, since + handed);
  const turn = since + turns.length;
  const said = repeatPlease(call.language);
  const stands = await storeTurn(call.callId, turn, {
    heard: '',
    said,
    end: null,
    goesOn: 'in_time',
    at: now,
  });
  // A hook that was still at work has stored its turn meanwhile. The carrier asks again, and then it is among the turns.
  if (!stands.goesOn) throw new Error('a turn was stored after its session had ended');
  return { turn, words: stands.said, recordTo: null };
}
