import { NO_CALL_HANDLING, effectiveCallHandling, whyClosed } from '../../lambdas/domain/account.ts';
import { limitsInForce } from '../../lambdas/domain/plan.ts';
import { isCallerIdOf } from '../../lambdas/domain/number.ts';
import { ACCOUNT_ID, CALLER_ID, NOON, OTHER_ACCOUNT_ID, anAccount, anOwnedNumber, at } from '../makers.ts';

test.each([
  { status: 'active', trialEndsAt: null, token: undefined, why: 'it is active' },
  {
    status: 'active',
    trialEndsAt: at('11:00:00'),
    token: undefined,
    why: 'its trial is past, its plan is not',
  },
  { status: 'trialing', trialEndsAt: at('12:00:00.001'), token: undefined, why: 'the trial runs' },
  { status: 'trialing', trialEndsAt: at('12:00:00'), token: 'account_suspended', why: 'the trial ends now' },
  { status: 'trialing', trialEndsAt: null, token: 'account_suspended', why: 'the trial has no end' },
  { status: 'suspended', trialEndsAt: null, token: 'account_suspended', why: 'it is suspended' },
  { status: 'setup', trialEndsAt: null, token: 'account_setup_required', why: 'it is being set up' },
] as const)('an account that is $status answers $token: $why', ({ status, trialEndsAt, token }) => {
  expect(whyClosed(anAccount({ status, trialEndsAt }), NOON)?.token).toBe(token);
});

const plan = { numbers: 3, minutes: 500, callsPerMinute: 30, concurrentCalls: 5, roundingSec: 60 };

test('an account without limits of its own has those of its plan, and of the stage', () => {
  expect(limitsInForce(plan, {}, 3)).toEqual({
    numbers: 3,
    minutes: 500,
    callsPerMinute: 30,
    concurrentCalls: 5,
    callsPerRecipientPerDay: 3,
    listing: false,
  });
});

test('a limit of its own counts, be it larger, smaller or zero; null is none of its own', () => {
  const own = {
    numbers: 0,
    minutes: 0,
    callsPerMinute: null,
    concurrentCalls: 50,
    callsPerRecipientPerDay: 0,
    listing: true,
  };
  expect(limitsInForce(plan, own, 3)).toEqual({
    numbers: 0,
    minutes: 0,
    callsPerMinute: 30,
    concurrentCalls: 50,
    callsPerRecipientPerDay: 0,
    listing: true,
  });
});

test('where neither stage nor account limits the calls to one recipient, nothing does', () => {
  expect(limitsInForce(plan, { callsPerRecipientPerDay: null }, null).callsPerRecipientPerDay).toBeNull();
});

test.each([
  { why: 'live and its own', number: anOwnedNumber(), allowed: true },
  { why: "another account's", number: anOwnedNumber({ accountId: OTHER_ACCOUNT_ID }), allowed: false },
  { why: 'nobody has it', number: undefined, allowed: false },
  { why: 'still pending', number: anOwnedNumber({ status: 'pending' }), allowed: false },
  { why: 'being released', number: anOwnedNumber({ status: 'releasing' }), allowed: false },
  { why: 'released', number: anOwnedNumber({ status: 'released' }), allowed: false },
  { why: 'its order failed', number: anOwnedNumber({ status: 'failed' }), allowed: false },
  { why: 'to be released later', number: anOwnedNumber({ releaseAt: at('12:00:00.001') }), allowed: true },
  { why: 'to be released now', number: anOwnedNumber({ releaseAt: NOON }), allowed: false },
])('a number may be called from: $allowed, $why', ({ number, allowed }) => {
  expect(isCallerIdOf(number, ACCOUNT_ID, NOON)).toBe(allowed);
});

test('what a number says of its calls counts, be it no, and the rest is as its account says', () => {
  const own = { ...NO_CALL_HANDLING, mode: 'forward' as const, forwardTo: CALLER_ID, recording: false };
  const account = { ...NO_CALL_HANDLING, mode: 'assistant' as const, ringSeconds: 20, recording: true };
  expect(effectiveCallHandling(own, account)).toEqual({
    mode: 'forward',
    ringTo: null,
    ringSeconds: 20,
    forwardTo: '+14155550190',
    transfer: null,
    recording: false,
    copilot: null,
  });
});
