import { bedrockBrain } from '../talk/bedrock.ts';
import { type Saying, converse } from '../talk/converse.ts';
import type { Part } from '../talk/prompt.ts';
import type { LiveCall } from '../domain/call.ts';
import { afterLanguage, latestEnd } from '../domain/call-life.ts';
import { LONGEST_MESSAGE, cut } from '../domain/conversation.ts';
import { optedOut } from '../domain/do-not-call.ts';
import { LostRace } from '../domain/errors.ts';
import type { E164 } from '../domain/ids.ts';
import { otherLanguages } from '../domain/language.ts';
import { goodbye, greeting, inboundGreeting, outOfTime } from '../domain/phrases.ts';
import { mayHandOverTo } from '../domain/second-leg-life.ts';
import { readAccount } from '../store/accounts.ts';
import { readAssistant } from '../store/assistants.ts';
import { type SeenCall, changeCall, readCall } from '../store/calls.ts';
import { type StoredTurn, readBrief, readTurns, storeTurn } from '../store/conversation.ts';
import { changeDoNotCall } from '../store/do-not-call.ts';
import { mayTalkOn } from '../store/extension.ts';
import type { Instant } from '../domain/time.ts';
import { type Heard, type Said, listen } from '../triggers/lex.ts';
import { log, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { lexLocale } from '../voices.ts';

/** A call changes its language so often at most: there, and back if that was a mistake. */
const MOST_CHANGES = 2;

/** Answers what was heard in a call, and keeps both. A repeat of a turn gets the words that were said to it. */
export const handler = listen(async (heard) => {
  const { accountId, callId, turn, words, now } = heard;
  const [seen, turns] = await Promise.all([readCall(accountId, callId), readTurns(callId)]);
  if (seen?.call.status !== 'in_progress' || seen.call.ending)
    throw new Error('a conversation without a live call');
  const before = turns[turn];
  if (before) return saidIn(before);

  const { say, end, language, announce } = await sayingTo(heard, { ...seen, call: seen.call }, turns);
  // Listed before it is stored: a crash in between has the turn asked again, and its answer may be another.
  if (end === 'opt_out') {
    const number = otherSide(seen.call);
    if (number) await changeDoNotCall(accountId, number, (entry) => optedOut(entry, number, now));
  }
  // The row before the turn: after a crash in between this session is not in the call's language, and so is left at the
  // next turn all the same.
  if (language !== seen.call.language)
    await changeCall(accountId, callId, (call) => afterLanguage(call, language));
  const goesOn = end ? undefined : whyGoOn(heard, lexLocale(language));
  const stands = await storeTurn(callId, turn, {
    heard: words,
    said: say,
    end,
    ...(goesOn && { goesOn }),
    ...(announce !== undefined && { announce }),
    at: now,
  });
  return saidIn(stands);
});

const saidIn = ({ said: say, end, goesOn }: StoredTurn): Said => ({ say, end, goesOn: goesOn !== undefined });

/** A session has one language, and a time. */
function whyGoOn({ locale, isLastOfSession }: Heard, wanted: string): StoredTurn['goesOn'] {
  if (locale !== wanted) return 'in_another_language';
  return isLastOfSession ? 'in_time' : undefined;
}

async function sayingTo(
  { accountId, callId, words, now }: Heard,
  seen: SeenCall<LiveCall>,
  turns: readonly StoredTurn[],
): Promise<Saying> {
  const { call } = seen;
  const { language } = call;
  const last = await lastWords(seen, now);
  // Who asks not to be called again is heard even in the last turn; whatever else is said then is too late.
  if (last && words.trim() === '') return last;
  const [account, brief, assistant] = await Promise.all([
    readAccount(accountId),
    readBrief(accountId, callId),
    call.assistantId && readAssistant(accountId, call.assistantId),
  ]);
  if (!account) throw new Error('a call without an account');
  const part = {
    onBehalfOf: account.name,
    objective: brief?.objective ?? null,
    context: brief?.context ?? null,
    fields: brief?.fields ?? [],
    persona: assistant ? assistant.persona : null,
    knowledge: assistant ? assistant.knowledge : null,
    language,
    otherLanguages: mayChange(call, turns) ? otherLanguages(language, call.region) : [],
    transfer: transferIn(call),
  };
  const saying = await converse(bedrockBrain, part, turns, words, (error) => {
    count('ModelFailures');
    log.warn('the model failed', said(error));
  });
  if (last && saying.end !== 'opt_out') return last;
  return saying.language === language ? saying : introduced(call, saying, account.name);
}

/** What ends the call at this turn whatever was heard: a wish to hang up, its longest time, its minutes. */
async function lastWords(seen: SeenCall<LiveCall>, now: Instant): Promise<Saying | undefined> {
  const { language, hangUp } = seen.call;
  const end = hangUp?.reason ?? (now >= latestEnd(seen.call) ? 'max_duration' : undefined);
  if (!end && (await mayTalkOn(seen, now).catch(talksOn))) return undefined;
  const why = end ?? 'minutes_exhausted';
  // The sweep may have been first to see that the time is up.
  const isOutOfTime = why === 'max_duration' || why === 'minutes_exhausted';
  return { say: isOutOfTime ? outOfTime(language) : goodbye(language), end: why, language };
}

const mayChange = ({ languageSource }: LiveCall, turns: readonly StoredTurn[]): boolean =>
  languageSource === 'auto' &&
  turns.filter(({ goesOn }) => goesOn === 'in_another_language').length < MOST_CHANGES;

/** Whether the agent may hand the call over, and how. */
function transferIn(call: LiveCall): Part['transfer'] {
  const transfer = mayHandOverTo(call);
  return transfer && (transfer.warm ? 'warm' : 'cold');
}

/** Who calls, for whom, and that it is an AI must be told in a language that is understood. */
function introduced({ direction }: LiveCall, { say, language, end }: Saying, name: string): Saying {
  const words =
    direction === 'inbound'
      ? inboundGreeting({ language, name, recorded: false, own: say })
      : `${greeting({ language, onBehalfOf: name, recorded: false })} ${say}`;
  return { say: cut(words, LONGEST_MESSAGE), language, end };
}

/** Whoever the agent talks to; null for a caller who is not known. */
const otherSide = ({ direction, to, callerId }: LiveCall): E164 | null =>
  direction === 'inbound' ? callerId : to;

/** Whoever saved first, the sweep, has looked after the minutes too. */
const talksOn = (error: unknown): boolean => {
  if (error instanceof LostRace) return true;
  throw error;
};
