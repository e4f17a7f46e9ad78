import type { EndReason, Ending } from '../../lambdas/domain/call.ts';
import { failed } from '../../lambdas/domain/call.ts';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude } from '../../lambdas/domain/call-life.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import { handler } from '../../lambdas/events/carrier-event.ts';
import { endCall } from '../../lambdas/store/ending.ts';
import { callItem } from '../../lambdas/store/items.ts';
import { readMinutes } from '../../lambdas/store/minutes.ts';
import { storeTransaction } from '../../lambdas/store/transactions.ts';
import { LEG, OURS, aChimeEvent, botResult } from '../carrier/a-chime-event.ts';
import { ACCOUNT_ID, CALL_ID, TRANSACTION_ID, at, instant } from '../makers.ts';
import { aClaimedCall, aStoredCall, aStoredLiveCall } from '../store/placements.ts';
import { allItems, itemAt, onEmptyTables } from '../store/tables.ts';
import { CONTEXT } from '../triggers/a-request.ts';
import { logLines } from '../triggers/log-lines.ts';

onEmptyTables();
logLines();

const hangup = (code: number) => ({
  Type: 'Hangup',
  Parameters: { SipResponseCode: code, CallId: LEG, ParticipantTag: 'LEG-A' },
});
const attributes = { ...OURS };
const says = (end: EndReason) => ({ attributes: { ...OURS, end }, action: hangup(0) });

/** All that the carrier may tell of a call, and tell again. */
const EVENTS = [
  aChimeEvent('NEW_OUTBOUND_CALL', {
    action: { Type: 'CallCreateRequest', Parameters: { Arguments: OURS } },
  }),
  aChimeEvent('RINGING'),
  aChimeEvent('RINGING', { attributes }),
  aChimeEvent('CALL_ANSWERED', { attributes, status: 'Connected' }),
  aChimeEvent('ACTION_SUCCESSFUL', { attributes, action: botResult({ ...OURS, end: 'opt_out' }) }),
  aChimeEvent('ACTION_FAILED', { attributes, action: { Type: 'Speak' } }),
  aChimeEvent('CALL_UPDATE_REQUESTED', { attributes, status: 'Connected' }),
  aChimeEvent('INVALID_LAMBDA_RESPONSE', { attributes }),
  aChimeEvent('HANGUP', { attributes, status: 'Disconnected', action: hangup(0) }),
  aChimeEvent('HANGUP', { attributes, status: 'Disconnected', action: hangup(486) }),
  aChimeEvent('HANGUP', { ...says('voicemail'), status: 'Disconnected' }),
];

/** The carrier tells everything once more, forwards and backwards. */
async function tellAllAgain(): Promise<void> {
  for (const event of [...EVENTS, ...EVENTS.toReversed()]) await handler(event, CONTEXT);
}

const minutes = () => readMinutes(ACCOUNT_ID, instant('2026-02-15T00:00:00.000Z'));
const inLedger = async () =>
  (await allItems()).filter(({ pk }) => String(pk).includes('#LEDGER#')).map(({ kind }) => kind);

test('nothing that is told of a call after its talk has ended changes its row, its minutes or the ledger', async () => {
  const live = await aStoredLiveCall(await aStoredCall({ call: { callId: CALL_ID } }), at('12:00:10'));
  await storeTransaction(TRANSACTION_ID, OURS);
  const ending = afterAnswer('agent_hangup', plusSeconds(live.call.startedAt, 45));
  await endCall(conclude(live.call, ending, { stepSec: 60 }), { summary: 'Booked.', extracted: {} }, live);
  const before = await allItems();

  await tellAllAgain();

  expect(await allItems()).toEqual(before);
  expect(await minutes()).toEqual({ used: 1, reserved: 0, placed: 1, answered: 1 });
  expect((await inLedger()).sort()).toEqual(['reserve', 'settle']);
});

test.each<Ending>([
  { status: 'no_answer', endReason: 'busy', error: null, at: at('12:00:20') },
  { status: 'declined', endReason: 'declined', error: null, at: at('12:00:20') },
  failed('placement_failed', at('12:00:20')),
])('nothing that is told of a call that ended as $status changes anything of it', async (ending) => {
  const claimed = await aClaimedCall(await aStoredCall({ call: { callId: CALL_ID } }), at('12:00:01'));
  await storeTransaction(TRANSACTION_ID, OURS);
  await endCall(conclude(claimed.call, ending, { stepSec: 60 }), null, claimed);
  const before = await allItems();

  await tellAllAgain();

  expect(await allItems()).toEqual(before);
});

test('a call of which nothing was known in time stays so, costs nothing, and is hung up once it is heard of', async () => {
  const claimed = await aClaimedCall(await aStoredCall({ call: { callId: CALL_ID } }), at('12:00:01'));
  await storeTransaction(TRANSACTION_ID, OURS);
  const ending = failed('outcome_unknown', at('12:01:40'));
  await endCall(conclude(claimed.call, ending, { stepSec: 60 }), null, claimed);
  const row = () => itemAt('CALLS_TABLE', callItem(ACCOUNT_ID, CALL_ID));
  const before = await row();

  const answered: unknown = await handler(
    aChimeEvent('CALL_ANSWERED', { attributes, status: 'Connected' }),
    CONTEXT,
  );
  await tellAllAgain();

  expect(answered).toMatchObject({ Actions: [{ Type: 'Hangup' }] });
  // Kept for the books, beside the end.
  const late = { answeredAt: expect.any(String) as string, endedAt: expect.any(String) as string };
  expect((await row())?.['call']).toEqual({
    ...(before?.['call'] as object),
    transactionId: TRANSACTION_ID,
    late: { ...late, booked: false },
  });
  expect(await minutes()).toMatchObject({ used: 0, reserved: 0 });
});
