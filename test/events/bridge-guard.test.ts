import { mayBridgeTo } from '../../lambdas/events/bridge-guard.ts';
import { numberRow } from '../../lambdas/store/numbers.ts';
import { numberItem } from '../../lambdas/store/items.ts';
import { replaceDestinations, setDialing } from '../../lambdas/store/settings.ts';
import { aNumber, anOwnedNumber } from '../makers.ts';
import { onEmptyTables, putItem } from '../store/tables.ts';

onEmptyTables();

const number = aNumber('+14155550123');

test('a number that was right when it was saved is not rung once the deny table holds it', async () => {
  expect(await mayBridgeTo(number)).toBe(true);

  await replaceDestinations({ version: 2, deny: ['+1415555'] });

  expect(await mayBridgeTo(number)).toBe(false);
});

test('nor once it answers here', async () => {
  await putItem('NUMBERS_TABLE', numberItem(number), numberRow(anOwnedNumber({ number })));

  expect(await mayBridgeTo(number)).toBe(false);
});

test('nor while dialing is switched off', async () => {
  await setDialing(false);
  expect(await mayBridgeTo(number)).toBe(false);

  await setDialing(true);
  expect(await mayBridgeTo(number)).toBe(true);
});
