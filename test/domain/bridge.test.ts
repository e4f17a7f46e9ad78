import { checkBridge } from '../../lambdas/domain/bridge.ts';
import { DEFAULT_DENY } from '../../lambdas/domain/deny-table.ts';
import { OTHER_ACCOUNT_ID, aNumber, anOwnedNumber } from '../makers.ts';

const number = aNumber('+14155550123');

test('a call may be led on to any number that may be called', () => {
  expect(checkBridge(number, DEFAULT_DENY, undefined)).toEqual({ allowed: true, number, region: 'US' });
});

test.each([
  ['+911', 'invalid_number'],
  ['+19005550101', 'destination_blocked'],
  ['+33140205050', 'destination_blocked'],
])('not to %s, which is never called', (blocked, token) => {
  expect(checkBridge(blocked as typeof number, DEFAULT_DENY, undefined)).toMatchObject({
    allowed: false,
    token,
  });
});

test('not to one that the deny table holds by now', () => {
  const deny = { version: 2, deny: ['+1415'] };

  expect(checkBridge(number, deny, undefined)).toMatchObject({ token: 'destination_blocked' });
});

test.each(['pending', 'live', 'releasing'] as const)(
  'not to one that answers here, whoever has it: %s',
  (status) => {
    const owned = anOwnedNumber({ number, status, accountId: OTHER_ACCOUNT_ID });

    expect(checkBridge(number, DEFAULT_DENY, owned)).toMatchObject({ token: 'destination_blocked' });
  },
);

test.each(['released', 'failed'] as const)('but to one that is nobody’s again: %s', (status) => {
  expect(checkBridge(number, DEFAULT_DENY, anOwnedNumber({ number, status }))).toMatchObject({
    allowed: true,
  });
});
