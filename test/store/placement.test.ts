import { Refusal } from '../../lambdas/domain/errors.ts';
import { type DoNotCall, entered, optedOut } from '../../lambdas/domain/do-not-call.ts';
import { changeDoNotCall } from '../../lambdas/store/do-not-call.ts';
import { readCall } from '../../lambdas/store/calls.ts';
import { overdue } from '../../lambdas/store/due.ts';
import { bucketItem, cycleItem, recipientDayItem } from '../../lambdas/store/items.ts';
import { type Placement, placeCall, wouldPlaceCall } from '../../lambdas/store/placement.ts';
import {
  ACCOUNT_ID,
  CALL_ID,
  NOON,
  OTHER_ACCOUNT_ID,
  RECIPIENT,
  aKeyId,
  aNumber,
  aQueuedCall,
  at,
  instant,
} from '../makers.ts';
import { aNewKey, aPlacement, outcomeOf } from './placements.ts';
import { allItems, itemAt, itemsOf, onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

const CYCLE = instant('2026-02-15T00:00:00.000Z');

const enter = (direction: DoNotCall['direction']) =>
  changeDoNotCall(ACCOUNT_ID, RECIPIENT, (before) => entered(before, RECIPIENT, { direction }, NOON));

async function refusalOf(placing: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await placing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw new Error('it was not refused');
  return error;
}

test('a call that is placed leaves one row, its words, one reservation and what guards its limits', async () => {
  const key = aNewKey();
  await placeCall(
    aPlacement({
      key,
      call: { callId: CALL_ID },
      context: 'They know us.',
      limits: { callsPerRecipientPerDay: 3 },
    }),
  );

  const places = (await allItems()).map(({ pk, sk }) => `${String(pk)} ${String(sk)}`);
  expect(places).toEqual([
    `A#${ACCOUNT_ID} C#${CALL_ID}`,
    `A#${ACCOUNT_ID} C#${CALL_ID}#words`,
    `A#${ACCOUNT_ID} CYCLE#2026-02-15T00:00:00.000Z`,
    `A#${ACCOUNT_ID} RECIPIENT#+14155550101#2026-03-02`,
    `A#${ACCOUNT_ID}#LEDGER#2026-02-15T00:00:00.000Z ${CALL_ID}#reserve#0`,
    `C#${CALL_ID} BRIEF`,
    `K#${key.id} BUCKET`,
  ]);
  expect(await itemAt('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE))).toMatchObject({
    takenSec: 120,
    placed: 1,
  });
});

test('a call that is placed is queued as it was asked for, and due in a minute', async () => {
  const key = aNewKey();
  await placeCall(aPlacement({ key, call: { callId: CALL_ID } }));

  expect(await readCall(ACCOUNT_ID, CALL_ID)).toEqual({
    call: aQueuedCall({ keyId: key.id }),
    version: 1,
    due: '2026-03-02T12:01:00.000Z',
  });
  expect(await Array.fromAsync(overdue(at('12:00:59.999')))).toEqual([]);
  expect(await Array.fromAsync(overdue(at('12:01:00')))).toEqual([
    { kind: 'call', due: '2026-03-02T12:01:00.000Z', accountId: ACCOUNT_ID, callId: CALL_ID },
  ]);
});

test('placing a call is one transaction and no other request', async () => {
  const { sent } = watchRequests();
  await placeCall(aPlacement({ idempotencyKey: 'k', limits: { callsPerRecipientPerDay: 3 } }));
  expect(sent).toEqual(['TransactWriteItems']);
});

test('a call that was placed and is sent again, its answer lost, is not placed twice', async () => {
  const placement = aPlacement();
  await placeCall(placement);
  const before = await allItems();

  expect(await outcomeOf(placeCall(placement))).toBe('placed');

  expect(await allItems()).toEqual(before);
});

/** What stands in the way of a call, and how it is told. */
const HINDRANCES: readonly {
  readonly token: string;
  readonly why: string;
  readonly prepare?: () => Promise<unknown>;
  readonly placement?: () => Placement;
  readonly retryAfterSec?: number;
}[] = [
  {
    token: 'do_not_call',
    why: 'the recipient asked for it',
    prepare: () => changeDoNotCall(ACCOUNT_ID, RECIPIENT, (before) => optedOut(before, RECIPIENT, NOON)),
  },
  {
    token: 'do_not_call',
    why: 'neither out nor in',
    prepare: () => enter('both'),
  },
  {
    token: 'recipient_limit_reached',
    why: 'three calls a day',
    prepare: () =>
      putItem('ACCOUNTS_TABLE', recipientDayItem(ACCOUNT_ID, RECIPIENT, '2026-03-02'), { calls: 3 }),
    placement: () => aPlacement({ limits: { callsPerRecipientPerDay: 3 } }),
    retryAfterSec: 43_200,
  },
  {
    token: 'recipient_limit_reached',
    why: 'no calls at all',
    placement: () => aPlacement({ limits: { callsPerRecipientPerDay: 0 } }),
    retryAfterSec: 43_200,
  },
  {
    token: 'over_minute_cap',
    why: 'one minute is left of 500',
    prepare: () => putItem('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE), { takenSec: 499 * 60 }),
    retryAfterSec: 1_080_000,
  },
  {
    token: 'over_minute_cap',
    why: 'a cycle of one minute',
    placement: () => aPlacement({ limits: { minutes: 1 } }),
    retryAfterSec: 1_080_000,
  },
  {
    token: 'over_minute_cap',
    why: "the key's own minutes are gone",
    prepare: () => putItem('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE, aKeyId(7)), { takenSec: 9 * 60 }),
    placement: () => aPlacement({ key: aNewKey({ id: aKeyId(7), minutesPerCycle: 10 }) }),
    retryAfterSec: 1_080_000,
  },
];

test.each(HINDRANCES)(
  'a call that is refused ($token: $why) leaves nothing behind, and its dry run is refused alike',
  async ({ token, prepare, placement = aPlacement, retryAfterSec }) => {
    await prepare?.();
    const before = await allItems();

    const dry = await refusalOf(wouldPlaceCall(placement()));
    const real = await refusalOf(placeCall(placement()));

    expect(real).toMatchObject({ token, retryAfterSec });
    expect(dry).toEqual(real);
    expect(await allItems()).toEqual(before);
  },
);

test('a dry run that would be placed writes nothing, and uses neither minute nor rate', async () => {
  const key = aNewKey({ callsPerMinute: 1, minutesPerCycle: 2 });
  const dryRun = () =>
    wouldPlaceCall(aPlacement({ key, limits: { callsPerRecipientPerDay: 1 }, idempotencyKey: 'k' }));

  for (let i = 0; i < 3; i++) expect(await outcomeOf(dryRun())).toBe('placed');

  expect(await allItems()).toEqual([]);
  expect(await outcomeOf(placeCall(aPlacement({ key, limits: { callsPerRecipientPerDay: 1 } })))).toBe(
    'placed',
  );
});

test('of all that stands in the way, the first in the contract is told', async () => {
  const key = aNewKey({ callsPerMinute: 1 });
  // Another function has emptied the bucket: this one does not know of it.
  await putItem('ACCOUNTS_TABLE', bucketItem(key.id), {
    fullAt: Date.parse('2026-03-02T12:01:00.000Z') * 1000,
  });
  await changeDoNotCall(ACCOUNT_ID, RECIPIENT, (before) => optedOut(before, RECIPIENT, NOON));
  const other = { to: aNumber('+14155550102') };
  const limits = { callsPerRecipientPerDay: 0, minutes: 0 };

  expect([
    await outcomeOf(placeCall(aPlacement({ key, limits }))),
    await outcomeOf(placeCall(aPlacement({ key, limits, call: other }))),
    await outcomeOf(placeCall(aPlacement({ limits, call: other }))),
    await outcomeOf(placeCall(aPlacement({ limits: { minutes: 0 }, call: other }))),
  ]).toEqual(['do_not_call', 'rate_limited', 'recipient_limit_reached', 'over_minute_cap']);
});

test('a number that is only not to call us may be called', async () => {
  await enter('inbound');
  expect(await outcomeOf(placeCall(aPlacement()))).toBe('placed');
});

test("one account's do-not-call list is none of another's business", async () => {
  await changeDoNotCall(OTHER_ACCOUNT_ID, RECIPIENT, (before) => optedOut(before, RECIPIENT, NOON));
  expect(await outcomeOf(placeCall(aPlacement()))).toBe('placed');
});

test('minutes are held up to the last one, and not one more', async () => {
  const limits = { minutes: 5 };
  expect(await outcomeOf(placeCall(aPlacement({ limits })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ limits })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ limits })))).toBe('over_minute_cap');
  expect(await outcomeOf(placeCall(aPlacement({ limits: { minutes: 6 } })))).toBe('placed');
});

