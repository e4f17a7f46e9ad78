import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { failed } from '../../lambdas/domain/call.ts';
import { LostRace } from '../../lambdas/domain/errors.ts';
import { changeCall, readCall, saveCall } from '../../lambdas/store/calls.ts';
import { callItem } from '../../lambdas/store/items.ts';
import { callOfTransaction, storeTransaction } from '../../lambdas/store/transactions.ts';
import {
  ACCOUNT_ID,
  CALL_ID,
  OTHER_ACCOUNT_ID,
  OTHER_TRANSACTION_ID,
  TRANSACTION_ID,
  aDialingCall,
  aLiveCall,
  at,
} from '../makers.ts';
import { aStoredCall } from './placements.ts';
import { allItems, itemAt, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const placed = () => aStoredCall({ call: { callId: CALL_ID } });
const lostRace = {
  answered: new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} }),
};
const expired = failed('expired', at('13:00:00'));

test('a call is known to its account alone', async () => {
  await placed();
  expect(await readCall(ACCOUNT_ID, CALL_ID)).toMatchObject({ version: 1, call: { status: 'queued' } });
  expect(await readCall(OTHER_ACCOUNT_ID, CALL_ID)).toBeUndefined();
});

test('of two saves from the same reading, the second is refused and changes nothing', async () => {
  const seen = await placed();
  const saved = await saveCall(aDialingCall(), seen);
  expect(saved).toEqual({ call: aDialingCall(), version: 2, due: '2026-03-02T12:01:00.000Z' });
  const before = await allItems();

  await expect(saveCall(aLiveCall(), seen)).rejects.toThrow(LostRace);

  expect(await allItems()).toEqual(before);
  expect(await readCall(ACCOUNT_ID, CALL_ID)).toEqual(saved);
});

test('of twenty saves from the same reading, one is done', async () => {
  const seen = await placed();
  const saves = await Promise.allSettled(Array.from({ length: 20 }, () => saveCall(aDialingCall(), seen)));
  expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('while a call lives its due entry only becomes earlier', async () => {
  const seen = await placed();
  const dialing = await saveCall(aDialingCall(), seen);
  expect(dialing.due).toBe('2026-03-02T12:01:00.000Z');
  const over = await saveCall(aDialingCall({ ending: failed('canceled', at('11:00:00')) }), dialing);
  expect(over.due).toBe('2026-03-02T11:01:00.000Z');
  expect(await readCall(ACCOUNT_ID, CALL_ID)).toEqual(over);
});

test('a saved call stays in the list of the key that placed it', async () => {
  const seen = await placed();
  await saveCall(seen.call, seen);
  expect(await itemAt('CALLS_TABLE', callItem(ACCOUNT_ID, CALL_ID))).toMatchObject({
    keyId: seen.call.keyId,
  });
});

test('a change that changes nothing writes nothing', async () => {
  await placed();
  const { sent } = watchRequests();
  const seen = await changeCall(ACCOUNT_ID, CALL_ID, (call) => call);
  expect(seen).toMatchObject({ version: 1 });
  expect(sent).toEqual(['GetItem']);
});

test('a change is made anew if somebody else has saved meanwhile', async () => {
  await placed();
  const { failNext, sent } = watchRequests();
  failNext('PutItem', lostRace);
  let looks = 0;
  const changed = await changeCall(ACCOUNT_ID, CALL_ID, (call) => {
    looks += 1;
    return { ...call, maxDurationSec: 30 };
  });
  expect(changed).toMatchObject({ version: 2, call: { maxDurationSec: 30 } });
  expect(looks).toBe(2);
  expect(sent).toEqual(['GetItem', 'PutItem', 'GetItem', 'PutItem']);
});

test('ten changes at once are all made', async () => {
  await placed();
  const change = () =>
    changeCall(ACCOUNT_ID, CALL_ID, (call) => ({ ...call, maxDurationSec: call.maxDurationSec + 1 })).catch(
      (error: unknown) => {
        if (!(error instanceof LostRace)) throw error;
      },
    );
  const made = (await Promise.all(Array.from({ length: 10 }, change))).filter((seen) => seen !== undefined);
  const { call, version } = (await readCall(ACCOUNT_ID, CALL_ID)) ?? {};
  expect(made.length).toBeGreaterThanOrEqual(5);
  expect(call?.maxDurationSec).toBe(600 + made.length);
  expect(version).toBe(1 + made.length);
});

test('whoever loses the race five times gives up', async () => {
  const seen = await placed();
  const { failNext } = watchRequests();
  for (let tries = 1; tries <= 5; tries++) failNext('PutItem', lostRace);
  const losing = changeCall(ACCOUNT_ID, CALL_ID, (call) => ({ ...call, maxDurationSec: 30 }));
  await expect(losing).rejects.toThrow(LostRace);
  expect(await readCall(ACCOUNT_ID, CALL_ID)).toEqual(seen);
});

test('there is nothing to change where there is no call', async () => {
  expect(await changeCall(ACCOUNT_ID, CALL_ID, (call) => ({ ...call, maxDurationSec: 30 }))).toBeUndefined();
  expect(await allItems()).toEqual([]);
});

test('a call that has ended owes nothing and leaves the due index', async () => {
  const seen = await placed();
  const { inLine: _, ...order } = seen.call;
  await saveCall(
    {
      ...order,
      status: 'failed',
      generation: 0,
      transactionId: null,
      startedAt: null,
      endedAt: expired.at,
      durationSec: null,
      endReason: 'expired',
      error: 'expired',
      billedMinutes: 0,
      holdsLineUntil: null,
      recording: 'off',
      erasedAt: null,
      eraseAgainAt: null,
      late: null,
    },
    seen,
  );
  const item = await itemAt('CALLS_TABLE', callItem(ACCOUNT_ID, CALL_ID));
  expect(item).not.toHaveProperty('due');
  expect(item).not.toHaveProperty('dueShard');
});

test("a carrier's transaction leads to its call, and an unknown one nowhere", async () => {
  await storeTransaction(TRANSACTION_ID, { accountId: ACCOUNT_ID, callId: CALL_ID });
  await storeTransaction(TRANSACTION_ID, { accountId: ACCOUNT_ID, callId: CALL_ID });
  expect(await callOfTransaction(TRANSACTION_ID)).toEqual({ accountId: ACCOUNT_ID, callId: CALL_ID });
  expect(await callOfTransaction(OTHER_TRANSACTION_ID)).toBeUndefined();
});
