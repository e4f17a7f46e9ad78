import fc from 'fast-check';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude } from '../../lambdas/domain/call-life.ts';
import type { CallEvent } from '../../lambdas/domain/call-event.ts';
import { eventBody } from '../../lambdas/domain/webhook-body.ts';
import { ACCOUNT_ID, CALL_ID, aLiveCall, at } from '../makers.ts';

const ended = conclude(aLiveCall(), afterAnswer('agent_hangup', at('12:01:00')), { stepSec: 60 });
const event: CallEvent = {
  accountId: ACCOUNT_ID,
  callId: CALL_ID,
  sequence: 2,
  event: 'call.completed',
  at: at('12:01:00'),
};
const words = { objective: 'Ask for the price', metadata: { order: '17' }, fields: [] };
const whole = (transcript: string | null) => ({
  call: ended,
  words,
  digest: { summary: 'It is $3.', extracted: {} },
  transcript,
});
const BASE = 'https://voice.example.com';
const parsed = (text: string) => JSON.parse(text) as Record<string, unknown>;

const LIMIT = 262_144;
/** The bytes of the body with an empty transcript. */
const EMPTY = Buffer.byteLength(eventBody(event, whole(''), BASE));

test('a recorded call tells where its recording is, where clients find the API', () => {
  const recorded = { ...whole(null), call: { ...ended, recording: 'on' as const } };

  expect(parsed(eventBody(event, recorded, BASE))).toMatchObject({
    recordingUrl: `https://voice.example.com/v1/agent/calls/${ended.callId}/recording`,
  });
});

test('what was erased is null, and so is what nobody knows', () => {
  const body = parsed(eventBody(event, { ...whole(null), words: null, digest: null }, BASE));

  expect(body).toMatchObject({
    objective: null,
    metadata: null,
    summary: null,
    transcript: null,
    extracted: null,
    error: null,
    durationSec: 50,
  });
  expect(body).not.toHaveProperty('truncated');
});

test.each([
  { what: 'to the last byte', more: 0, cut: false },
  { what: 'one byte too many', more: 1, cut: true },
])('a body of 256 KiB is sent whole: $what', ({ more, cut }) => {
  const first = 'agent: Hello.';
  const line = 'x'.repeat(LIMIT - EMPTY - first.length - '\\n'.length + more);
  const text = eventBody(event, whole(`${first}\n${line}`), BASE);

  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
  expect(parsed(text)['transcript']).toBe(cut ? first : `${first}\n${line}`);
  expect(parsed(text)['truncated']).toEqual(cut ? ['transcript'] : undefined);
});

test('a transcript that is too long keeps its first lines, as many as there is room for', () => {
  const lines = Array.from(
    { length: 400 },
    (_, i) => `agent: ${String(i).padStart(4, '0')}${'é'.repeat(500)}`,
  );
  const text = eventBody(event, whole(lines.join('\n')), BASE);
  const kept = String(parsed(text)['transcript']).split('\n');

  expect(kept).toEqual(lines.slice(0, kept.length));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
  expect(Buffer.byteLength(text)).toBeGreaterThan(LIMIT - 1_100);
});

test('whatever was said, a body is at most 256 KiB of JSON, and a cut is a cut after a whole line', () => {
  const line = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (some) => {
      const lines = Array.from({ length: 5_000 }, (_, i) => some[i % some.length] ?? '');
      const text = eventBody(event, whole(lines.join('\n')), BASE);
      const { transcript, truncated } = parsed(text);
      const kept = String(transcript).split('\n');

      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
      if (truncated === undefined) expect(kept).toEqual(lines);
      else expect(kept).toEqual(lines.slice(0, kept.length));
    }),
    { numRuns: 8 },
  );
});

test('before the end nothing of the end is told, though it is known when the event is sent', () => {
  const early = { ...event, sequence: 1, event: 'call.in_progress', at: at('12:00:10') } as const;

  expect(parsed(eventBody(early, whole('agent: Hello.'), BASE))).toMatchObject({
    event: 'call.in_progress',
    status: 'in_progress',
    startedAt: '2026-03-02T12:00:10.000Z',
    objective: 'Ask for the price',
    endedAt: null,
    durationSec: null,
    summary: null,
    transcript: null,
    extracted: null,
    recordingUrl: null,
    error: null,
    endReason: null,
  });
});