test('of twenty calls at once with minutes for five, five are placed', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => outcomeOf(placeCall(aPlacement({ limits: { minutes: 10 } })))),
  );
  expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === 'over_minute_cap')).toHaveLength(15);
  expect(await itemAt('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE))).toMatchObject({
    takenSec: 600,
    placed: 5,
  });
});

test("a key's own minutes are counted beside the account's, and other keys have nothing to do with them", async () => {
  const key = aNewKey({ minutesPerCycle: 2 });
  expect(await outcomeOf(placeCall(aPlacement({ key })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ key })))).toBe('over_minute_cap');
  expect(await outcomeOf(placeCall(aPlacement()))).toBe('placed');
  expect(await itemAt('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE, key.id))).toMatchObject({
    takenSec: 120,
  });
  expect(await itemAt('ACCOUNTS_TABLE', cycleItem(ACCOUNT_ID, CYCLE))).toMatchObject({ takenSec: 240 });
});

test('minutes belong to the cycle of the call, so the next one starts afresh', async () => {
  const limits = { minutes: 2 };
  const next = { cycle: instant('2026-03-15T00:00:00.000Z'), notBefore: instant('2026-03-16T00:00:00.000Z') };
  expect(await outcomeOf(placeCall(aPlacement({ limits })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ limits, call: next })))).toBe('placed');
});

