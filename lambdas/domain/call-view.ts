import { type Call, isEnded, wasRecorded } from './call.ts';
import type { Digest, Field } from './conversation.ts';
import { Refusal } from './errors.ts';

/** A call with its words. Words are null once they are erased, the digest until the call has ended. */
export interface WholeCall {
  readonly call: Call;
  readonly words: {
    readonly objective: string;
    readonly metadata: Readonly<Record<string, string>> | null;
    readonly fields: readonly Field[];
  } | null;
  readonly digest: Digest | null;
}

/** The answer to a foreign id and to an unknown one, whatever is asked of the call. */
export const noSuchCall = () => new Refusal('not_found', 'There is no such call.');

/**
 * A call as clients see it. What is not known is null, never missing; what belongs to the end is shown with the end. Of
 * an erased call nothing that was said is shown, though a function that was slow may have written some of it since.
 * @param base what the API's addresses begin with
 */
export function callView(whole: WholeCall & { transcript: string | null }, base: string) {
  const { call } = whole;
  const ended = isEnded(call) ? call : undefined;
  const { words, digest, transcript } = ended?.erasedAt ? NO_WORDS : whole;
  return {
    id: call.callId,
    status: call.status,
    to: call.to,
    objective: words?.objective ?? null,
    voice: call.voice,
    language: call.language,
    languageSource: call.languageSource,
    summary: ended ? (digest?.summary ?? null) : null,
    transcript: ended ? transcript : null,
    extracted: ended ? extractedOf(words, digest) : null,
    recordingUrl: wasRecorded(call) ? `${base}/v1/agent/calls/${call.callId}/recording` : null,
    startedAt: startedAt(call),
    endedAt: ended?.endedAt ?? null,
    durationSec: ended?.durationSec ?? null,
    error: ended?.error ?? null,
    callerId: call.callerId,
    direction: call.direction,
    endReason: ended?.endReason ?? null,
    metadata: words?.metadata ?? null,
    createdAt: call.createdAt,
    billedMinutes: ended?.billedMinutes ?? null,
  };
}

const NO_WORDS = { words: null, digest: null, transcript: null };

/** A call as a list shows it. */
export function callLine(whole: WholeCall) {
  const { id, to, objective, status, summary, startedAt, endedAt, durationSec, direction, createdAt } =
    callView({ ...whole, transcript: null }, '');
  return { id, to, objective, status, summary, startedAt, endedAt, durationSec, direction, createdAt };
}

const startedAt = (call: WholeCall['call']) =>
  call.status === 'queued' || call.status === 'dialing' ? null : call.startedAt;

/** Exactly the asked names, in the order in which they were asked for. */
const extractedOf = (words: WholeCall['words'], digest: WholeCall['digest']) =>
  words && Object.fromEntries(words.fields.map(({ name }) => [name, digest?.extracted[name] ?? null]));
