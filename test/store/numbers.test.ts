import { Refusal } from '../../lambdas/domain/errors.ts';
import { OrderId } from '../../lambdas/domain/ids.ts';
import { numbersHeld } from '../../lambdas/store/books.ts';
import {
  linkNumber,
  nobodysAmong,
  numbersOf,
  readNumber,
  slotsUsed,
  takeNumber,
} from '../../lambdas/store/numbers.ts';
import { numberItem } from '../../lambdas/store/items.ts';
import { ACCOUNT_ID, CALLER_ID, OTHER_ACCOUNT_ID, aNumber, anOwnedNumber, instant } from '../makers.ts';
import { allItems, itemsOf, onEmptyTables, putItem } from './tables.ts';

onEmptyTables();

const pending = (changes: Parameters<typeof anOwnedNumber>[0] = {}) =>
  anOwnedNumber({ status: 'pending', carrierLinkId: null, ...changes });
const other = aNumber('+14155550191');
const everything = async () => [...(await allItems()), ...(await itemsOf('NUMBERS_TABLE'))];

const tokenOf = async (taking: Promise<void>): Promise<string> => {
  try {
    await taking;
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.token;
  }
};

test('a number that nobody owns is taken with a slot, and live once it is linked', async () => {
  await takeNumber(pending(), 1);
  expect(await readNumber(CALLER_ID)).toEqual(pending());
  expect(await slotsUsed(ACCOUNT_ID)).toBe(1);

  const live = await linkNumber(CALLER_ID, 'rule-1');
  expect(live).toEqual(anOwnedNumber({ status: 'live', carrierLinkId: 'rule-1' }));
  expect(await readNumber(CALLER_ID)).toEqual(live);
});

test('a number that another account has is not to be had, whatever its state', async () => {
  await takeNumber(pending({ accountId: OTHER_ACCOUNT_ID }), 1);
  expect(await tokenOf(takeNumber(pending(), 1))).toBe('number_unavailable');
  await linkNumber(CALLER_ID, 'rule-1');
  const before = await everything();
  expect(await tokenOf(takeNumber(pending(), 1))).toBe('number_unavailable');
  expect(await everything()).toEqual(before);
  expect(await slotsUsed(ACCOUNT_ID)).toBe(0);
});

test('of numbers to pick from, those that an account has or is getting are left out; a released one is there again', async () => {
  const [wanted, released, free] = [
    aNumber('+15102345671'),
    aNumber('+15102345672'),
    aNumber('+15102345673'),
  ];
  for (const number of [
    anOwnedNumber(),
    pending({ number: wanted, orderedByArea: true }),
    anOwnedNumber({ number: released, status: 'released' }),
  ])
    await putItem('NUMBERS_TABLE', numberItem(number.number), { number });

  expect(await nobodysAmong([free, released, wanted, CALLER_ID])).toEqual([free, released]);
  expect(await nobodysAmong([])).toEqual([]);
});

test('of twenty accounts that want a number, one has it', async () => {
  const tokens = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      tokenOf(takeNumber(pending({ accountId: i % 2 === 0 ? ACCOUNT_ID : OTHER_ACCOUNT_ID }), 100)),
    ),
  );
  const owner = (await readNumber(CALLER_ID))?.accountId;
  // The owner's other requests go on with the pending number.
  expect(tokens.filter((token) => token === 'number_unavailable')).toHaveLength(10);
  expect((await slotsUsed(ACCOUNT_ID)) + (await slotsUsed(OTHER_ACCOUNT_ID))).toBe(1);
  expect(owner && (await slotsUsed(owner))).toBe(1);
});

test('an account takes no more numbers than it may have', async () => {
  const numbers = Array.from({ length: 10 }, (_, i) => aNumber(`+1415555019${i}`));
  const tokens = await Promise.all(numbers.map((number) => tokenOf(takeNumber(pending({ number }), 3))));
  expect(tokens.filter((token) => token === 'taken')).toHaveLength(3);
  expect(tokens.filter((token) => token === 'number_limit_reached')).toHaveLength(7);
  expect(await numbersHeld()).toHaveLength(3);
  // Each with its row.
  expect(await itemsOf('NUMBERS_TABLE')).toHaveLength(6);
});

test('an account that may have none takes none', async () => {
  expect(await tokenOf(takeNumber(pending(), 0))).toBe('number_limit_reached');
  expect(await everything()).toEqual([]);
});

test('an import that was cut off goes on where it stopped, even with all slots taken', async () => {
  await takeNumber(pending(), 1);
  const before = await everything();
  expect(await tokenOf(takeNumber(pending(), 1))).toBe('taken');
  expect(await everything()).toEqual(before);
});

test('a number that the same account is ordering is not imported beside it', async () => {
  const orderId = OrderId.parse('019cae6b-6600-7000-8000-00000000d001');
  await takeNumber(pending({ orderId }), 2);

  expect(await tokenOf(takeNumber(pending(), 2))).toBe('number_unavailable');
  expect(await slotsUsed(ACCOUNT_ID)).toBe(1);
});

test('a number that is live already is not imported again', async () => {
  await takeNumber(pending(), 2);
  await linkNumber(CALLER_ID, 'rule-1');
  expect(await tokenOf(takeNumber(pending(), 2))).toBe('number_unavailable');
  expect(await slotsUsed(ACCOUNT_ID)).toBe(1);
});

test.each(['released', 'failed'] as const)("a number that is %s is nobody's again", async (status) => {
  const gone = anOwnedNumber({ accountId: OTHER_ACCOUNT_ID, status });
  const { accountId, createdAt } = gone;
  await putItem('NUMBERS_TABLE', numberItem(CALLER_ID), { accountId, createdAt, number: gone });
  expect(await tokenOf(takeNumber(pending(), 1))).toBe('taken');
  expect(await numbersOf(OTHER_ACCOUNT_ID)).toEqual([]);
  expect(await numbersOf(ACCOUNT_ID)).toEqual([pending()]);
});

test('a number is linked twice as once, and not at all once it is being released', async () => {
  await takeNumber(pending(), 1);
  await linkNumber(CALLER_ID, 'rule-1');
  expect(await linkNumber(CALLER_ID, 'rule-1')).toMatchObject({ status: 'live', carrierLinkId: 'rule-1' });

  const releasing = anOwnedNumber({ status: 'releasing' });
  const { accountId, createdAt } = releasing;
  await putItem('NUMBERS_TABLE', numberItem(CALLER_ID), { accountId, createdAt, number: releasing });
  await expect(linkNumber(CALLER_ID, 'rule-2')).rejects.toThrow();
  expect(await readNumber(CALLER_ID)).toEqual(releasing);
});

test('an account sees its own numbers, oldest first', async () => {
  const older = instant('2026-01-01T00:00:00.000Z');
  await takeNumber(pending(), 5);
  await takeNumber(pending({ number: other, createdAt: older }), 5);
  await takeNumber(pending({ number: aNumber('+14155550192'), accountId: OTHER_ACCOUNT_ID }), 5);
  expect((await numbersOf(ACCOUNT_ID)).map(({ number }) => number)).toEqual(['+14155550191', '+14155550190']);
  expect((await numbersOf(OTHER_ACCOUNT_ID)).map(({ number }) => number)).toEqual(['+14155550192']);
});

test('a number that nobody has is unknown', async () => {
  expect(await readNumber(CALLER_ID)).toBeUndefined();
  expect(await numbersOf(ACCOUNT_ID)).toEqual([]);
  expect(await slotsUsed(ACCOUNT_ID)).toBe(0);
});
