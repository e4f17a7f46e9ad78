import * as z from 'zod';
import * as people from './people.ts';

/** What becomes of a request to call a number. */
const Outcome = z.enum([
  /** Rings, then somebody answers. */
  'answer',
  /** Rings out: 480. */
  'no_answer',
  /** 486, without ringing. */
  'busy',
  /** Rings, then is turned away: 603. */
  'declined',
  /** Rings, then a machine answers. */
  'voicemail',
  /** The request is answered 400, nothing rings. */
  'refused',
  /** The request is answered 429 twice, the third is taken. */
  'throttled',
  /** The request is answered 500, and yet the call is made. */
  'unknown_taken',
  /** The request is never answered, nothing rings. */
  'unknown_lost',
]);
type Outcome = z.infer<typeof Outcome>;

/** How a destination behaves. */
const Script = z.strictObject({
  outcome: Outcome,
  /** From the first ring to the answer, to 480 or to 603. */
  ringSec: z.number().min(0),
  /** The recipient's lines, one a turn; then the recipient is silent. */
  says: z.array(z.string()).readonly(),
  /** What one exchange takes: half of it the agent speaks, half the recipient. */
  turnSec: z.number().positive(),
  /** The recipient hangs up so long after answering; null: never. */
  talkSec: z.number().min(0).nullable(),
  /** After the last line the recipient begins anew. */
  neverSilent: z.boolean(),
  /** The one language that the recipient knows; null: whatever is spoken. */
  language: z.literal('es').nullable(),
  /** The HANGUP event is never sent. */
  hangupLost: z.boolean(),
  /** Every event is sent twice, and they overtake one another. The carrier goes by the answers to the first ones. */
  eventsRepeated: z.boolean(),
  /** The first event is sent no sooner than so long after the request; the phone rings in time. */
  firstEventSec: z.number().min(0),
});
export type Script = z.infer<typeof Script>;

/** What is to be different about a script. */
export const ScriptChanges = Script.partial();
export type ScriptChanges = z.infer<typeof ScriptChanges>;

const USUAL: Script = {
  outcome: 'answer',
  ringSec: 2,
  says: people.HELPFUL,
  turnSec: 1.5,
  talkSec: null,
  neverSilent: false,
  language: null,
  hangupLost: false,
  eventsRepeated: false,
  firstEventSec: 0.1,
};

/** What is different about an outcome, if nothing else is said. */
const BY_OUTCOME: Partial<Record<Outcome, ScriptChanges>> = {
  no_answer: { ringSec: 30 },
  // A mailbox takes a message of two minutes, then hangs up.
  voicemail: { says: people.VOICEMAIL, talkSec: 120 },
};

/** Destinations ending in 555-01NN, by NN. All others answer and talk. */
const BY_LAST_DIGITS: Readonly<Record<string, ScriptChanges>> = {
  '30': { outcome: 'no_answer' },
  '31': { outcome: 'busy' },
  '32': { outcome: 'declined' },
  '33': { outcome: 'voicemail' },
  '34': { outcome: 'refused' },
  '35': { outcome: 'throttled' },
  '36': { outcome: 'unknown_taken' },
  '37': { outcome: 'unknown_lost' },
  '38': { hangupLost: true },
  '39': { says: [], talkSec: 0.5 },
  // Longer at a time than Lex listens, and over the agent's words.
  '40': { says: people.TALKATIVE, neverSilent: true, turnSec: 40 },
  '41': { says: people.OPTING_OUT },
  '42': { eventsRepeated: true },
  '43': { says: people.SPANISH, language: 'es' },
  '44': { says: people.INJECTING },
  '45': { firstEventSec: 60 },
  '46': { firstEventSec: 120 },
};

const TEST_NUMBER = /55501(\d\d)$/;

/** How destinations behave, and what was set differently. */
export interface Scripts {
  of(number: string): Script;
  /**
   * From now on `number` behaves so. An outcome that is given sets all else to its usual.
   * @throws Error when a member is none of a script's, or out of range
   */
  set(number: string, changes: ScriptChanges): Script;
}

export function createScripts(): Scripts {
  const changed = new Map<string, Script>();
  return {
    of: (number) => changed.get(number) ?? born(number),
    set(number, changes) {
      const base = changes.outcome === undefined ? born(number) : usual({ outcome: changes.outcome });
      const script = changedBy(base, changes);
      changed.set(number, script);
      return script;
    },
  };
}

/** The usual of an outcome, changed by `changes`. */
export const usual = (changes: ScriptChanges = {}): Script =>
  changedBy(changedBy(USUAL, BY_OUTCOME[changes.outcome ?? 'answer'] ?? {}), changes);

const born = (number: string): Script => usual(BY_LAST_DIGITS[TEST_NUMBER.exec(number)?.[1] ?? '']);

const changedBy = (script: Script, changes: ScriptChanges): Script => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Script.parse({ ...script, ...Object.fromEntries(given) });
};