test('a recipient is called three times in a UTC day, whoever else is called, and again the day after', async () => {
  const limits = { callsPerRecipientPerDay: 3 };
  const to = (number: string, createdAt = NOON) =>
    outcomeOf(placeCall(aPlacement({ limits, call: { to: aNumber(number), createdAt } })));

  expect([await to('+14155550101'), await to('+14155550101'), await to('+14155550101')]).toEqual([
    'placed',
    'placed',
    'placed',
  ]);
  expect(await to('+14155550101', at('23:59:59.999'))).toBe('recipient_limit_reached');
  expect(await to('+14155550102')).toBe('placed');
  expect(await to('+14155550101', instant('2026-03-03T00:00:00.000Z'))).toBe('placed');
});

test('a call for tomorrow counts for tomorrow', async () => {
  const limits = { callsPerRecipientPerDay: 1 };
  const tomorrow = { notBefore: instant('2026-03-03T09:00:00.000Z') };
  expect(await outcomeOf(placeCall(aPlacement({ limits, call: tomorrow })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ limits })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ limits, call: tomorrow })))).toBe('recipient_limit_reached');
});

test('where calls to one recipient are not limited they are not counted', async () => {
  await placeCall(aPlacement({ limits: { callsPerRecipientPerDay: null } }));
  const counted = (await itemsOf('ACCOUNTS_TABLE')).filter(({ sk }) => String(sk).startsWith('RECIPIENT#'));
  expect(counted).toEqual([]);
});

test('a call of an account that another account has placed just so is its own', async () => {
  expect(await outcomeOf(placeCall(aPlacement({ limits: { minutes: 2 } })))).toBe('placed');
  const other = aPlacement({ limits: { minutes: 2 }, call: { accountId: OTHER_ACCOUNT_ID } });
  expect(await outcomeOf(placeCall(other))).toBe('placed');
  expect(await readCall(ACCOUNT_ID, other.call.callId)).toBeUndefined();
});
