import { type CallHandling, NO_CALL_HANDLING, effectiveCallHandling } from '../../lambdas/domain/account.ts';
import { handled, numberLacking } from '../../lambdas/domain/handling-change.ts';
import { aNumber } from '../makers.ts';

const [ringTo, forwardTo, to] = ['+14155550121', '+14155550122', '+14155550123'].map(aNumber) as [
  ReturnType<typeof aNumber>,
  ReturnType<typeof aNumber>,
  ReturnType<typeof aNumber>,
];
const full: CallHandling = {
  mode: 'ring_first',
  ringTo,
  ringSeconds: 20,
  forwardTo,
  transfer: { allowed: true, style: 'warm', to },
  recording: true,
  copilot: false,
};

test('a change that says nothing is none', () => {
  expect(handled(full, undefined)).toBe(full);
  expect(handled(full, {})).toEqual(full);
});

test('a change of one member leaves the others; null takes one back, null for all takes all back', () => {
  expect(handled(full, { ringSeconds: 5 })).toEqual({ ...full, ringSeconds: 5 });
  expect(handled(full, { recording: null })).toEqual({ ...full, recording: null });
  expect(handled(full, { transfer: { to: null } })).toEqual({
    ...full,
    transfer: { allowed: true, style: 'warm', to: null },
  });
  expect(handled(full, null)).toEqual(NO_CALL_HANDLING);
});

test('each member, those of a transfer too, falls back by itself', () => {
  const own = {
    ...NO_CALL_HANDLING,
    recording: false,
    transfer: { allowed: null, style: 'cold', to: null },
  } as const;

  expect(effectiveCallHandling(own, full)).toEqual({
    ...full,
    recording: false,
    transfer: { allowed: true, style: 'cold', to },
  });
  expect(effectiveCallHandling(full, NO_CALL_HANDLING)).toEqual(full);
});

test.each([
  [{ ...full, mode: 'forward', forwardTo: null }, 'callHandling.forwardTo'],
  [{ ...full, ringTo: null }, 'callHandling.ringTo'],
  [{ ...full, transfer: { allowed: true, style: null, to: null } }, 'callHandling.transfer.to'],
] satisfies [CallHandling, string][])(
  'a mode, or a transfer, without its number is found',
  (handling, path) => {
    expect(numberLacking(handling, false)?.path).toBe(path);
  },
);

test.each([
  full,
  NO_CALL_HANDLING,
  { ...full, mode: 'assistant', ringTo: null, forwardTo: null },
  { ...full, transfer: { allowed: false, style: 'warm', to: null } },
] satisfies CallHandling[])(
  'nothing is lacking where nothing would be rung, or what would be is named',
  (handling) => {
    expect(numberLacking(handling, false)).toBeUndefined();
  },
);

test('whom to transfer to may be known elsewhere', () => {
  const handling = { ...full, transfer: { allowed: true, style: null, to: null } };

  expect(numberLacking(handling, true)).toBeUndefined();
});
