import type { Call } from '../domain/call.ts';
import type { CarrierEvent } from '../domain/carrier-event.ts';
import { greeting, repeatPlease } from '../domain/phrases.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { readTurns, storeTurn } from '../store/conversation.ts';
import { fresh } from '../store/fresh.ts';

const account = fresh(readAccount);

/** The turn that a session begins with, and what the agent says in it. */
interface Opening {
  readonly turn: number;
  readonly words: string;
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
    case 'answered':
      return firstWords(call, now);
    case 'handed_over':
      return handedOver(call, event.turn);
    case 'cut_off':
      return cutOff(call, event.since, now);
    case 'incoming':
    case 'bound':
    case 'ringing':
    case 'talked':
    case 'asked':
    case 'noted':
    case 'ended':
      return undefined;
  }
}

/** Who calls for whom, and that it is an AI. The transcript begins with it too. */
async function firstWords({ accountId, callId, language }: Call, now: Instant): Promise<Opening> {
  const { name } = (await account(accountId, now)) ?? { name: '' };
  const words = greeting({ language, onBehalfOf: name, recorded: false });
  const turn = { heard: '', said: words, end: null, at: now };
  return { turn: 0, words: (await storeTurn(callId, 0, turn)).said };
}

async function handedOver({ callId }: Call, turn: number): Promise<Opening | undefined> {
  const [first, ...later] = await readTurns(callId, turn);
  if (!first?.goesOn) throw new Error('a session was handed over at a turn that is not stored');
  return later.length > 0 ? undefined : { turn, words: first.said };
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
  return { turn, words: stands.said };
}
