import fc from 'fast-check';
import { failed } from '../../lambdas/domain/call.ts';
import type { LiveCall } from '../../lambdas/domain/call.ts';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude } from '../../lambdas/domain/call-life.ts';
import { LostRace } from '../../lambdas/domain/errors.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import { createAccount } from '../../lambdas/store/accounts.ts';
import { type SeenCall, readCall, saveCall } from '../../lambdas/store/calls.ts';
import { endCall, extendCall } from '../../lambdas/store/ending.ts';
import { mayTalkOn } from '../../lambdas/store/extension.ts';
import { cycleItem, digestItem } from '../../lambdas/store/items.ts';
import { readMinutes } from '../../lambdas/store/minutes.ts';
import { placeCall } from '../../lambdas/store/placement.ts';
import { ACCOUNT_ID, aNumber, anAccount, at, instant } from '../makers.ts';
import { aClaimedCall, aNewKey, aPlacement, aStoredCall, aStoredLiveCall } from './placements.ts';
import { allItems, itemAt, itemsOf, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const CYCLE = instant('2026-02-15T00:00:00.000Z');
const NO_CAP = { account: 500, key: null };
const minutes = () => readMinutes(ACCOUNT_ID, CYCLE);
const afterTalk = (call: LiveCall, seconds: number, stepSec = 60) =>
  conclude(call, afterAnswer('agent_hangup', plusSeconds(call.startedAt, seconds)), { stepSec });

/** The counters, counted anew from the ledger's lines. */
async function recounted() {
  const lines = (await itemsOf('ACCOUNTS_TABLE')).filter(({ pk }) => String(pk).includes('#LEDGER#'));
  const sum = (kind: string, member: string) =>
    lines.filter((line) => line['kind'] === kind).reduce((total, line) => total + Number(line[member]), 0);
  return {
    used: sum('settle', 'billedSec') / 60,
    reserved: (sum('reserve', 'heldSec') + sum('extend', 'heldSec') - sum('settle', 'heldSec')) / 60,
    placed: lines.filter(({ kind }) => kind === 'reserve').length,
    answered: lines.filter((line) => line['kind'] === 'settle' && Number(line['seconds']) > 0).length,
  };
}

test('a call that ends gives back what it held and did not use', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  expect(await minutes()).toEqual({ used: 0, reserved: 2, placed: 1, answered: 0 });
  await endCall(afterTalk(live.call, 45), null, live);
  expect(await minutes()).toEqual({ used: 1, reserved: 0, placed: 1, answered: 1 });
});

test('a call that nobody answered costs nothing', async () => {
  const claimed = await aClaimedCall(await aStoredCall(), at('12:00:01'));
  await endCall(
    conclude(claimed.call, failed('placement_failed', at('12:00:03')), { stepSec: 60 }),
    null,
    claimed,
  );
  expect(await minutes()).toEqual({ used: 0, reserved: 0, placed: 1, answered: 0 });
});

test('the end, its digest, its minutes and its lines are one transaction', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  const { sent } = watchRequests();
  await endCall(afterTalk(live.call, 45), { summary: 'Booked.', extracted: { time: '3 pm' } }, live);
  expect(sent).toEqual(['TransactWriteItems']);
  expect(await itemAt('CALLS_TABLE', digestItem(ACCOUNT_ID, live.call.callId))).toMatchObject({
    summary: 'Booked.',
    extracted: '{"time":"3 pm"}',
  });
});

test('a call ends once: who comes second has lost, and nothing is given back twice', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  await endCall(afterTalk(live.call, 45), null, live);
  const before = await allItems();

  await expect(endCall(afterTalk(live.call, 100), null, live)).rejects.toThrow(LostRace);
  const seen = await readCall(ACCOUNT_ID, live.call.callId);
  if (!seen) throw new Error('the call is gone');
  await expect(endCall(afterTalk(live.call, 100), null, seen)).rejects.toThrow(LostRace);

  expect(await allItems()).toEqual(before);
});

test('an end that was decided before another minute was held is not written: the minute would stay held', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  const longer = await extendCall(live, NO_CAP, at('12:01:40'));
  if (!longer) throw new Error('no minute was left');
  const before = await allItems();

  await expect(endCall(afterTalk(live.call, 95), null, live)).rejects.toThrow(LostRace);

  expect(await allItems()).toEqual(before);
  await endCall(afterTalk(longer.call, 95), null, longer);
  expect(await minutes()).toEqual({ used: 2, reserved: 0, placed: 1, answered: 1 });
});

test('of twenty ends at once, one is written', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  const ends = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => endCall(afterTalk(live.call, i + 1), null, live)),
  );
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await minutes()).toEqual({ used: 1, reserved: 0, placed: 1, answered: 1 });
});

test('a key with minutes of its own is given back its own', async () => {
  const key = aNewKey({ minutesPerCycle: 10 });
  const live = await aStoredLiveCall(await aStoredCall({ key }), at('12:00:10'));
  const counter = () => itemAt('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE, key.id));
  expect(await counter()).toMatchObject({ takenSec: 120 });
  await endCall(afterTalk(live.call, 45), null, live);
  expect(await counter()).toMatchObject({ takenSec: 60, usedSec: 60 });
});

test('a minute more is held, with a line of its own', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  const longer = await extendCall(live, NO_CAP, at('12:01:40'));
  expect(longer?.call.heldMinutes).toBe(3);
  expect(await readCall(ACCOUNT_ID, live.call.callId)).toEqual(longer);
  expect(await minutes()).toMatchObject({ reserved: 3 });
  const again = longer && (await extendCall(longer, NO_CAP, at('12:02:40')));
  expect(again?.call.heldMinutes).toBe(4);
  expect(await recounted()).toEqual({ used: 0, reserved: 4, placed: 1, answered: 0 });
});

