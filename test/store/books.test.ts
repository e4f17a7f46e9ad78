import type { Drift } from '../../lambdas/domain/drift.ts';
import {
  numbersHeld,
  readDrift,
  readNumbers,
  saveDrift,
  setLink,
  setMissing,
} from '../../lambdas/store/books.ts';
import { numberItem } from '../../lambdas/store/items.ts';
import { numberRow, readNumber, takeNumber } from '../../lambdas/store/numbers.ts';
import { ACCOUNT_ID, CALLER_ID, NOON, aNumber, anOwnedNumber, at } from '../makers.ts';
import { onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

const put = (changes: Parameters<typeof anOwnedNumber>[0] = {}) => {
  const number = anOwnedNumber(changes);
  return putItem('NUMBERS_TABLE', numberItem(number.number), numberRow(number));
};
const aDrift = (changes: Partial<Drift> = {}): Drift => ({
  number: CALLER_ID,
  kind: 'missing',
  accountId: ACCOUNT_ID,
  orderId: null,
  foundAt: NOON,
  repairedAt: null,
  ...changes,
});
const other = aNumber('+14155550191');

test('whatever is taken stands in the directory, once', async () => {
  const number = anOwnedNumber({ status: 'pending', carrierLinkId: null });
  await takeNumber(number, 1);
  await takeNumber(number, 1);

  expect(await numbersHeld()).toEqual([CALLER_ID]);
});

test('rows are read a hundred at a time, and what was never ours has none', async () => {
  const numbers = Array.from({ length: 150 }, (_, i) => aNumber(`+1415556${1000 + i}`));
  for (const number of numbers.slice(0, 149)) await put({ number });
  const { sent } = watchRequests();

  const rows = await readNumbers([...numbers, ...numbers]);

  expect(sent).toEqual(['BatchGetItem', 'BatchGetItem']);
  expect(rows.map(({ number }) => number).sort()).toEqual(numbers.slice(0, 149));
  expect(await readNumbers([])).toEqual([]);
});

test('what was found takes the place of what was found before, and only what changed is written', async () => {
  expect(await readDrift()).toEqual({ drift: [], reconciledAt: null });
  const [gone, stays] = [aDrift(), aDrift({ number: other })];
  await saveDrift([gone, stays], [], NOON);
  const { sent } = watchRequests();

  const extra = aDrift({ number: aNumber('+14155550192'), kind: 'extra', accountId: null });
  await saveDrift([stays, extra], [gone, stays], at('13:00:00'));

  expect(sent).toEqual(['PutItem', 'DeleteItem', 'PutItem']);
  expect(await readDrift()).toEqual({ drift: [stays, extra], reconciledAt: at('13:00:00') });
});

test('a live number is marked as missing, and as back', async () => {
  await put();

  expect(await setMissing(CALLER_ID, NOON)).toBe(true);
  expect(await readNumber(CALLER_ID)).toEqual(anOwnedNumber({ missingSince: NOON }));
  expect(await setMissing(CALLER_ID, null)).toBe(true);
  expect(await readNumber(CALLER_ID)).toEqual(anOwnedNumber());
});

test('a link takes the place of the one that was seen, and of no other', async () => {
  await put();

  expect(await setLink(CALLER_ID, 'rule-1', 'rule-2')).toBe(true);
  expect(await setLink(CALLER_ID, 'rule-1', 'rule-3')).toBe(false);
  expect(await readNumber(CALLER_ID)).toMatchObject({ carrierLinkId: 'rule-2' });
});

test.each(['pending', 'releasing', 'released', 'failed'] as const)(
  'one that is %s is left to whoever leads it on',
  async (status) => {
    await put({ status });

    expect(await setMissing(CALLER_ID, NOON)).toBe(false);
    expect(await setLink(CALLER_ID, 'rule-1', 'rule-2')).toBe(false);
    expect(await readNumber(CALLER_ID)).toEqual(anOwnedNumber({ status }));
  },
);
