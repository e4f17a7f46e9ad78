import { v7 as uuidv7 } from 'uuid';
import { type Account, NO_CALL_HANDLING } from '../lambdas/domain/account.ts';
import type { Assistant } from '../lambdas/domain/assistant.ts';
import type { DialingCall, LiveCall, QueuedCall } from '../lambdas/domain/call.ts';
import {
  AccountId,
  AssistantId,
  CallId,
  E164,
  KeyId,
  OrderId,
  ReleaseId,
  TransactionId,
} from '../lambdas/domain/ids.ts';
import { type Key, SCOPES } from '../lambdas/domain/key.ts';
import type { OwnedNumber } from '../lambdas/domain/number.ts';
import { type PendingOrder } from '../lambdas/domain/number-order.ts';
import { placed } from '../lambdas/domain/number-order-life.ts';
import { Instant, millisOf } from '../lambdas/domain/time.ts';

export const instant = (text: string): Instant => Instant.parse(text);

/** A time of Monday, 2 March 2026, in UTC: `12:00:30` or `12:00:30.500`. */
export const at = (time: string): Instant =>
  instant(`2026-03-02T${time.includes('.') ? time : `${time}.000`}Z`);

export const NOON = at('12:00:00');
export const ACCOUNT_ID = AccountId.parse('01959c8e-0000-7000-8000-000000000001');
export const OTHER_ACCOUNT_ID = AccountId.parse('01959c8e-0000-7000-8000-000000000002');
export const ASSISTANT_ID = AssistantId.parse('01959c8e-0000-7000-8000-0000000000a1');
export const RELEASE_ID = ReleaseId.parse('019cae6b-6600-7000-8000-00000000d001');
/** A call that was placed at noon. */
export const CALL_ID = CallId.parse('019cae6b-6600-7000-8000-00000000c001');
export const TRANSACTION_ID = TransactionId.parse('5d0c2f5e-8a0e-4e1d-9c1a-2b6c2f0f7a01');
export const OTHER_TRANSACTION_ID = TransactionId.parse('5d0c2f5e-8a0e-4e1d-9c1a-2b6c2f0f7a02');

export const aNumber = (text: string): E164 => E164.parse(text);
/** Whom our calls go to. */
export const RECIPIENT = aNumber('+14155550101');
/** What our calls come from. */
export const CALLER_ID = aNumber('+14155550190');

/** A call id that no other call has; it sorts by `placedAt`. */
export const aCallId = (placedAt: Instant = NOON): CallId =>
  CallId.parse(uuidv7({ msecs: millisOf(placedAt) }));

/** The id of the n-th key. */
export const aKeyId = (n: number): KeyId => KeyId.parse(n.toString(16).padStart(32, '0'));

export const anAccount = (changes: Partial<Account> = {}): Account => ({
  id: ACCOUNT_ID,
  name: 'Acme',
  plan: 'pro',
  status: 'active',
  trialEndsAt: null,
  anchor: instant('2026-01-15T00:00:00.000Z'),
  limits: {},
  defaults: { callerId: null, language: null, assistantId: null, callHandling: NO_CALL_HANDLING },
  anchorFixed: true,
  webhookUrl: null,
  webhookSecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  cursorSecret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  createdAt: instant('2026-01-15T00:00:00.000Z'),
  ...changes,
});

export const aKey = (changes: Partial<Key> = {}): Key => ({
  id: aKeyId(1),
  accountId: ACCOUNT_ID,
  hash: '0'.repeat(64),
  last4: 'wxyz',
  name: 'first key',
  scopes: [...SCOPES],
  callerId: null,
  voice: null,
  callsPerMinute: null,
  minutesPerCycle: null,
  createdAt: instant('2026-01-15T00:00:00.000Z'),
  revokedAt: null,
  lastUsedOn: null,
  ...changes,
});

export const anAssistant = (changes: Partial<Assistant> = {}): Assistant => ({
  id: ASSISTANT_ID,
  accountId: ACCOUNT_ID,
  name: 'Robin',
  active: true,
  provider: null,
  voice: null,
  language: null,
  persona: null,
  greeting: null,
  knowledge: null,
  transfer: null,
  ...changes,
});

export const anOwnedNumber = (changes: Partial<OwnedNumber> = {}): OwnedNumber => ({
  number: CALLER_ID,
  accountId: ACCOUNT_ID,
  provider: 'chime',
  country: 'US',
  nickname: null,
  status: 'live',
  inboundAssistantId: null,
  outboundAssistantId: null,
  callHandling: NO_CALL_HANDLING,
  releaseAt: null,
  createdAt: instant('2026-01-16T00:00:00.000Z'),
  carrierLinkId: 'rule-1',
  orderId: null,
  orderedByArea: false,
  releaseId: null,
  missingSince: null,
  ...changes,
});

/** A call that was placed at noon, with two minutes held and ten minutes to last at the most. */
export const aQueuedCall = (changes: Partial<QueuedCall> = {}): QueuedCall => ({
  status: 'queued',
  inLine: false,
  accountId: ACCOUNT_ID,
  callId: CALL_ID,
  keyId: aKeyId(1),
  direction: 'outbound',
  to: RECIPIENT,
  callerId: CALLER_ID,
  region: 'US',
  carrier: 'chime',
  voice: 'Aoede',
  language: 'en-US',
  languageSource: 'inferred',
  assistantId: null,
  maxDurationSec: 600,
  notBefore: null,
  dialBefore: at('13:00:00'),
  cycle: instant('2026-02-15T00:00:00.000Z'),
  keyPays: false,
  heldMinutes: 2,
  webhookEvents: null,
  createdAt: NOON,
  ...changes,
});

/** The same call with a line taken for it at 12:00:01, and nothing sent to the carrier. */
export const aDialingCall = (changes: Partial<DialingCall> = {}): DialingCall => {
  const { inLine: _, ...placed } = aQueuedCall();
  return {
    ...placed,
    status: 'dialing',
    generation: 1,
    claimedAt: at('12:00:01'),
    request: null,
    transactionId: null,
    heardAt: null,
    hangUp: null,
    ending: null,
    recording: 'off',
    transferTo: null,
    secondLeg: null,
    ...changes,
  };
};

/** The same call, answered at 12:00:10. */
export const aLiveCall = (changes: Partial<LiveCall> = {}): LiveCall => ({
  ...aDialingCall(),
  status: 'in_progress',
  request: { attempt: 1, at: at('12:00:02'), answer: 'taken' },
  transactionId: TRANSACTION_ID,
  heardAt: at('12:00:10'),
  startedAt: at('12:00:10'),
  hangUp: null,
  ...changes,
});

/** Every order of some things: five of them have 120. */
export const ordersOf = <T>(things: readonly T[]): (readonly T[])[] =>
  things.length === 0
    ? [[]]
    : things.flatMap((first, i) =>
        ordersOf([...things.slice(0, i), ...things.slice(i + 1)]).map((rest) => [first, ...rest]),
      );

export const ORDER_ID = OrderId.parse('019cae6b-6600-7000-8000-0000000000b1');

/** An order by area that was placed at noon, and that nothing has been done for. */
export const anOrder = (changes: Partial<PendingOrder> = {}): PendingOrder => ({
  ...placed({
    orderId: ORDER_ID,
    accountId: ACCOUNT_ID,
    provider: 'chime',
    country: 'US',
    wish: { by: 'area', areaId: 'US-510', areaCode: '510' },
    nickname: null,
    inboundAssistantId: null,
    outboundAssistantId: null,
    cycle: instant('2026-02-15T00:00:00.000Z'),
    createdAt: NOON,
  }),
  ...changes,
});
