import { LostRace } from '../../lambdas/domain/errors.ts';
import { AssistantId } from '../../lambdas/domain/ids.ts';
import {
  createAssistant,
  deleteAssistant,
  listAssistants,
  readAssistant,
  saveAssistant,
} from '../../lambdas/store/assistants.ts';
import { readReceipt } from '../../lambdas/store/receipts.ts';
import { ACCOUNT_ID, ASSISTANT_ID, NOON, OTHER_ACCOUNT_ID, anAssistant } from '../makers.ts';
import { allItems, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const receipt = {
  fingerprint: 'first',
  answer: '{}',
  at: NOON,
  route: 'POST /v1/assistants',
  idempotencyKey: 'k',
};
const anId = (n: number) => AssistantId.parse(`01959c8e-0000-7000-8000-00000000000${n}`);

test('an assistant is read, and deleted, by its own account', async () => {
  await createAssistant(anAssistant(), undefined);

  expect(await readAssistant(ACCOUNT_ID, ASSISTANT_ID)).toEqual(anAssistant());
  expect(await readAssistant(OTHER_ACCOUNT_ID, ASSISTANT_ID)).toBeUndefined();
  await deleteAssistant(OTHER_ACCOUNT_ID, ASSISTANT_ID);
  expect(await readAssistant(ACCOUNT_ID, ASSISTANT_ID)).toEqual(anAssistant());
  await deleteAssistant(ACCOUNT_ID, ASSISTANT_ID);
  await deleteAssistant(ACCOUNT_ID, ASSISTANT_ID);
  expect(await readAssistant(ACCOUNT_ID, ASSISTANT_ID)).toBeUndefined();
});

test('an assistant is stored with its receipt, and under a used key neither is', async () => {
  expect(await createAssistant(anAssistant(), receipt)).toBeUndefined();
  expect(await readReceipt(ACCOUNT_ID, receipt.route, 'k', NOON)).toMatchObject({ fingerprint: 'first' });
  const before = await allItems();

  expect(
    await createAssistant(anAssistant({ id: anId(2) }), { ...receipt, fingerprint: 'other' }),
  ).toMatchObject({
    fingerprint: 'first',
  });
  expect(await allItems()).toEqual(before);
});

test('a change is stored over what was seen, and over nothing else', async () => {
  const [seen, renamed] = [anAssistant(), anAssistant({ name: 'Robin II' })];
  await createAssistant(seen, undefined);
  await saveAssistant(renamed, seen);

  await expect(saveAssistant(anAssistant({ active: false }), seen)).rejects.toThrow(LostRace);
  expect(await readAssistant(ACCOUNT_ID, ASSISTANT_ID)).toEqual(renamed);
  await deleteAssistant(ACCOUNT_ID, ASSISTANT_ID);
  await expect(saveAssistant(seen, renamed)).rejects.toThrow(LostRace);
  expect(await readAssistant(ACCOUNT_ID, ASSISTANT_ID)).toBeUndefined();
});

test('a page of assistants is one query, newest first, of one account', async () => {
  for (const n of [1, 2, 3]) await createAssistant(anAssistant({ id: anId(n) }), undefined);
  await createAssistant(anAssistant({ id: anId(4), accountId: OTHER_ACCOUNT_ID }), undefined);

  const { sent } = watchRequests();
  const first = await listAssistants(ACCOUNT_ID, 2);
  expect(sent).toEqual(['Query']);
  const second = await listAssistants(ACCOUNT_ID, 2, first.last);
  expect(first.assistants.map(({ id }) => id)).toEqual([anId(3), anId(2)]);
  expect(second).toEqual({ assistants: [anAssistant({ id: anId(1) })], last: undefined });
});
