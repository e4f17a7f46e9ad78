import type { CallId } from '../../lambdas/domain/ids.ts';
import { handler } from '../../lambdas/events/carrier-event.ts';
import { readTurns, storeTurn } from '../../lambdas/store/conversation.ts';
import { LEG, aChimeEvent, botResult } from '../carrier/a-chime-event.ts';
import { ACCOUNT_ID, at } from '../makers.ts';
import { aStoredCall, aStoredLiveCall } from '../store/placements.ts';
import { onEmptyTables } from '../store/tables.ts';
import { CONTEXT } from '../triggers/a-request.ts';
import { logLines } from '../triggers/log-lines.ts';

onEmptyTables();
logLines();
beforeAll(() => {
  process.env['BOT_ALIASES'] = '{"Aoede":"arn:aws:lex:us-east-1:111122223333:bot-alias/BOT/ALIAS"}';
});

const PARDON = "I'm sorry, I didn't catch that. Could you say it again, please?";

/** A live call whose agent has said something to three turns; the last one's words another session is to begin with. */
async function aCallHandedOver() {
  const { callId } = (await aStoredLiveCall(await aStoredCall(), at('12:00:10'))).call;
  const turn = (n: number, heard: string, said: string, changes = {}) =>
    storeTurn(callId, n, { heard, said, end: null, at: at('12:01:00'), ...changes });
  await turn(0, '', 'Hello.');
  await turn(1, 'Hello?', 'I call about the table.');
  await turn(2, 'Yes?', 'For four, please.', { goesOn: 'in_time' });
  return { callId, turn };
}

/** The end of a session that had begun with turn `began`. */
const sessionEnds = (callId: CallId, type: string, began: string, left: Record<string, string>) => {
  const ours = { accountId: ACCOUNT_ID, callId };
  const started = { ...ours, turn: began, startedAt: '2026-03-02T12:00:00.000Z' };
  const result = botResult({ ...started, ...left });
  return aChimeEvent(type, {
    attributes: ours,
    status: 'Connected',
    action: {
      ...result,
      Parameters: { CallId: LEG, Configuration: { SessionState: { SessionAttributes: started } } },
    },
  });
};

const handedOver = (callId: CallId) =>
  sessionEnds(callId, 'ACTION_SUCCESSFUL', '0', { turn: '2', goesOn: 'true' });

const beginsWith = (words: string, turn: string) => ({
  Actions: [
    {
      Type: 'StartBotConversation',
      Parameters: {
        LocaleId: 'en_US',
        Configuration: {
          SessionState: { SessionAttributes: { turn } },
          WelcomeMessages: [{ Content: words }],
        },
      },
    },
  ],
});

test('a session that is handed over is followed by one that begins with the words that were not said yet', async () => {
  const { callId } = await aCallHandedOver();

  expect(await handler(handedOver(callId), CONTEXT)).toMatchObject(beginsWith('For four, please.', '2'));
});

test('its end told again is answered alike, and stores nothing', async () => {
  const { callId } = await aCallHandedOver();

  await handler(handedOver(callId), CONTEXT);
  const again: unknown = await handler(handedOver(callId), CONTEXT);

  expect(again).toMatchObject(beginsWith('For four, please.', '2'));
  expect(await readTurns(callId)).toHaveLength(3);
});

test('its end told once the next session talks starts nothing: its words would be said twice', async () => {
  const { callId, turn } = await aCallHandedOver();
  await turn(3, 'At seven.', 'Thank you.');

  expect(await handler(handedOver(callId), CONTEXT)).toEqual({ SchemaVersion: '1.0', Actions: [] });
});

test.each(['ACTION_FAILED', 'ACTION_SUCCESSFUL'])(
  'a session that Lex cut off (%s) is followed by one that asks to say it again, once however often it is told',
  async (type) => {
    const { callId, turn } = await aCallHandedOver();
    await turn(3, 'At seven.', 'And your name?');
    const cut = sessionEnds(callId, type, '2', { turn: '3' });

    const first: unknown = await handler(cut, CONTEXT);
    const again: unknown = await Promise.all([handler(cut, CONTEXT), handler(cut, CONTEXT)]);

    expect(first).toMatchObject(beginsWith(PARDON, '4'));
    expect(again).toMatchObject([beginsWith(PARDON, '4'), beginsWith(PARDON, '4')]);
    expect((await readTurns(callId)).slice(4)).toMatchObject([{ heard: '', said: PARDON }]);
  },
);

test('a session that is cut off and was followed already starts nothing', async () => {
  const { callId, turn } = await aCallHandedOver();
  await turn(3, 'At seven.', 'Thank you.');

  const told: unknown = await handler(sessionEnds(callId, 'ACTION_FAILED', '0', { turn: '1' }), CONTEXT);

  expect(told).toEqual({ SchemaVersion: '1.0', Actions: [] });
  expect(await readTurns(callId)).toHaveLength(4);
});
