import fc from 'fast-check';
import { type Account, type CallHandling, NO_CALL_HANDLING } from '../../lambdas/domain/account.ts';
import type { Assistant } from '../../lambdas/domain/assistant.ts';
import { type Call, type EndReason, type LiveCall, isOpen } from '../../lambdas/domain/call.ts';
import { afterCarrierEvent, conclude, dueOf, givenUpAt, latestEnd } from '../../lambdas/domain/call-life.ts';
import type { CarrierEvent } from '../../lambdas/domain/carrier-event.ts';
import { type Reached, ledOnTo, takenIn } from '../../lambdas/domain/inbound.ts';
import { CallId, callIdOf } from '../../lambdas/domain/ids.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import {
  CALLER_ID,
  CALL_ID,
  NOON,
  OTHER_TRANSACTION_ID,
  RECIPIENT,
  TRANSACTION_ID,
  anAccount,
  anAssistant,
  anOwnedNumber,
  at,
  instant,
  ordersOf,
} from '../makers.ts';

const HEARD = at('12:00:00.100');
const CAME = { callId: CALL_ID, beganAt: NOON, to: CALLER_ID, from: RECIPIENT };
const reached = (changes: Partial<Reached> = {}): Reached => ({
  number: anOwnedNumber({ inboundAssistantId: anAssistant().id }),
  account: anAccount(),
  assistant: anAssistant(),
  listed: undefined,
  ...changes,
});
const taken = (changes: Partial<Reached> = {}, mayBeRung = false) => {
  const to = ledOnTo(reached(changes));
  return takenIn(CAME, TRANSACTION_ID, reached(changes), { to, mayBeRung }, HEARD);
};
function live(changes: Partial<Reached> = {}): LiveCall {
  const call = taken(changes);
  if (call.status !== 'in_progress') throw new Error('it was refused');
  return call;
}

test('the id of a call is made of when it began and of its digest: a UUIDv7 that sorts by time', () => {
  const millis = fc.integer({ min: 0, max: Date.parse('2100-01-01') });
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(millis, digest, digest, (began, one, other) => {
      const id = callIdOf(began, one);
      expect(CallId.safeParse(id).success).toBe(true);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(callIdOf(began, Uint8Array.from(one))).toBe(id);
      expect(id < callIdOf(began + 1, other)).toBe(true);
    }),
  );
  expect(callIdOf(Date.parse(NOON), new Uint8Array(32).fill(0xff))).toBe(
    '019cae6b-6600-7fff-bfff-ffffffffffff',
  );
});

test('an answered call is in progress at once, for ten minutes, and holds no minutes', () => {
  expect(taken()).toEqual({
    status: 'in_progress',
    accountId: anAccount().id,
    callId: CALL_ID,
    keyId: null,
    direction: 'inbound',
    to: CALLER_ID,
    callerId: RECIPIENT,
    region: 'US',
    carrier: 'chime',
    voice: 'Aoede',
    language: 'en-US',
    languageSource: 'auto',
    assistantId: anAssistant().id,
    maxDurationSec: 600,
    notBefore: null,
    dialBefore: NOON,
    cycle: instant('2026-02-15T00:00:00.000Z'),
    keyPays: false,
    heldMinutes: 0,
    webhookEvents: null,
    createdAt: NOON,
    generation: 1,
    claimedAt: HEARD,
    request: null,
    transactionId: TRANSACTION_ID,
    heardAt: HEARD,
    hangUp: null,
    ending: null,
    recording: 'off',
    transferTo: null,
    secondLeg: null,
    startedAt: HEARD,
  });
});

const its = (language: string | null, voice: string | null = null) => anAssistant({ language, voice });
const speaking = (language: string | null): Account => {
  const account = anAccount();
  return { ...account, defaults: { ...account.defaults, language } };
};

