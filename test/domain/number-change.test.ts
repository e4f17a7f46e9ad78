import { NO_CALL_HANDLING } from '../../lambdas/domain/account.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import {
  afterNumberWish,
  readNumberWish,
  whyUnchangeable,
  whyUnfit,
} from '../../lambdas/domain/number-change.ts';
import { ASSISTANT_ID, NOON, aNumber, anAssistant, anOwnedNumber, at } from '../makers.ts';

/** The refusal in words: its token and the path that its message begins with. */
const refusalIn = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.token} ${error.message.split(': ')[0] ?? ''}`;
  }
};

test.each([
  [{ nickname: '' }, 'invalid_request nickname'],
  [{ nickname: 'x'.repeat(101) }, 'invalid_request nickname'],
  [{ nickname: `  ${'x'.repeat(100)} ` }, 'none'],
  [{ nickname: '😀'.repeat(100) }, 'none'],
  [{ nickname: 7 }, 'invalid_request nickname'],
  [{ inboundAssistantId: 'robin' }, 'invalid_assistant inboundAssistantId'],
  [{ outboundAssistantId: 7 }, 'invalid_assistant outboundAssistantId'],
  [{ callHandling: 'none' }, 'invalid_request callHandling'],
  [{ callHandling: { mode: 'ring' } }, 'invalid_request callHandling.mode'],
  [{ callHandling: { ringSeconds: 4 } }, 'invalid_request callHandling.ringSeconds'],
  [{ callHandling: { ringSeconds: 5 } }, 'none'],
  [{ callHandling: { ringSeconds: 60 } }, 'none'],
  [{ callHandling: { ringSeconds: 61 } }, 'invalid_request callHandling.ringSeconds'],
  [{ callHandling: { ringSeconds: 7.5 } }, 'invalid_request callHandling.ringSeconds'],
  [{ callHandling: { ringTo: '911' } }, 'invalid_number callHandling.ringTo'],
  [{ callHandling: { forwardTo: ' +14155550123' } }, 'invalid_number callHandling.forwardTo'],
  [{ callHandling: { transfer: { to: 14155550123 } } }, 'invalid_number callHandling.transfer.to'],
  [{ callHandling: { transfer: { style: 'hot' } } }, 'invalid_request callHandling.transfer.style'],
  [{ callHandling: { transfer: true } }, 'invalid_request callHandling.transfer'],
  [{ callHandling: { recording: 'yes' } }, 'invalid_request callHandling.recording'],
  [{ callHandling: null, nickname: null, inboundAssistantId: null, colour: 'red' }, 'none'],
])('the form of %j: %s', (body, answer) => {
  expect(refusalIn(() => readNumberWish(body))).toBe(answer);
});

test('a number is changed as long as it works', () => {
  const tokenOf = (changes: Parameters<typeof anOwnedNumber>[0]) =>
    whyUnchangeable(anOwnedNumber(changes), NOON)?.token;

  expect(tokenOf({})).toBeUndefined();
  expect(tokenOf({ releaseAt: at('12:00:00.001') })).toBeUndefined();
  expect(tokenOf({ releaseAt: NOON })).toBe('release_pending');
  expect(tokenOf({ status: 'releasing' })).toBe('release_pending');
  expect(tokenOf({ status: 'pending' })).toBe('number_not_live');
});

test('an assistant is given to a number if it is active and for its carrier', () => {
  const tokenOf = (assistant: Parameters<typeof whyUnfit>[0]) =>
    whyUnfit(assistant, anOwnedNumber(), 'inboundAssistantId')?.token;

  expect(tokenOf(undefined)).toBe('invalid_assistant');
  expect(tokenOf(anAssistant({ active: false, provider: 'elsewhere' }))).toBe('assistant_inactive');
  expect(tokenOf(anAssistant({ provider: 'elsewhere' }))).toBe('provider_mismatch');
  expect(tokenOf(anAssistant({ provider: 'chime' }))).toBeUndefined();
  expect(tokenOf(anAssistant({ provider: null }))).toBeUndefined();
});

test('a change of a nickname goes through, whatever is lacking in how calls are handled', () => {
  const broken = anOwnedNumber({ callHandling: { ...NO_CALL_HANDLING, mode: 'forward' } });

  expect(afterNumberWish(broken, { nickname: 'Front desk' }, NO_CALL_HANDLING)).toEqual({
    ...broken,
    nickname: 'Front desk',
  });
});

test('a change that leads calls nowhere goes through too, though the account has taken back the number of its mode', () => {
  const broken = anOwnedNumber({ callHandling: { ...NO_CALL_HANDLING, mode: 'forward' } });
  const change = (callHandling: Parameters<typeof afterNumberWish>[1]['callHandling']) =>
    refusalIn(() => afterNumberWish(broken, { callHandling }, NO_CALL_HANDLING));

  expect(change({ recording: true })).toBe('none');
  expect(change({ mode: 'forward' })).toBe('invalid_request callHandling.forwardTo');
  expect(change({ mode: null })).toBe('none');
});

test('whom to transfer to must be known somewhere: here, by the account, or by an assistant', () => {
  const transfer = { allowed: true };
  const to = aNumber('+14155550123');
  const byAccount = { ...NO_CALL_HANDLING, transfer: { allowed: null, style: null, to } };
  const change = (wish: Parameters<typeof afterNumberWish>[1], byDefault = NO_CALL_HANDLING) =>
    refusalIn(() => afterNumberWish(anOwnedNumber(), wish, byDefault));

  expect(change({ callHandling: { transfer } })).toBe('invalid_request callHandling.transfer.to');
  expect(change({ callHandling: { transfer: { ...transfer, to } } })).toBe('none');
  expect(change({ callHandling: { transfer } }, byAccount)).toBe('none');
  expect(change({ outboundAssistantId: ASSISTANT_ID, callHandling: { transfer } })).toBe('none');
});
