import { afterTry, askedRelease, closed } from '../../lambdas/domain/number-release.ts';
import { type AccountId, OrderId, ReleaseId } from '../../lambdas/domain/ids.ts';
import type { OwnedNumber } from '../../lambdas/domain/number.ts';
import { heldItem, numberItem, releaseItem } from '../../lambdas/store/items.ts';
import {
  askRelease,
  closeRelease,
  openRelease,
  readRelease,
  storeTry,
} from '../../lambdas/store/number-releases.ts';
import {
  linkNumber,
  numberRow,
  numbersOf,
  readNumber,
  slotsUsed,
  takeNumber,
} from '../../lambdas/store/numbers.ts';
import { transact } from '../../lambdas/store/transact.ts';
import {
  ACCOUNT_ID,
  CALLER_ID,
  NOON,
  OTHER_ACCOUNT_ID,
  RELEASE_ID,
  anOwnedNumber,
  instant,
} from '../makers.ts';
import { itemAt, itemsOf, onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

const RELEASE_AT = instant('2026-03-15T00:00:00.000Z');
const ORDER_ID = OrderId.parse('019cae6b-6600-7000-8000-00000000e001');
const OF = { number: CALLER_ID, provider: 'chime' } as const;
const aRelease = (releaseId = RELEASE_ID, accountId: AccountId = ACCOUNT_ID) =>
  askedRelease({ ...OF, releaseId, accountId }, RELEASE_AT, NOON);

async function aLiveNumber(accountId = ACCOUNT_ID): Promise<OwnedNumber> {
  await takeNumber(anOwnedNumber({ status: 'pending', carrierLinkId: null, accountId }), 3);
  await putItem('NUMBERS_TABLE', heldItem(CALLER_ID), {});
  return linkNumber(CALLER_ID, 'rule-1');
}

/** The release as it is in the table. @throws Error if it isn't open */
async function open() {
  const seen = await readRelease(ACCOUNT_ID, RELEASE_ID);
  if (!seen || seen.release.status === 'closed') throw new Error('no open release');
  return { ...seen, release: seen.release };
}
const begin = async () => {
  const seen = await open();
  return storeTry(afterTry(seen.release, RELEASE_AT), seen);
};
const dueAt = async () => (await itemAt('NUMBERS_TABLE', releaseItem(ACCOUNT_ID, RELEASE_ID)))?.['due'];

test('a number that is given back has its last instant and a step that falls due, and its slot is free', async () => {
  const number = await aLiveNumber();

  const asked = await askRelease(number, aRelease());

  expect(asked).toEqual({ ...number, releaseAt: RELEASE_AT, releaseId: RELEASE_ID });
  expect(await readNumber(CALLER_ID)).toEqual(asked);
  expect(await numbersOf(ACCOUNT_ID)).toEqual([asked]);
  expect((await readRelease(ACCOUNT_ID, RELEASE_ID))?.release).toEqual(aRelease());
  expect(await dueAt()).toBe('2026-03-15T00:02:00.000Z');
  expect(await slotsUsed(ACCOUNT_ID)).toBe(0);
});

test('a number is given back once, however many ask', async () => {
  const number = await aLiveNumber();
  const later = instant('2026-04-15T00:00:00.000Z');
  const releases = Array.from({ length: 10 }, (_, i) => ({
    ...aRelease(ReleaseId.parse(`019cae6b-6600-7000-8000-0000000000${10 + i}`)),
    releaseAt: i === 0 ? RELEASE_AT : later,
  }));

  const answers = await Promise.all(releases.map((release) => askRelease(number, release)));

  expect(new Set(answers.map((answer) => answer?.releaseId)).size).toBe(1);
  expect(new Set(answers.map((answer) => answer?.releaseAt)).size).toBe(1);
  expect(await slotsUsed(ACCOUNT_ID)).toBe(0);
  expect((await itemsOf('NUMBERS_TABLE')).filter(({ due }) => due !== undefined)).toHaveLength(1);
});

test.each([
  ['that is another account’s', { accountId: OTHER_ACCOUNT_ID }],
  ['that is pending', { status: 'pending' }],
  ['that was released', { status: 'released' }],
] as const)('a number %s can’t be given back, and nothing is written', async (_, changes) => {
  const stored = anOwnedNumber(changes);
  await putItem('NUMBERS_TABLE', numberItem(CALLER_ID), numberRow(stored));

  expect(await askRelease(anOwnedNumber(), aRelease())).toBeUndefined();

  expect(await itemsOf('NUMBERS_TABLE')).toHaveLength(1);
  expect(await itemsOf('ACCOUNTS_TABLE')).toEqual([]);
});

test('from the first try on the number works no more, and it is due when that try is overdue', async () => {
  await askRelease(await aLiveNumber(), aRelease());

  const { release } = await begin();

  expect(release).toMatchObject({ status: 'taking_down', tries: 1, nextTryAt: '2026-03-15T00:01:00.000Z' });
  expect((await open()).release).toEqual(release);
  expect((await readNumber(CALLER_ID))?.status).toBe('releasing');
  expect(await dueAt()).toBe('2026-03-15T00:03:00.000Z');
});

test('of two tries from one reading the second is told, and asks nobody', async () => {
  await askRelease(await aLiveNumber(), aRelease());
  const seen = await open();
  await storeTry(afterTry(seen.release, RELEASE_AT), seen);

  await expect(storeTry(afterTry(seen.release, RELEASE_AT), seen)).rejects.toThrow('somebody else saved');
});

test('a try whose number has gone to somebody else is not made', async () => {
  await askRelease(await aLiveNumber(), aRelease());
  const theirs = anOwnedNumber({ accountId: OTHER_ACCOUNT_ID });
  await putItem('NUMBERS_TABLE', numberItem(CALLER_ID), numberRow(theirs));

  await expect(begin()).rejects.toThrow('not this release’s any more');

  expect(await readNumber(CALLER_ID)).toEqual(theirs);
});

test('a number that the carrier let go of is nobody’s, in no list, and its release owes nothing', async () => {
  await askRelease(await aLiveNumber(), aRelease());
  const tried = await begin();

  await closeRelease(closed(tried.release, RELEASE_AT), tried);

  expect(await itemAt('NUMBERS_TABLE', heldItem(CALLER_ID))).toBeUndefined();
  expect((await readNumber(CALLER_ID))?.status).toBe('released');
  expect(await numbersOf(ACCOUNT_ID)).toEqual([]);
  expect((await readRelease(ACCOUNT_ID, RELEASE_ID))?.release).toMatchObject({ status: 'closed', tries: 1 });
  expect(await dueAt()).toBeUndefined();
});

test('a close whose answer is lost is done once', async () => {
  await askRelease(await aLiveNumber(), aRelease());
  const tried = await begin();
  watchRequests().failNext('TransactWriteItems', 'lost_after');

  await expect(closeRelease(closed(tried.release, RELEASE_AT), tried)).rejects.toThrow('connection');
  await expect(closeRelease(closed(tried.release, RELEASE_AT), tried)).rejects.toThrow('somebody else saved');

  expect((await readNumber(CALLER_ID))?.status).toBe('released');
});

test('a released number is another account’s to have, with nothing left of its release', async () => {
  await askRelease(await aLiveNumber(), aRelease());
  const tried = await begin();
  await closeRelease(closed(tried.release, RELEASE_AT), tried);

  const theirs = await aLiveNumber(OTHER_ACCOUNT_ID);

  expect(theirs).toMatchObject({ status: 'live', releaseAt: null, releaseId: null });
  expect(await numbersOf(OTHER_ACCOUNT_ID)).toEqual([theirs]);
  expect([await slotsUsed(ACCOUNT_ID), await slotsUsed(OTHER_ACCOUNT_ID)]).toEqual([0, 1]);
});

test('a number that was bought and can’t be linked goes back with the end of its order', async () => {
  const bought = anOwnedNumber({ status: 'pending', carrierLinkId: null, orderId: ORDER_ID });
  await putItem('NUMBERS_TABLE', numberItem(CALLER_ID), numberRow(bought));
  const { number, release } = openRelease(ORDER_ID, askedRelease({ ...aRelease() }, NOON, NOON));

  expect(await transact({ number, release })).toEqual([]);
  // A second time, by a second execution.
  expect((await transact({ number, release })).map(({ label }) => label)).toEqual(['number', 'release']);

  expect(await readNumber(CALLER_ID)).toMatchObject({
    status: 'releasing',
    releaseAt: NOON,
    releaseId: RELEASE_ID,
  });
  expect(await numbersOf(ACCOUNT_ID)).toEqual([]);
  expect(await dueAt()).toBe('2026-03-02T12:02:00.000Z');
  await begin();
});