test.each<{ assistant: Assistant; account?: Account; country?: string; is: Partial<LiveCall> }>([
  { assistant: its('de', 'Charon'), is: { language: 'de-DE', languageSource: 'explicit', voice: 'Charon' } },
  { assistant: its('nl-NL', 'Charon'), is: { language: 'nl-NL', voice: 'Aoede' } },
  { assistant: its('en'), country: 'GB', is: { language: 'en-GB', languageSource: 'explicit' } },
  {
    assistant: its(null),
    account: speaking('fr'),
    country: 'CA',
    is: { language: 'fr-CA', languageSource: 'auto' },
  },
  { assistant: its('auto'), account: speaking('es'), is: { language: 'es-US', languageSource: 'auto' } },
  { assistant: its(null), country: 'AU', is: { language: 'en-AU', languageSource: 'auto', region: 'AU' } },
])('it is spoken as the assistant speaks, else as the account does, in the way of the country', (told) => {
  const { assistant, account = anAccount(), country = 'US', is } = told;

  expect(taken({ assistant, account, number: anOwnedNumber({ country }) })).toMatchObject(is);
});

const onTheList = (direction: 'inbound' | 'both' | 'outbound') => ({
  number: RECIPIENT,
  direction,
  reason: null,
  source: 'api' as const,
  createdAt: NOON,
});

test.each<{ why: string; change: Partial<Reached>; error: string }>([
  { why: 'no assistant', change: { assistant: undefined }, error: 'unassigned' },
  { why: 'an inactive one', change: { assistant: anAssistant({ active: false }) }, error: 'unassigned' },
  { why: 'not live yet', change: { number: anOwnedNumber({ status: 'pending' }) }, error: 'unassigned' },
  { why: 'being released', change: { number: anOwnedNumber({ releaseAt: NOON }) }, error: 'unassigned' },
  { why: 'suspended', change: { account: anAccount({ status: 'suspended' }) }, error: 'account_suspended' },
  { why: 'being set up', change: { account: anAccount({ status: 'setup' }) }, error: 'account_suspended' },
  { why: 'listed', change: { listed: onTheList('inbound') }, error: 'do_not_call' },
  { why: 'listed both ways', change: { listed: onTheList('both') }, error: 'do_not_call' },
  {
    why: 'an account that is closed before who would answer',
    change: { account: anAccount({ status: 'suspended' }), assistant: undefined },
    error: 'account_suspended',
  },
])('a call is at its end as it comes in, at no cost: $why', ({ change, error }) => {
  expect(taken(change)).toMatchObject({
    status: 'failed',
    error,
    endReason: error === 'unassigned' ? 'unassigned' : 'blocked',
    startedAt: null,
    endedAt: NOON,
    durationSec: null,
    billedMinutes: 0,
    holdsLineUntil: null,
    recording: 'off',
  });
});

test('a number works to the last moment before its release, and whoever is listed for calls that go out may call', () => {
  const number = anOwnedNumber({ releaseAt: at('12:00:00.101') });

  expect(taken({ number, listed: onTheList('outbound') }).status).toBe('in_progress');
});

test('a call that came in is looked after at its longest time, and never for its minutes', () => {
  const call = live();

  expect(dueOf(call)).toBe('2026-03-02T12:10:00.100Z');
  expect(latestEnd(call)).toBe('2026-03-02T12:10:00.100Z');
  expect(givenUpAt({ ...call, hangUp: { reason: 'max_duration', at: at('12:10:01') } })).toBe(
    '2026-03-02T12:13:00.100Z',
  );
});

test('its minutes are rounded as any, and not capped by what is held', () => {
  const ended = conclude(
    live(),
    { status: 'completed', endReason: 'agent_hangup', error: null, at: at('12:07:30') },
    { stepSec: 60 },
  );

  expect(ended).toMatchObject({ billedMinutes: 8, durationSec: 449, heldMinutes: 0 });
});

