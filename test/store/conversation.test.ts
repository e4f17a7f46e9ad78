import { readBrief, readTurns, storeTurn } from '../../lambdas/store/conversation.ts';
import { fresh } from '../../lambdas/store/fresh.ts';
import { tokenItem, wordsItem } from '../../lambdas/store/items.ts';
import { storeToken } from '../../lambdas/store/workflow.ts';
import { ACCOUNT_ID, CALL_ID, NOON, OTHER_ACCOUNT_ID, aCallId, at } from '../makers.ts';
import { aStoredCall } from './placements.ts';
import { deleteItem, itemAt, onEmptyTables } from './tables.ts';

onEmptyTables();

const turn = (heard: string, said: string) => ({ heard, said, end: null, at: NOON });

test('the agent is told what it is to do, and what only it may know', async () => {
  await aStoredCall({ call: { callId: CALL_ID }, context: 'They know us.' });
  expect(await readBrief(ACCOUNT_ID, CALL_ID)).toEqual({
    objective: 'Book a table',
    fields: [],
    context: 'They know us.',
  });
  expect(await readBrief(OTHER_ACCOUNT_ID, CALL_ID)).toBeUndefined();
});

test('a call without a context has a brief without one, and one whose words were erased none', async () => {
  await aStoredCall({ call: { callId: CALL_ID } });
  expect(await readBrief(ACCOUNT_ID, CALL_ID)).toMatchObject({ context: null });
  await deleteItem('CALLS_TABLE', wordsItem(ACCOUNT_ID, CALL_ID));
  expect(await readBrief(ACCOUNT_ID, CALL_ID)).toBeUndefined();
});

test('turns are read in their order, past the tenth and the hundredth', async () => {
  for (const n of [2, 0, 100, 10, 9, 11, 1, 101])
    await storeTurn(CALL_ID, n, turn(`heard ${n}`, `said ${n}`));
  await storeTurn(aCallId(), 3, turn('of another call', ''));
  expect((await readTurns(CALL_ID)).map(({ said }) => said)).toEqual(
    [0, 1, 2, 9, 10, 11, 100, 101].map((n) => `said ${n}`),
  );
});

test('a turn is stored once: what was said is what stands in the transcript', async () => {
  await storeTurn(CALL_ID, 1, { heard: 'Yes', said: 'Thank you', end: 'agent_hangup', at: NOON });
  await storeTurn(CALL_ID, 1, turn('Yes', 'Pardon?'));
  expect(await readTurns(CALL_ID)).toEqual([
    { heard: 'Yes', said: 'Thank you', end: 'agent_hangup', at: NOON },
  ]);
});

test('a conversation longer than a page of the table is read whole', async () => {
  const words = 'x'.repeat(50_000);
  for (let n = 0; n < 25; n++) await storeTurn(CALL_ID, n, turn(words, `${n}`));
  expect((await readTurns(CALL_ID)).map(({ said }) => Number(said))).toEqual(
    Array.from({ length: 25 }, (_, n) => n),
  );
});

test('a workflow keeps its token, and an execution of an earlier generation does not take it away', async () => {
  const stored = async () => (await itemAt('CALLS_TABLE', tokenItem(CALL_ID)))?.['token'];
  expect(await storeToken(CALL_ID, 1, 'ring')).toBe(true);
  expect(await storeToken(CALL_ID, 1, 'await')).toBe(true);
  expect(await stored()).toBe('await');
  expect(await storeToken(CALL_ID, 2, 'next')).toBe(true);
  expect(await storeToken(CALL_ID, 1, 'late')).toBe(false);
  expect(await stored()).toBe('next');
});

describe('a reading that is kept', () => {
  const reading = (values: (string | undefined)[]) => {
    const loads: string[] = [];
    const load = fresh(async (id: string) => {
      loads.push(id);
      return values[Math.min(loads.length, values.length) - 1];
    });
    return { load, loads };
  };

  test('is gone by for five seconds, and not a moment longer', async () => {
    const { load, loads } = reading(['first', 'second']);
    expect(await load('a', at('12:00:00'))).toBe('first');
    expect(await load('a', at('12:00:04.999'))).toBe('first');
    expect(loads).toEqual(['a']);
    expect(await load('a', at('12:00:05'))).toBe('second');
  });

  test('is forgotten when the clock has been set back', async () => {
    const { load } = reading(['first', 'second']);
    await load('a', at('12:00:10'));
    expect(await load('a', at('12:00:05'))).toBe('second');
  });

  test('is of one id: another is read by itself', async () => {
    const { load, loads } = reading(['first']);
    await load('a', NOON);
    await load('b', NOON);
    expect(loads).toEqual(['a', 'b']);
  });

  test('is none of what is not there: a new key works at once', async () => {
    const { load } = reading([undefined, 'new']);
    expect(await load('a', NOON)).toBeUndefined();
    expect(await load('a', NOON)).toBe('new');
  });
});
