import * as z from 'zod/mini';
import type { EndReason } from '../domain/call.ts';
import { type Turn, cut } from '../domain/conversation.ts';
import { goodbye, repeatPlease, sorryProblem } from '../domain/phrases.ts';
import type { Brain } from './brain.ts';
import { type Part, TURN_ENDS, type TurnEnd, nextTurn } from './prompt.ts';

/** What the agent says next, and why it then hangs up, if it does. */
export interface Saying {
  readonly say: string;
  readonly end: EndReason | null;
}

const Filled = z.object({ say: z.string(), end: z.optional(z.unknown()) });
/** A reason that is none of the list is no reason to hang up. (`z.catch` would cost 8 KB of every bundle that speaks.) */
const endOf = (end: unknown): TurnEnd => TURN_ENDS.find((one) => one === end) ?? 'no';

/** Longer speech is cut: Lex speaks at most 1,024 characters a message. */
const LONGEST_SAYING = 1_000;
/** So many turns of silence in a row, and nobody is there. */
const MOST_SILENT_TURNS = 3;

const REASONS: Record<TurnEnd, EndReason | null> = {
  no: null,
  objective_met: 'agent_hangup',
  objective_impossible: 'agent_hangup',
  asked_not_to_call: 'opt_out',
  voicemail: 'voicemail',
  other_side_is_leaving: 'agent_hangup',
};

/**
 * What to say to what was heard. A model that fails once asks the other side to say it again; twice in a row ends the
 * call with an apology.
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
  const language = part.language;
  if (silentTurns(turns, heard) >= MOST_SILENT_TURNS) return { say: goodbye(language), end: 'agent_hangup' };
  const answered = await brain
    .fillIn(nextTurn(part, turns, heard))
    .then((filled) => Filled.parse(filled))
    .then(({ say, end }) => ({ say, end: endOf(end) }))
    .catch((error: unknown) => {
      report(error);
      return undefined;
    });
  const say = cut(answered?.say.trim() ?? '', LONGEST_SAYING);
  if (answered && say !== '') return { say, end: REASONS[answered.end] };
  if (answered && answered.end !== 'no') return { say: goodbye(language), end: REASONS[answered.end] };
  if (turns.at(-1)?.said === repeatPlease(language))
    return { say: sorryProblem(language), end: 'conversation_failed' };
  return { say: repeatPlease(language), end: null };
}

/** The turns of silence that end with this one. The agent's own first words are no turn of the other side. */
function silentTurns(turns: readonly Turn[], heard: string): number {
  if (heard.trim() !== '') return 0;
  const lastHeard = turns.slice(1).findLastIndex((turn) => turn.heard.trim() !== '');
  return turns.slice(1).length - (lastHeard + 1) + 1;
}
