import { bedrockBrain } from '../talk/bedrock.ts';
import { type Saying, converse } from '../talk/converse.ts';
import type { LiveCall } from '../domain/call.ts';
import { latestEnd } from '../domain/call-life.ts';
import { LostRace } from '../domain/errors.ts';
import { goodbye, outOfTime } from '../domain/phrases.ts';
import { addDoNotCall, readAccount, readAssistant } from '../store/accounts.ts';
import { type SeenCall, readCall } from '../store/calls.ts';
import { readBrief, readTurns, storeTurn } from '../store/conversation.ts';
import { mayTalkOn } from '../store/extension.ts';
import { type Heard, listen } from '../triggers/lex.ts';
import { log, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';

/** Answers what was heard in a call, and keeps both. A repeat of a turn gets the words that were said to it. */
export const handler = listen(async (heard) => {
  const { accountId, callId, turn, words, now } = heard;
  const [seen, turns] = await Promise.all([readCall(accountId, callId), readTurns(callId)]);
  if (seen?.call.status !== 'in_progress' || seen.call.ending)
    throw new Error('a conversation without a live call');
  const before = turns[turn];
  if (before) return { say: before.said, end: before.end };

  const saying = await sayingTo(heard, { ...seen, call: seen.call }, turns);
  // Listed before it is stored: a crash in between has the turn asked again, and its answer may be another.
  if (saying.end === 'opt_out') {
    await addDoNotCall(accountId, { number: seen.call.to, reason: 'asked in a call', createdAt: now });
  }
  const stands = await storeTurn(callId, turn, { heard: words, said: saying.say, end: saying.end, at: now });
  return { say: stands.said, end: stands.end };
});

async function sayingTo(
  { accountId, callId, words, now }: Heard,
  seen: SeenCall<LiveCall>,
  turns: Awaited<ReturnType<typeof readTurns>>,
): Promise<Saying> {
  const { call } = seen;
  const { language } = call;
  if (call.hangUp) return { say: goodbye(language), end: call.hangUp.reason };
  if (now >= latestEnd(call)) return { say: outOfTime(language), end: 'max_duration' };
  const [account, brief, assistant] = await Promise.all([
    readAccount(accountId),
    readBrief(accountId, callId),
    call.assistantId && readAssistant(accountId, call.assistantId),
  ]);
  if (!account) throw new Error('a call without an account');
  if (!(await mayTalkOn(seen, now).catch(talksOn)))
    return { say: outOfTime(language), end: 'minutes_exhausted' };
  const part = {
    onBehalfOf: account.name,
    objective: brief?.objective ?? null,
    context: brief?.context ?? null,
    fields: brief?.fields ?? [],
    persona: assistant ? assistant.persona : null,
    knowledge: assistant ? assistant.knowledge : null,
    language,
  };
  return converse(bedrockBrain, part, turns, words, (error) => {
    count('ModelFailures');
    log.warn('the model failed', said(error));
  });
}

/** Whoever saved first, the sweep, has looked after the minutes too. */
const talksOn = (error: unknown): boolean => {
  if (error instanceof LostRace) return true;
  throw error;
};
