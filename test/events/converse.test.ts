import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../lambdas/events/converse.ts';
import type { LiveCall } from '../../lambdas/domain/call.ts';
import { instantAt, plusSeconds } from '../../lambdas/domain/time.ts';
import { createAccount } from '../../lambdas/store/accounts.ts';
import { readCall, saveCall } from '../../lambdas/store/calls.ts';
import { isDoNotCall } from '../../lambdas/store/do-not-call.ts';
import { readTurns, storeTurn } from '../../lambdas/store/conversation.ts';
import { ACCOUNT_ID, NOON, RECIPIENT, anAccount } from '../makers.ts';
import { aNewKey, aStoredCall, aStoredLiveCall } from '../store/placements.ts';
import { onEmptyTables } from '../store/tables.ts';
import { CONTEXT } from '../triggers/a-request.ts';
import { anUtterance } from '../triggers/an-utterance.ts';

onEmptyTables();

/** A model that never says the same thing twice. */
let model: Server;
let asked = 0;
let end = 'no';
let language: string | undefined;
beforeAll(async () => {
  model = createServer((_, response) => {
    asked += 1;
    const input = { say: `Answer ${asked}.`, end, language };
    const content = [{ toolUse: { toolUseId: 'tool-1', name: 'next_turn', input } }];
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ output: { message: { role: 'assistant', content } }, stopReason: 'tool_use' }),
    );
  });
  model.listen(0, '127.0.0.1');
  await once(model, 'listening');
  process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] =
    `http://127.0.0.1:${(model.address() as AddressInfo).port}`;
  process.env['MODEL_ID'] = 'a-model';
});
beforeEach(() => {
  asked = 0;
  end = 'no';
  language = undefined;
});
afterAll(() => {
  model.close();
  model.closeAllConnections();
});

/** A call in which the agent has said its first words, and somebody who speaks in it. */
async function aConversation(changes: Partial<LiveCall> = {}) {
  await createAccount(anAccount(), aNewKey());
  const startedAt = plusSeconds(instantAt(Date.now()), -5);
  const live = await aStoredLiveCall(await aStoredCall(), startedAt);
  const { callId } = live.call;
  if (Object.keys(changes).length > 0) await saveCall({ ...live.call, ...changes }, live);
  await storeTurn(callId, 0, { heard: '', said: 'Hello.', end: null, at: startedAt });
  return {
    callId,
    hear: (turn: number, words: string) =>
      handler(
        anUtterance(words, { accountId: ACCOUNT_ID, callId, turn: String(turn - 1), startedAt }),
        CONTEXT,
      ),
    call: async () => (await readCall(ACCOUNT_ID, callId))?.call,
    turns: async () => (await readTurns(callId)).map(({ heard, said }) => ({ heard, said })),
  };
}

test('an utterance that Lex tells twice gets the words that were said to it, and stands once', async () => {
  const { hear, turns } = await aConversation();

  const first = await hear(1, 'Hello?');
  const again = await hear(1, 'Hello?');

  expect(first.messages).toEqual([{ contentType: 'PlainText', content: 'Answer 1.' }]);
  expect(again).toEqual(first);
  expect(asked).toBe(1);
  await hear(2, 'Yes.');
  expect(await turns()).toEqual([
    { heard: '', said: 'Hello.' },
    { heard: 'Hello?', said: 'Answer 1.' },
    { heard: 'Yes.', said: 'Answer 2.' },
  ]);
});

test('two copies of one utterance at once get the same words', async () => {
  const { hear, turns } = await aConversation();

  const [one, other] = await Promise.all([hear(1, 'Hello?'), hear(1, 'Hello?')]);

  expect(asked).toBe(2);
  expect(one).toEqual(other);
  expect(one.messages).toEqual([{ contentType: 'PlainText', content: (await turns())[1]?.said }]);
});

test('a repeat is the same turn though it was heard otherwise, and though another came in between', async () => {
  const { hear, turns } = await aConversation();
  const first = await hear(1, 'Hello?');
  await hear(2, 'Yes.');

  expect(await hear(1, 'Hallo')).toEqual(first);

  expect(await turns()).toHaveLength(3);
});

