import { BODY_MEMBERS } from '../../lambdas/domain/placement-members.ts';
import { answer, refusalOf } from './a-body.ts';

/** A wrong value for each member, in the order of the contract's table, with its token. */
const WRONG: readonly (readonly [member: string, value: unknown, token: string])[] = [
  ['to', 'nobody', 'invalid_number'],
  ['objective', 7, 'invalid_objective'],
  ['context', 7, 'invalid_context'],
  ['fields', 7, 'invalid_fields'],
  ['webhookUrl', 7, 'invalid_webhook_url'],
  ['callerId', 7, 'invalid_caller_id'],
  ['assistantId', 7, 'invalid_assistant'],
  ['voice', 7, 'invalid_voice'],
  ['language', 7, 'invalid_language'],
  ['maxDurationSec', 7, 'invalid_max_duration'],
  ['metadata', 7, 'invalid_metadata'],
  ['notBefore', 7, 'invalid_schedule'],
  ['dryRun', 7, 'invalid_request'],
];

test.each(WRONG.slice(1).map((later, i) => ({ first: WRONG[i] ?? later, later })))(
  'of two wrong members the first in the list is told: $first.0 before $later.0',
  ({ first: [member, value, token], later: [other, wrong] }) => {
    expect(answer({ [other]: wrong, [member]: value })).toBe(`${token} ${member}`);
  },
);

/** All members from the i-th on are wrong, the last of them written first. */
const wrongFrom = (i: number): Record<string, unknown> =>
  Object.fromEntries(
    WRONG.slice(i)
      .reverse()
      .map(([member, value]) => [member, value]),
  );

test('of a body that is wrong all over, the members are told one by one, first things first', () => {
  const told = WRONG.map((_, i) => answer(wrongFrom(i)).split(' ')[0]);
  expect(told).toEqual(WRONG.map(([, , token]) => token));
});

test('a fingerprint counts every member that is read, and the two ends of the schedule', () => {
  expect([...BODY_MEMBERS].sort()).toEqual(
    WRONG.map(([member]) => member)
      .concat('notAfter')
      .sort(),
  );
});

test('a refusal shows which member is wrong and nothing of its value', () => {
  const secret = 'tl_ak_0000000000000000000000000000000t76Ok';
  const wrong = { to: secret, callerId: secret, voice: secret, language: secret, notBefore: secret };
  for (const [member, value] of Object.entries(wrong)) {
    const { message = '' } = refusalOf({ [member]: value }) ?? {};
    expect(message).toMatch(new RegExp(`^${member}: `));
    expect(message).not.toContain('t76Ok');
  }
});