test.each([
  { why: "the account's are gone", caps: { account: 2, key: null } },
  { why: "the key's are gone", caps: { account: 500, key: 2 } },
])('no minute is held past a cap: $why', async ({ caps }) => {
  const key = aNewKey({ minutesPerCycle: 500 });
  const live = await aStoredLiveCall(await aStoredCall({ key }), at('12:00:10'));
  const before = await allItems();
  expect(await extendCall(live, caps, at('12:01:40'))).toBeUndefined();
  expect(await allItems()).toEqual(before);
  expect(await extendCall(live, { ...caps, account: 3, key: 3 }, at('12:01:40'))).toBeDefined();
});

test('of two that hold another minute from one reading, one does', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  await extendCall(live, NO_CAP, at('12:01:40'));
  await expect(extendCall(live, NO_CAP, at('12:01:40'))).rejects.toThrow(LostRace);
  expect(await minutes()).toMatchObject({ reserved: 3 });
});

test('a minute that was asked for before the call was told to hang up is not held, and the wish stays', async () => {
  const live = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  await saveCall({ ...live.call, hangUp: { reason: 'max_duration', at: at('12:10:10') } }, live);
  const before = await allItems();

  await expect(extendCall(live, NO_CAP, at('12:01:40'))).rejects.toThrow(LostRace);

  expect(await allItems()).toEqual(before);
});

describe('a call that talks on', () => {
  const live = async (limits = {}): Promise<SeenCall<LiveCall>> => {
    await createAccount(anAccount({ limits }), aNewKey());
    return aStoredLiveCall(await aStoredCall(), at('12:00:10'));
  };

  test('asks for no minute while it has more than 30 s, and makes no request', async () => {
    const seen = await live();
    const { sent } = watchRequests();
    expect(await mayTalkOn(seen, at('12:01:39.999'))).toBe(true);
    expect(sent).toEqual([]);
  });

  test('holds the next one 30 s before its last is over', async () => {
    const seen = await live();
    expect(await mayTalkOn(seen, at('12:01:40'))).toBe(true);
    expect(await minutes()).toMatchObject({ reserved: 3 });
  });

  test('must end when its account has none left', async () => {
    const seen = await live({ minutes: 2 });
    expect(await mayTalkOn(seen, at('12:01:40'))).toBe(false);
    expect(await minutes()).toMatchObject({ reserved: 2 });
  });

  test('must end when its key has none left', async () => {
    const key = aNewKey({ minutesPerCycle: 2 });
    await createAccount(anAccount(), key);
    const seen = await aStoredLiveCall(await aStoredCall({ key }), at('12:00:10'));
    expect(await mayTalkOn(seen, at('12:01:40'))).toBe(false);
  });
});

/** Some calls of one account, each extended and ended as its numbers say; undefined: it goes on. */
async function play(calls: readonly { extensions: number; talkSec: number | undefined }[], stepSec: number) {
  for (const { extensions, talkSec } of calls) {
    let seen = await aStoredLiveCall(await aStoredCall(), at('12:00:10'));
    for (let i = 0; i < extensions; i++) seen = (await extendCall(seen, NO_CAP, at('12:00:30'))) ?? seen;
    if (talkSec !== undefined) await endCall(afterTalk(seen.call, talkSec, stepSec), null, seen);
  }
}

test('whatever calls do, the counters are what the ledger says', async () => {
  const life = fc.record({
    extensions: fc.integer({ min: 0, max: 3 }),
    talkSec: fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 5 }), async (lives) => {
      await play(lives, 60);
      expect(await minutes()).toEqual(await recounted());
    }),
    { numRuns: 10 },
  );
});

test('nobody takes more minutes than there are, however many calls ask at once', async () => {
  const calls = await Promise.all([1, 2, 3].map(() => aStoredCall()));
  const lives: SeenCall<LiveCall>[] = [];
  for (const call of calls) lives.push(await aStoredLiveCall(call, at('12:00:10')));
  const asked = await Promise.all([
    ...lives.map((seen) => extendCall(seen, { account: 8, key: null }, at('12:01:40'))),
    placeCall(aPlacement({ limits: { minutes: 8 }, call: { to: aNumber('+14155550102') } })).catch(
      () => 'refused',
    ),
  ]);
  const { used, reserved } = await minutes();
  expect(asked).toHaveLength(4);
  expect(used + reserved).toBeLessThanOrEqual(8);
  expect(used + reserved).toBeGreaterThanOrEqual(7);
  expect(await recounted()).toMatchObject({ used, reserved });
});

test('when all calls have ended nothing is held, if minutes are billed whole', async () => {
  await play(
    [61, 7, 100, 119].map((talkSec) => ({ extensions: 0, talkSec })),
    60,
  );
  expect(await minutes()).toMatchObject({ used: 7, reserved: 0 });
});

test('when all calls have ended nothing is held, if minutes are billed by the second', async () => {
  await play([{ extensions: 0, talkSec: 7 }], 1);
  expect((await minutes()).reserved).toBe(0);
});
