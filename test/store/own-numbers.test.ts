import { LostRace } from '../../lambdas/domain/errors.ts';
import { numberItem } from '../../lambdas/store/items.ts';
import { numberRow, readNumber } from '../../lambdas/store/numbers.ts';
import { listNumbers, saveNumber } from '../../lambdas/store/own-numbers.ts';
import type { OwnedNumber } from '../../lambdas/domain/number.ts';
import {
  ACCOUNT_ID,
  ASSISTANT_ID,
  CALLER_ID,
  NOON,
  OTHER_ACCOUNT_ID,
  aNumber,
  anOwnedNumber,
  at,
} from '../makers.ts';
import { onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

const put = (number: OwnedNumber) => putItem('NUMBERS_TABLE', numberItem(number.number), numberRow(number));
const seen = anOwnedNumber();
const changed = anOwnedNumber({ nickname: 'Front desk', inboundAssistantId: ASSISTANT_ID });

test('what an account changes of a number is stored, and nothing else of it', async () => {
  await put(seen);
  await put({ ...seen, releaseAt: at('13:00:00') });

  await saveNumber(changed, seen, NOON);

  expect(await readNumber(CALLER_ID)).toEqual({ ...changed, releaseAt: at('13:00:00') });
});

test.each([
  ['its nickname is another', { nickname: 'Reception' }],
  ['its call handling is another', { callHandling: { ...seen.callHandling, recording: true } }],
  ['it is live no more', { status: 'releasing' as const }],
  ['its release is due', { releaseAt: NOON }],
  ['it is somebody else’s', { accountId: OTHER_ACCOUNT_ID }],
])('nothing is stored once %s', async (_, meanwhile) => {
  await put({ ...seen, ...meanwhile });

  await expect(saveNumber(changed, seen, NOON)).rejects.toThrow(LostRace);

  expect(await readNumber(CALLER_ID)).toEqual({ ...seen, ...meanwhile });
});

test('numbers of one instant stand on pages of one, each once, each page by one query', async () => {
  const numbers = ['+14155550190', '+14155550191', '+14155550192'].map(aNumber);
  for (const number of numbers) await put(anOwnedNumber({ number }));
  await put(anOwnedNumber({ number: aNumber('+14155550193'), accountId: OTHER_ACCOUNT_ID }));
  const watch = watchRequests();

  const first = await listNumbers(ACCOUNT_ID, 1);
  const second = await listNumbers(ACCOUNT_ID, 1, first.last);
  const third = await listNumbers(ACCOUNT_ID, 1, second.last);

  const listed = [first, second, third].flatMap((page) => page.numbers.map(({ number }) => number));
  expect(listed.toSorted()).toEqual(numbers);
  expect(third.last).toBeUndefined();
  expect(watch.sent).toEqual(['Query', 'Query', 'Query']);
});

test('a number that an order by area is trying for stands on no page', async () => {
  await put(anOwnedNumber({ status: 'pending', orderedByArea: true }));

  expect(await listNumbers(ACCOUNT_ID, 20)).toEqual({ numbers: [], last: undefined });
});
