import { failed } from '../../lambdas/domain/call.ts';
import type { DialingCall, EndedCall, QueuedCall } from '../../lambdas/domain/call.ts';
import { claim, conclude } from '../../lambdas/domain/call-life.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { type SeenCall, readCall, saveCall } from '../../lambdas/store/calls.ts';
import { endCall } from '../../lambdas/store/ending.ts';
import { carrierItem, openCallsItem } from '../../lambdas/store/items.ts';
import { bookLateNews } from '../../lambdas/store/late-news.ts';
import { carrierFreeAt, claimCall, joinLine, nextInLine, takeSlot } from '../../lambdas/store/open-calls.ts';
import { ACCOUNT_ID, OTHER_ACCOUNT_ID, at } from '../makers.ts';
import { aClaimedCall, aStoredCall } from './placements.ts';
import { allItems, itemAt, onEmptyTables } from './tables.ts';

onEmptyTables();

const LIMITS = { account: 100, carrierLines: 100, carrierCallsPerSecond: 1 };
const claimAt = (seen: SeenCall<QueuedCall>, time: Instant, limits: Partial<typeof LIMITS> = {}) =>
  claimCall(claim(seen.call, time), seen, { ...LIMITS, ...limits });
const openCalls = async (account = ACCOUNT_ID) =>
  (await itemAt('ACCOUNTS_TABLE', openCallsItem(account)))?.['calls'];
const carrier = () => itemAt('ACCOUNTS_TABLE', carrierItem('chime'));
const ended = (call: DialingCall | QueuedCall) =>
  conclude(call, failed('canceled', at('12:00:30')), { stepSec: 60 });

test('a claim takes a line of the account and of the carrier, and the carrier’s next slot', async () => {
  const seen = await aStoredCall();
  expect(await claimAt(seen, at('12:00:01'))).toBe('claimed');
  expect(await readCall(ACCOUNT_ID, seen.call.callId)).toMatchObject({
    version: 2,
    call: { status: 'dialing', generation: 1, claimedAt: '2026-03-02T12:00:01.000Z', request: null },
  });
  expect(await openCalls()).toBe(1);
  expect(await carrier()).toMatchObject({ lines: 1, nextSlotAt: Date.parse('2026-03-02T12:00:02.050Z') });
});

test('of twenty dialers with one message, one claims the call', async () => {
  const seen = await aStoredCall();
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimAt(seen, at('12:00:01'))));
  expect(claims.filter((claimed) => claimed === 'claimed')).toHaveLength(1);
  expect(claims.filter((claimed) => claimed === 'changed')).toHaveLength(19);
  expect(await openCalls()).toBe(1);
});

test('a call that was saved since it was seen is told as changed, before anything else', async () => {
  const seen = await aStoredCall();
  await saveCall(seen.call, seen);
  const before = await allItems();
  expect(await claimAt(seen, at('12:00:01'), { account: 0, carrierLines: 0 })).toBe('changed');
  expect(await allItems()).toEqual(before);
});

test('an account has no more calls open than its limit, and others are not in its way', async () => {
  const [first, second, third] = [await aStoredCall(), await aStoredCall(), await aStoredCall()];
  const foreign = await aStoredCall({ call: { accountId: OTHER_ACCOUNT_ID } });
  expect(await claimAt(first, at('12:00:01'), { account: 2 })).toBe('claimed');
  expect(await claimAt(second, at('12:00:03'), { account: 2 })).toBe('claimed');
  const before = await allItems();
  expect(await claimAt(third, at('12:00:05'), { account: 2 })).toBe('account_full');
  expect(await allItems()).toEqual(before);
  expect(await claimAt(foreign, at('12:00:05'), { account: 2 })).toBe('claimed');
});

test('the carrier has no more lines than it has: nobody knows when one is free', async () => {
  const [first, second] = [await aStoredCall(), await aStoredCall()];
  await claimAt(first, at('12:00:01'), { carrierLines: 1 });
  expect(await claimAt(second, at('12:00:03'), { carrierLines: 1 })).toEqual({ carrierFreeAt: null });
  expect(await carrierFreeAt('chime', 1, at('12:00:03'))).toBeNull();
  expect(await openCalls()).toBe(1);
});

test('the carrier is asked a little less than once a second, and whoever comes too soon is told when', async () => {
  const [first, second] = [await aStoredCall(), await aStoredCall()];
  await claimAt(first, at('12:00:01'));
  expect(await claimAt(second, at('12:00:02.049'))).toEqual({ carrierFreeAt: '2026-03-02T12:00:02.050Z' });
  expect(await carrierFreeAt('chime', 10, at('12:00:02.049'))).toBe('2026-03-02T12:00:02.050Z');
  expect(await claimAt(second, at('12:00:02.050'))).toBe('claimed');
});

test('a carrier that was never asked is free at once', async () => {
  expect(await carrierFreeAt('chime', 10, at('12:00:00'))).toBe('2026-03-02T12:00:00.000Z');
});

test('three requests a second are 350 ms apart', async () => {
  await claimAt(await aStoredCall(), at('12:00:01'), { carrierCallsPerSecond: 3 });
  expect(await carrierFreeAt('chime', 10, at('12:00:01'))).toBe('2026-03-02T12:00:01.350Z');
});

const slotAt = (time: string) => takeSlot('chime', 1, at(time));