test('an utterance that ended the conversation ends it when it is told again', async () => {
  const { hear, turns } = await aConversation();
  end = 'asked_not_to_call';
  const last = await hear(1, 'Never call me again.');
  end = 'no';

  expect(await hear(1, 'Never call me again.')).toEqual(last);

  expect(last.sessionState).toMatchObject({
    dialogAction: { type: 'Close' },
    sessionAttributes: { end: 'opt_out' },
  });
  expect(await turns()).toHaveLength(2);
  expect(await isDoNotCall(ACCOUNT_ID, RECIPIENT)).toBe(true);
});

const lastWords = [
  {
    why: 'canceled',
    changes: { hangUp: { reason: 'canceled', at: NOON } },
    said: 'Gracias por su tiempo. Adiós.',
    end: 'canceled',
  },
  {
    why: 'found out of minutes by the sweep',
    changes: { hangUp: { reason: 'minutes_exhausted', at: NOON } },
    said: 'Lo siento, se nos ha acabado el tiempo de esta llamada. Gracias y adiós.',
    end: 'minutes_exhausted',
  },
  {
    why: 'at its longest time',
    changes: { maxDurationSec: 4 },
    said: 'Lo siento, se nos ha acabado el tiempo de esta llamada. Gracias y adiós.',
    end: 'max_duration',
  },
] satisfies readonly { why: string; changes: Partial<LiveCall>; said: string; end: string }[];

test.each(lastWords)(
  'a call that is $why says goodbye in its language',
  async ({ changes, said, end: why }) => {
    const { hear } = await aConversation({ ...changes, language: 'es-US' });

    expect(await hear(1, 'Un momento.')).toMatchObject({
      sessionState: { dialogAction: { type: 'Close' }, sessionAttributes: { end: why } },
      messages: [{ content: said }],
    });
  },
);

test.each(lastWords)(
  'whoever asks not to be called again in the last turn of a call that is $why is heard',
  async ({ changes }) => {
    const { hear } = await aConversation(changes);
    end = 'asked_not_to_call';

    expect(await hear(1, 'And never call me again.')).toMatchObject({
      sessionState: { sessionAttributes: { end: 'opt_out' } },
    });
    expect(await isDoNotCall(ACCOUNT_ID, RECIPIENT)).toBe(true);
  },
);

test('a last turn in which nothing is said asks no model', async () => {
  const { hear } = await aConversation({ maxDurationSec: 4 });

  await hear(1, '');

  expect(asked).toBe(0);
});

test('another language stands in the row, and is spoken by another session, which introduces the agent again', async () => {
  const { hear, call, turns } = await aConversation({ languageSource: 'auto', voice: 'Puck' });
  language = 'nl-NL';

  const answer = await hear(1, 'Ik spreek geen Engels.');

  expect(answer).toMatchObject({
    sessionState: { dialogAction: { type: 'Close' }, sessionAttributes: { turn: '1', goesOn: 'true' } },
  });
  expect(answer).not.toHaveProperty('messages');
  expect(await call()).toMatchObject({ language: 'nl-NL', languageSource: 'auto', voice: 'Aoede' });
  expect((await turns())[1]?.said).toBe(
    'Hallo, u spreekt met een AI-assistent. Ik bel namens Acme. Answer 1.',
  );
});

test('a turn whose language was changed by a copy that crashed is left for the right session', async () => {
  const { hear, turns } = await aConversation({ languageSource: 'auto', language: 'es-US' });

  // The session is still one in en_US.
  expect(await hear(1, 'No hablo inglés.')).toMatchObject({
    sessionState: { sessionAttributes: { goesOn: 'true' } },
  });
  expect((await turns())[1]?.said).toBe('Answer 1.');
});

test('a repeat of the turn that ended a session ends it again, without a word', async () => {
  const { hear } = await aConversation({ languageSource: 'auto' });
  language = 'es-US';
  const first = await hear(1, 'No hablo inglés.');

  expect(await hear(1, 'No hablo inglés.')).toEqual(first);
  expect(asked).toBe(1);
});
