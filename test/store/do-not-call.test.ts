import { type DoNotCall, entered, optedOut } from '../../lambdas/domain/do-not-call.ts';
import type { AccountId, E164 } from '../../lambdas/domain/ids.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import {
  changeDoNotCall,
  isDoNotCall,
  listDoNotCall,
  removeDoNotCall,
} from '../../lambdas/store/do-not-call.ts';
import { ACCOUNT_ID, NOON, OTHER_ACCOUNT_ID, RECIPIENT, aNumber, at } from '../makers.ts';
import { allItems, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const optOut = (account: AccountId, number: E164, now: Instant) =>
  changeDoNotCall(account, number, (before) => optedOut(before, number, now));
const enter = (number: E164, now: Instant, direction?: DoNotCall['direction']) =>
  changeDoNotCall(ACCOUNT_ID, number, (before) => entered(before, number, { direction }, now));

test('a number that asked not to be called is on the list of that account', async () => {
  await optOut(ACCOUNT_ID, RECIPIENT, NOON);
  expect(await isDoNotCall(ACCOUNT_ID, RECIPIENT)).toBe(true);
  expect(await isDoNotCall(OTHER_ACCOUNT_ID, RECIPIENT)).toBe(false);
});

test('whoever asks twice is on the list once, and nothing is written the second time', async () => {
  await optOut(ACCOUNT_ID, RECIPIENT, NOON);
  const before = await allItems();
  const { sent } = watchRequests();
  await optOut(ACCOUNT_ID, RECIPIENT, at('13:00:00'));
  expect(sent).toEqual(['GetItem']);
  expect(await allItems()).toEqual(before);
});

test('a number that only may not call in may be called', async () => {
  await enter(RECIPIENT, NOON, 'inbound');
  expect(await isDoNotCall(ACCOUNT_ID, RECIPIENT)).toBe(false);
});

test('the list goes from the last that was entered to the first, page by page', async () => {
  const numbers = ['+14155550105', '+14155550101', '+14155550103'].map(aNumber);
  for (const [i, number] of numbers.entries()) await enter(number, at(`12:00:0${i}`));
  const first = await listDoNotCall(ACCOUNT_ID, 2);
  const second = await listDoNotCall(ACCOUNT_ID, 2, first.last);
  expect(first.entries.map(({ number }) => number)).toEqual(['+14155550103', '+14155550101']);
  expect(second.entries.map(({ number }) => number)).toEqual(['+14155550105']);
  expect(second.last).toBeUndefined();
  expect(await listDoNotCall(OTHER_ACCOUNT_ID, 2)).toEqual({ entries: [], last: undefined });
});

test('a change keeps an entry’s place, and the list tells of it', async () => {
  await enter(RECIPIENT, NOON);
  await enter(aNumber('+14155550102'), at('12:00:01'));
  await enter(RECIPIENT, at('12:00:02'), 'both');
  const { entries } = await listDoNotCall(ACCOUNT_ID, 10);
  expect(entries).toMatchObject([
    { number: '+14155550102', direction: 'outbound' },
    { number: '+14155550101', direction: 'both', createdAt: '2026-03-02T12:00:00.000Z' },
  ]);
});

test('what is taken off the list leaves nothing behind, and is off it once', async () => {
  await enter(RECIPIENT, NOON);
  expect(await removeDoNotCall(ACCOUNT_ID, RECIPIENT)).toBe(true);
  expect(await allItems()).toEqual([]);
  expect(await removeDoNotCall(ACCOUNT_ID, RECIPIENT)).toBe(false);
});

test('of many that enter and remove one number at once, what stands by number stands in the list', async () => {
  await Promise.allSettled(
    Array.from({ length: 12 }, (_, i) =>
      i % 3 === 2 ? removeDoNotCall(ACCOUNT_ID, RECIPIENT) : enter(RECIPIENT, at(`12:00:${10 + i}`)),
    ),
  );
  const listed = (await listDoNotCall(ACCOUNT_ID, 10)).entries.map(({ number }) => number);
  expect(listed).toEqual((await isDoNotCall(ACCOUNT_ID, RECIPIENT)) ? [RECIPIENT] : []);
});
