import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude } from '../../lambdas/domain/call-life.ts';
import { eventOf } from '../../lambdas/domain/call-event.ts';
import { saveCall } from '../../lambdas/store/calls.ts';
import { overdue } from '../../lambdas/store/due.ts';
import { endCall } from '../../lambdas/store/ending.ts';
import { keepEvent, moveEvent, storeAttempt, takeEvent } from '../../lambdas/store/events.ts';
import { eventItem } from '../../lambdas/store/items.ts';
import { ACCOUNT_ID, CALL_ID, aLiveCall, at } from '../makers.ts';
import { aClaimedCall, aStoredCall } from './placements.ts';
import { itemAt, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const NAME = { accountId: ACCOUNT_ID, callId: CALL_ID, sequence: 1 };
const TAKEN = { at: at('12:00:11'), status: 200, ms: 80 };
const row = () => itemAt('CALLS_TABLE', eventItem(NAME));
const dueEvents = async (until: string) =>
  (await Array.fromAsync(overdue(at(until)))).filter(({ kind }) => kind === 'event');

/** A call with a webhook that was answered at 12:00:10, and the event that tells of it. */
async function anEvent() {
  const claimed = await aClaimedCall(
    await aStoredCall({ call: { callId: CALL_ID, webhookEvents: 0 } }),
    at('12:00:01'),
  );
  return saveCall(aLiveCall({ ...claimed.call, ...answer }), claimed);
}
const { status, startedAt, hangUp, request, transactionId, heardAt } = aLiveCall();
const answer = { status, startedAt, hangUp, request, transactionId, heardAt, webhookEvents: 1 };

test('an event stands in the table with the change that it tells of, or neither does', async () => {
  const claimed = await aClaimedCall(
    await aStoredCall({ call: { callId: CALL_ID, webhookEvents: 0 } }),
    at('12:00:01'),
  );
  const { sent } = watchRequests();
  await saveCall(aLiveCall({ ...claimed.call, ...answer }), claimed);
  expect(sent).toEqual(['TransactWriteItems']);
  expect(await row()).toMatchObject({ event: 'call.in_progress', at: '2026-03-02T12:00:10.000Z' });
  expect(await dueEvents('12:01:09.999')).toEqual([]);
  expect(await dueEvents('12:01:10')).toEqual([{ kind: 'event', due: '2026-03-02T12:01:10.000Z', ...NAME }]);

  await expect(saveCall(aLiveCall({ ...claimed.call, ...answer }), claimed)).rejects.toThrow('somebody else');
});

test('the end and its event are one transaction, and of two ends one is an event', async () => {
  const live = await anEvent();
  const { call } = live;
  if (call.status !== 'in_progress') throw new Error('it is not live');
  const end = (second: number) =>
    conclude(call, afterAnswer('agent_hangup', at(`12:00:${second}`)), { stepSec: 60 });
  await endCall(end(40), null, live);
  await expect(endCall(end(50), null, live)).rejects.toThrow('somebody else');

  expect(await itemAt('CALLS_TABLE', eventItem({ ...NAME, sequence: 2 }))).toMatchObject({
    ...eventOf(call, end(40)),
    event: 'call.completed',
    at: '2026-03-02T12:00:40.000Z',
  });
  expect(await itemAt('CALLS_TABLE', eventItem({ ...NAME, sequence: 3 }))).toBeUndefined();
});

test('of twenty that take an event at once, one gets it', async () => {
  await anEvent();
  const takes = await Promise.all(Array.from({ length: 20 }, () => takeEvent(NAME, at('12:00:11'))));
  expect(takes.filter((taken) => taken !== undefined)).toMatchObject([
    { event: { ...NAME, event: 'call.in_progress' }, until: '2026-03-02T12:01:11.000Z' },
  ]);
});

test('an event that was taken and not told can be taken again after a minute, not before', async () => {
  await anEvent();
  await takeEvent(NAME, at('12:00:11'));
  expect(await takeEvent(NAME, at('12:01:10.999'))).toBeUndefined();
  expect(await takeEvent(NAME, at('12:01:11'))).toBeDefined();
});

test('an attempt is kept once, also if its answer is lost, and the event owes nothing more', async () => {
  await anEvent();
  const taken = await takeEvent(NAME, at('12:00:11'));
  if (!taken) throw new Error('it was not taken');
  await storeAttempt(taken, TAKEN);
  await storeAttempt(taken, TAKEN);
  expect(await row()).toMatchObject({ attempts: [{ at: '2026-03-02T12:00:11.000Z', status: 200, ms: 80 }] });
  for (const gone of ['due', 'dueShard', 'takenUntil']) expect(await row()).not.toHaveProperty(gone);
  expect(await takeEvent(NAME, at('13:00:00'))).toBeUndefined();
  await keepEvent(NAME, at('14:00:00'));
  expect(await row()).not.toHaveProperty('due');
});

test('of two sweeps that move an event on, the first asks for it', async () => {
  await anEvent();
  const due = at('12:01:10');
  expect(await moveEvent(NAME, due, at('12:07:00'))).toBe(true);
  expect(await moveEvent(NAME, due, at('12:07:30'))).toBe(false);
  expect(await dueEvents('12:06:59')).toEqual([]);
  expect(await dueEvents('12:07:00')).toHaveLength(1);
});

test('an event that is kept owes its attempt on', async () => {
  await anEvent();
  await keepEvent(NAME, at('18:00:00'));
  expect(await dueEvents('17:59:59')).toEqual([]);
  expect(await dueEvents('18:00:00')).toHaveLength(1);
});

test('an event that is not there is neither taken, kept nor moved, and none is made', async () => {
  expect(await takeEvent(NAME, at('12:00:11'))).toBeUndefined();
  await keepEvent(NAME, at('18:00:00'));
  expect(await moveEvent(NAME, at('12:01:10'), at('12:07:00'))).toBe(false);
  expect(await row()).toBeUndefined();
});
