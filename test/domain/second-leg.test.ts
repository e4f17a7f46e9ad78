import { NO_CALL_HANDLING, type CallHandling } from '../../lambdas/domain/account.ts';
import type { Assistant } from '../../lambdas/domain/assistant.ts';
import { E164 } from '../../lambdas/domain/ids.ts';
import { rungFirst, transferFrom } from '../../lambdas/domain/second-leg.ts';

const OFFICE = E164.parse('+13125550110');
const HOME = E164.parse('+13125550111');

const handling = (changes: Partial<CallHandling>): CallHandling => ({ ...NO_CALL_HANDLING, ...changes });
const said = (transfer: Assistant['transfer']) => ({ transfer }) as Assistant;

test.each([
  { mode: null, ringTo: OFFICE, leg: null },
  { mode: 'assistant', ringTo: OFFICE, forwardTo: OFFICE, leg: null },
  { mode: 'forward', forwardTo: null, ringTo: OFFICE, leg: null },
  { mode: 'ring_first', ringTo: null, forwardTo: OFFICE, leg: null },
  { mode: 'forward', forwardTo: OFFICE, ringSeconds: 7, leg: { why: 'forward', to: OFFICE, ringSec: 30 } },
  { mode: 'ring_first', ringTo: OFFICE, leg: { why: 'ring_first', to: OFFICE, ringSec: 20 } },
  { mode: 'ring_first', ringTo: OFFICE, ringSeconds: 7, leg: { to: OFFICE, ringSec: 7 } },
] as const)('$mode, to $ringTo or $forwardTo, rings $leg', ({ leg, ...changes }) => {
  const led = rungFirst(handling(changes), true);
  if (leg) expect(led).toMatchObject(leg);
  else expect(led).toBeNull();
});

test('an assistant takes the call after whoever is rung first, if there is one; never a forwarded one', () => {
  const first = handling({ mode: 'ring_first', ringTo: OFFICE });
  const forward = handling({ mode: 'forward', forwardTo: OFFICE });

  expect(rungFirst(first, true)?.orAssistant).toBe(true);
  expect(rungFirst(first, false)?.orAssistant).toBe(false);
  expect(rungFirst(forward, true)?.orAssistant).toBe(false);
});

const YES = { allowed: true, style: null, to: OFFICE };
const NO = { allowed: false, style: null, to: OFFICE };

test.each([
  { its: null, numbers: null, may: null },
  { its: YES, numbers: null, may: { to: OFFICE, warm: false } },
  { its: null, numbers: YES, may: { to: OFFICE, warm: false } },
  { its: { ...YES, style: 'warm' }, numbers: { ...YES, style: 'cold' }, may: { to: OFFICE, warm: true } },
  { its: { ...YES, to: HOME }, numbers: YES, may: { to: HOME, warm: false } },
  {
    its: { allowed: true, style: null, to: null },
    numbers: { ...YES, style: 'warm' },
    may: { to: OFFICE, warm: true },
  },
  { its: { allowed: null, style: null, to: HOME }, numbers: YES, may: { to: HOME, warm: false } },
  // Either forbids it by itself.
  { its: NO, numbers: YES, may: null },
  { its: YES, numbers: NO, may: null },
  // Nobody to hand it over to.
  { its: { ...YES, to: null }, numbers: null, may: null },
  { its: { allowed: null, style: 'warm', to: OFFICE }, numbers: null, may: null },
] as const)('the assistant says $its, the number $numbers: $may', ({ its, numbers, may }) => {
  expect(transferFrom(said(its), handling({ transfer: numbers }))).toEqual(may);
});

test('without an assistant the number’s say is all there is', () => {
  expect(transferFrom(undefined, handling({ transfer: YES }))).toEqual({ to: OFFICE, warm: false });
});
