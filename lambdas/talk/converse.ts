import * as z from 'zod/mini';
import type { EndReason } from '../domain/call.ts';
import { type Turn, cut } from '../domain/conversation.ts';
import { isMachine } from '../domain/machine.ts';
import { goodbye, repeatPlease, sorryProblem } from '../domain/phrases.ts';
import type { Language } from '../voices.ts';
import type { Brain } from './brain.ts';
import { type Part, type TurnEnd, cameIn, nextTurn, turnEndsOf } from './prompt.ts';

/** What the agent says next, in which language, and why it then hangs up, if it does. */
export interface Saying {
  /** Empty: it hangs up without a word. */
  readonly say: string;
  readonly end: EndReason | null;
  readonly language: Language;
  /** What whoever a call is handed over to is to be told of the other side. */
  readonly announce?: string;
}

const Filled = z.object({
  say: z.string(),
  end: z.optional(z.unknown()),
  language: z.optional(z.unknown()),
  announce: z.optional(z.unknown()),
});
/** A reason that is none of the list is no reason to hang up. (`z.catch` would cost 8 KB of every bundle that speaks.) */
const endOf = (part: Part, end: unknown): TurnEnd => turnEndsOf(part).find((one) => one === end) ?? 'no';

/**
 * Longer speech is cut, in characters: half a minute of English. Nothing interrupts the agent but the other side, so this
 * is also how long a call that is to be hung up may have to wait. (Lex speaks at most 1,024 characters a message.)
 */
const LONGEST_SAYING = 400;
/** So many turns of silence in a row, and nobody is there. */
const MOST_SILENT_TURNS = 3;

const REASONS: Record<TurnEnd, EndReason | null> = {
  no: null,
  objective_met: 'agent_hangup',
  objective_impossible: 'agent_hangup',
  asked_not_to_call: 'opt_out',
  voicemail: 'voicemail',
  other_side_is_leaving: 'agent_hangup',
  transfer: 'transferred',
};

/**
 * What to say to what was heard. A machine is hung up on in silence, since whatever is said would be its message. A model
 * that fails once asks the other side to say it again; twice in a row ends the call with an apology.
 * @param heard empty for silence
 * @param report told of each failure of the model
 */
export async function converse(
  brain: Brain,
  part: Part,
  turns: readonly Turn[],
  heard: string,
  report: (error: unknown) => void,
): Promise<Saying> {
  const { language } = part;
  if (!cameIn(part) && isMachine(turns, heard)) return { say: '', end: 'voicemail', language };
  if (silentTurns(turns, heard) >= MOST_SILENT_TURNS)
    return { say: goodbye(language), end: 'agent_hangup', language };
  const answered = await brain
    .fillIn(nextTurn(part, turns, heard))
    .then((filled) => Filled.parse(filled))
    .catch((error: unknown) => {
      report(error);
      return undefined;
    });
  if (!answered) return speechless(language, turns);
  const say = cut(answered.say.trim(), LONGEST_SAYING);
  const end = REASONS[endOf(part, answered.end)];
  if (end === 'voicemail') return { say: '', end, language };
  if (end === 'transferred') return { say, end, language, ...announced(part, answered.announce) };
  // The voice of this session speaks the last words, so they stay in its language.
  if (end) return { say: say || goodbye(language), end, language };
  if (say === '') return speechless(language, turns);
  const spoken = part.otherLanguages.find((other) => other === answered.language) ?? language;
  return { say, end: null, language: spoken };
}

/** Only a warm transfer is announced, and only by a text. */
const announced = ({ transfer }: Part, announce: unknown): Pick<Saying, 'announce'> =>
  transfer === 'warm' && typeof announce === 'string' && announce.trim() !== ''
    ? { announce: cut(announce.trim(), LONGEST_SAYING) }
    : {};

/** A model that has no words asks to hear it again; twice in a row it gives up. */
function speechless(language: Language, turns: readonly Turn[]): Saying {
  const pardon = repeatPlease(language);
  return turns.at(-1)?.said === pardon
    ? { say: sorryProblem(language), end: 'conversation_failed', language }
    : { say: pardon, end: null, language };
}

/** The turns of silence that end with this one. The agent's own first words are no turn of the other side. */
function silentTurns(turns: readonly Turn[], heard: string): number {
  if (heard.trim() !== '') return 0;
  const lastHeard = turns.slice(1).findLastIndex((turn) => turn.heard.trim() !== '');
  return turns.slice(1).length - (lastHeard + 1) + 1;
}
