import type { Action } from './answer.ts';
import { CANCELED } from './connection.ts';
import * as parameters from './parameters.ts';
import { failure, parametersOf } from './parameters.ts';
import { createParticipant, type Participant, type Setting } from './participant.ts';
import type { Script } from './script.ts';
import { HUNG_UP, type Played } from './stage.ts';

/** What a call needs of the network to call somebody else. */
export interface Network {
  /** How whoever has `number` behaves. */
  scriptOf(number: string): Script;
  /** Whether the account may show `number` to those it calls. */
  owns(number: string): boolean;
  hasFreeLeg(): boolean;
}

export interface BridgeOptions {
  readonly action: Action;
  readonly legA: Participant;
  readonly setting: Setting;
  readonly network: Network;
  /** The second leg came to be: it rings from now on. */
  readonly onDialed: (legB: Participant) => void;
  readonly onNews: () => void;
}

/**
 * Calls somebody and joins them with the first leg once they answer.
 *
 * A caller who is not answered yet hears it ring, however long, and is answered together with the second leg: the guide
 * doesn't say when that is, and a caller expects no answer before somebody has answered.
 */
export async function bridge(options: BridgeOptions): Promise<Played> {
  const { action, legA, setting, network, onDialed, onNews } = options;
  const read = parametersOf(parameters.CallAndBridge, action, legA.leg());
  if ('error' in read) return read;
  const { CallerIdNumber: from, CallTimeoutSeconds, Endpoints } = read.ok;
  const [{ Uri: to }] = Endpoints;
  if (!network.owns(from) && from !== legA.leg().From) {
    return { error: failure('InvalidActionParameter', 'CallerIdNumber is no number of this account') };
  }
  if (!network.hasFreeLeg()) {
    return { error: failure('ActionExecutionThrottled', 'All legs are in use') };
  }

  const settled = Promise.withResolvers<undefined>();
  const script = network.scriptOf(to);
  const legB = createParticipant(setting, {
    tag: 'LEG-B',
    direction: 'Outbound',
    to,
    from,
    script: { ...script, talkSec: talkSecOf(script) },
    onNews(happened) {
      if (happened !== 'ringing') settled.resolve(undefined);
      onNews();
    },
  });
  onDialed(legB);
  legA.line.wait();
  const deadline = setting.clock.at(setting.clock.now() + CallTimeoutSeconds * 1_000, () =>
    legB.line.end(CANCELED),
  );
  await legA.line.unlessOver(settled.promise);
  if (legB.line.times.answeredAt === null) {
    legB.line.end(CANCELED);
    legA.line.waitNoMore();
    deadline();
    return legA.line.isOver() ? HUNG_UP : { error: failure('CallNotAnswered', 'The call was not answered') };
  }
  deadline();
  legA.line.answer();
  return { results: {} };
}

/** Whoever is called talks to the other one for as long as all their lines take, if the script names no other time. */
const talkSecOf = ({ talkSec, says, turnSec, neverSilent }: Script): number | null =>
  talkSec ?? (neverSilent || says.length === 0 ? null : says.length * turnSec);