test('slots of the carrier are given out one after the other, and none that is past', async () => {
  expect([await slotAt('12:00:01'), await slotAt('12:00:01'), await slotAt('12:00:01')]).toEqual([
    '2026-03-02T12:00:01.000Z',
    '2026-03-02T12:00:02.050Z',
    '2026-03-02T12:00:03.100Z',
  ]);
  expect(await slotAt('12:00:10')).toBe('2026-03-02T12:00:10.000Z');
});

test('twenty that take a slot at once take twenty', async () => {
  const slots = await Promise.all(Array.from({ length: 20 }, () => slotAt('12:00:01')));
  expect(new Set(slots).size).toBe(20);
  expect(slots.sort().at(-1)).toBe('2026-03-02T12:00:20.950Z');
});

test('who claims a call waits for the slots that were given out', async () => {
  await slotAt('12:00:01');
  await slotAt('12:00:01');
  const seen = await aStoredCall();
  expect(await claimAt(seen, at('12:00:02'))).toEqual({ carrierFreeAt: '2026-03-02T12:00:03.100Z' });
  expect(await claimAt(seen, at('12:00:03.100'))).toBe('claimed');
});

test('a call joins the line only while its account is full', async () => {
  const [open, waiting] = [await aStoredCall(), await aStoredCall()];
  expect(await joinLine(waiting, 1)).toBe(false);

  const claimed = await aClaimedCall(open, at('12:00:01'));
  expect(await joinLine(waiting, 2)).toBe(false);
  expect(await nextInLine(ACCOUNT_ID)).toBeUndefined();

  expect(await joinLine(waiting, 1)).toBe(true);
  expect(await nextInLine(ACCOUNT_ID)).toBe(waiting.call.callId);
  expect(await readCall(ACCOUNT_ID, waiting.call.callId)).toMatchObject({
    call: { inLine: true },
    version: 2,
  });

  await endCall(ended(claimed.call), null, claimed);
  const late = await aStoredCall();
  expect(await joinLine(late, 1)).toBe(false);
});

test('a call that changed since it was seen joins no line', async () => {
  const [open, waiting] = [await aStoredCall(), await aStoredCall()];
  await aClaimedCall(open, at('12:00:01'));
  await saveCall(waiting.call, waiting);
  expect(await joinLine(waiting, 1)).toBe(false);
  expect(await nextInLine(ACCOUNT_ID)).toBeUndefined();
});

/** The call as it stands in its account's line. */
async function inLine(seen: SeenCall<QueuedCall>): Promise<SeenCall<QueuedCall>> {
  if (!(await joinLine(seen, 1))) throw new Error('it did not join the line');
  return { ...seen, version: seen.version + 1, call: { ...seen.call, inLine: true } };
}

test('the line is in the order of placement, whoever joined it first, and each account has its own', async () => {
  await aClaimedCall(await aStoredCall(), at('12:00:01'));
  await aClaimedCall(await aStoredCall({ call: { accountId: OTHER_ACCOUNT_ID } }), at('12:00:02'));
  const [early, late] = [
    await aStoredCall({ call: { createdAt: at('12:00:00.100') } }),
    await aStoredCall({ call: { createdAt: at('12:00:00.200') } }),
  ];
  const foreign = await aStoredCall({ call: { createdAt: at('11:00:00'), accountId: OTHER_ACCOUNT_ID } });
  await inLine(late);
  const first = await inLine(early);
  await inLine(foreign);

  expect(await nextInLine(ACCOUNT_ID)).toBe(early.call.callId);
  expect(await nextInLine(OTHER_ACCOUNT_ID)).toBe(foreign.call.callId);

  expect(await claimAt(first, at('12:00:03'))).toBe('claimed');
  expect(await nextInLine(ACCOUNT_ID)).toBe(late.call.callId);
});

test('a call that ends in the line leaves it', async () => {
  await aClaimedCall(await aStoredCall(), at('12:00:01'));
  const waiting = await inLine(await aStoredCall());
  await endCall(ended(waiting.call), null, waiting);
  expect(await nextInLine(ACCOUNT_ID)).toBeUndefined();
  expect(await openCalls()).toBe(1);
});

test('an ended call gives back the lines it had taken', async () => {
  const claimed = await aClaimedCall(await aStoredCall(), at('12:00:01'));
  await endCall(ended(claimed.call), null, claimed);
  expect(await openCalls()).toBe(0);
  expect(await carrier()).toMatchObject({ lines: 0 });
});

test('a call that ends in the queue has none to give back', async () => {
  const seen = await aStoredCall();
  await endCall(ended(seen.call), null, seen);
  expect(await openCalls()).toBeUndefined();
  expect(await carrier()).toBeUndefined();
});

test('a call that nobody knows of keeps its lines until the longest ring is over', async () => {
  const claimed = await aClaimedCall(await aStoredCall(), at('12:00:01'));
  const asked = { ...claimed.call, request: { attempt: 1, at: at('12:00:02'), answer: 'sent' as const } };
  const unknown = conclude(asked, failed('outcome_unknown', at('12:01:32')), { stepSec: 60 });
  await endCall(unknown, null, await saveCall(asked, claimed));
  expect(await openCalls()).toBe(1);
  expect(await carrier()).toMatchObject({ lines: 1 });

  const held = { ...(await readCall(ACCOUNT_ID, unknown.callId)), call: unknown } as SeenCall<EndedCall>;
  await bookLateNews(held, at('12:03:02'));
  await bookLateNews(held, at('12:03:02'));

  expect(await openCalls()).toBe(0);
  expect(await carrier()).toMatchObject({ lines: 0 });
  expect(await readCall(ACCOUNT_ID, unknown.callId)).toMatchObject({
    due: null,
    call: { holdsLineUntil: null },
  });
});