type News = 'incoming' | 'talked' | 'asked' | 'noted' | 'ended';
const NEWS: readonly News[] = ['incoming', 'talked', 'asked', 'noted', 'ended'];
const told = { transactionId: TRANSACTION_ID, at: at('12:01:00') };
const eventOf = (type: News, ourReason: EndReason | null): CarrierEvent => {
  if (type === 'talked') return { ...told, type, reason: 'agent_hangup' };
  if (type === 'ended') return { ...told, type, sipCode: 0, ourReason };
  return { ...told, type };
};
const after = (news: readonly News[], ourReason: EndReason | null): Call =>
  news.reduce<Call>((call, type) => afterCarrierEvent(call, eventOf(type, ourReason)), live());

test.each<{ ourReason: EndReason | null; is: EndReason }>([
  { ourReason: null, is: 'recipient_hangup' },
  { ourReason: 'agent_hangup', is: 'agent_hangup' },
  { ourReason: 'max_duration', is: 'max_duration' },
])('in all 120 orders of its news it ends alike: $is', ({ ourReason, is }) => {
  const first = after(NEWS, ourReason);
  for (const order of ordersOf(NEWS)) {
    const call = after([...order, ...order.toReversed()], ourReason);
    expect({ order, call }).toEqual({ order, call: first });
    expect(isOpen(call) && call.ending).toMatchObject({ status: 'completed', endReason: is });
  }
});

test('a caller who was gone before our answer is answered by nobody, whatever the row said; told twice it is once', () => {
  const gone = afterCarrierEvent(live(), { ...told, type: 'missed' });
  if (!isOpen(gone) || !gone.ending) throw new Error('it has no end');

  expect(afterCarrierEvent(gone, { ...told, type: 'missed' })).toBe(gone);
  expect(afterCarrierEvent(gone, eventOf('ended', null))).toBe(gone);
  expect(conclude(gone, gone.ending, { stepSec: 60 })).toMatchObject({
    status: 'no_answer',
    endReason: 'no_answer',
    startedAt: null,
    endedAt: told.at,
    durationSec: null,
    billedMinutes: 0,
    recording: 'off',
  });
});

test('news of another transaction, and news after the end, change nothing', () => {
  const call = live();
  const other = { transactionId: OTHER_TRANSACTION_ID, at: plusSeconds(NOON, 30) };
  const ended = taken({ assistant: undefined });

  expect(afterCarrierEvent(call, { ...other, type: 'missed' })).toBe(call);
  for (const type of NEWS) expect(afterCarrierEvent(ended, eventOf(type, null))).toBe(ended);
  expect(afterCarrierEvent(ended, { ...told, type: 'missed' })).toBe(ended);
});

const handled = (callHandling: Partial<CallHandling>) => ({
  number: anOwnedNumber({ callHandling: { ...NO_CALL_HANDLING, ...callHandling } }),
});

test('a call that is led on rings first, and nobody is answered yet', () => {
  for (const mode of ['forward', 'ring_first'] as const)
    expect(taken({ ...handled({ mode, forwardTo: RECIPIENT, ringTo: RECIPIENT }) }, true)).toMatchObject({
      status: 'dialing',
      secondLeg: { why: mode, to: RECIPIENT, state: 'ringing', orAssistant: mode === 'ring_first' },
    });
});

test('where the number may not be rung a forwarded call ends, and one that would ring first is answered', () => {
  const [forward, first] = [
    handled({ mode: 'forward', forwardTo: RECIPIENT }),
    handled({ mode: 'ring_first', ringTo: RECIPIENT }),
  ];

  expect(taken(forward)).toMatchObject({ status: 'failed', error: 'destination_blocked' });
  expect(taken(first)).toMatchObject({ status: 'in_progress', secondLeg: null });
  expect(taken({ ...first, assistant: undefined })).toMatchObject({ status: 'failed', error: 'unassigned' });
});

test('a suspended account forwards nothing', () => {
  const forward = handled({ mode: 'forward', forwardTo: RECIPIENT });

  expect(taken({ ...forward, account: anAccount({ status: 'suspended' }) }, true)).toMatchObject({
    error: 'account_suspended',
  });
});
