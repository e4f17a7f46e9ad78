import { DEFAULT_DENY } from '../../lambdas/domain/deny-table.ts';
import { dialingItem } from '../../lambdas/store/items.ts';
import { readSettings, replaceDestinations, setDialing } from '../../lambdas/store/settings.ts';
import { itemsOf, onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

test('until an operator says otherwise, calls are dialed and the table that came with the code holds', async () => {
  expect(await readSettings()).toEqual({ dialing: true, destinations: DEFAULT_DENY });
});

test('dialing is switched off and on', async () => {
  await setDialing(false);
  expect((await readSettings()).dialing).toBe(false);
  await setDialing(true);
  expect((await readSettings()).dialing).toBe(true);
});

test('both settings are one request', async () => {
  const { sent } = watchRequests();
  await readSettings();
  expect(sent).toEqual(['BatchGetItem']);
});

test('a deny table is replaced by its next version, and the whole of it', async () => {
  await replaceDestinations({ version: 2, deny: ['+1900'] });
  await replaceDestinations({ version: 3, deny: ['+4470'] });
  expect((await readSettings()).destinations).toEqual({ version: 3, deny: ['+4470'] });
});

test.each([
  { versions: [1], why: 'it came with the code' },
  { versions: [3], why: 'it is not the next of the first' },
  { versions: [2, 2], why: 'somebody else has put it' },
  { versions: [2, 4], why: 'it leaves one out' },
  { versions: [2, 3, 2], why: 'it goes back' },
  { versions: [2, 1], why: 'it goes back' },
])('of the versions $versions the last is refused: $why', async ({ versions }) => {
  const last = versions.at(-1) ?? 0;
  for (const version of versions.slice(0, -1)) await replaceDestinations({ version, deny: ['+1900'] });
  const before = await readSettings();
  await expect(replaceDestinations({ version: last, deny: [] })).rejects.toMatchObject({
    token: 'version_conflict',
  });
  expect(await readSettings()).toEqual(before);
});

test('of twenty operators with the same next version, one puts it', async () => {
  const puts = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => replaceDestinations({ version: 2, deny: [`+1${200 + i}`] })),
  );
  expect(puts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await itemsOf('ACCOUNTS_TABLE')).toHaveLength(1);
});

test('a setting that is garbled is not taken for one that was never made', async () => {
  await putItem('ACCOUNTS_TABLE', dialingItem, { enabled: 'no' });
  await expect(readSettings()).rejects.toThrow();
});
