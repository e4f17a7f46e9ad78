import { entered, optedOut } from '../../lambdas/domain/do-not-call.ts';
import { NOON, RECIPIENT, at } from '../makers.ts';

const asked = optedOut(undefined, RECIPIENT, NOON);
const spam = entered(undefined, RECIPIENT, { direction: 'inbound', reason: 'spam' }, at('09:00:00'));

test('a number is entered for calls that go out, unless a client says otherwise', () => {
  expect(entered(undefined, RECIPIENT, {}, NOON)).toEqual({
    number: '+14155550101',
    direction: 'outbound',
    reason: null,
    source: 'api',
    createdAt: '2026-03-02T12:00:00.000Z',
  });
  expect(spam).toMatchObject({ direction: 'inbound', reason: 'spam' });
});

test('a number that is entered again changes by what is said, and keeps the rest', () => {
  expect(entered(spam, RECIPIENT, { direction: 'both' }, NOON)).toEqual({ ...spam, direction: 'both' });
  expect(entered(asked, RECIPIENT, { reason: 'by letter' }, at('13:00:00'))).toEqual({
    ...asked,
    reason: 'by letter',
  });
});

test('whoever asks in a call not to be called is on the list since the first time', () => {
  expect(asked).toEqual({
    number: '+14155550101',
    direction: 'outbound',
    reason: 'asked in a call',
    source: 'call',
    createdAt: '2026-03-02T12:00:00.000Z',
  });
  expect(optedOut(asked, RECIPIENT, at('13:00:00'))).toBe(asked);
});

test('a number that was not to call us is then not to be called either, and keeps its reason', () => {
  expect(optedOut(spam, RECIPIENT, NOON)).toEqual({ ...spam, direction: 'both' });
});
