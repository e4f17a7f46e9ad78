import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

/** Somebody with a story that has no end: a line of twelve seconds, and the agent's words as long. */
const STORY = Array.from(
  { length: 12 },
  (_, i) =>
    `and then on day ${'abcdefghijkl'.charAt(i)} the neighbors came and told me all about their garden and`,
);

interface LongCall {
  readonly id: string;
  readonly accountId: string;
  readonly call: Readonly<Record<string, unknown>>;
  readonly said: readonly string[];
}
let hungUpAfter50: LongCall;
let endless: LongCall;
beforeAll(async () => {
  const begin = async (to: string, talkSec: number | null) => {
    const acme = await cloud.client();
    cloud.cloud.chime.script(to, { says: STORY, neverSilent: true, turnSec: 24, talkSec });
    const id = await acme.place({ to, objective: 'Ask for the price', maxDurationSec: 3_600 });
    return async (): Promise<LongCall> => {
      const rung = cloud.cloud.chime.calls().find(({ callId }) => callId === id);
      return { id, accountId: acme.accountId, call: await acme.call(id), said: rung?.said ?? [] };
    };
  };
  const calls = [await begin('+14155550150', 3_000), await begin('+14155550151', null)] as const;
  for (let minute = 0; minute < 64; minute++) await cloud.advance(60);
  [hungUpAfter50, endless] = [await calls[0](), await calls[1]()];
});

/** Each line of the agent, in the transcript or as the carrier played it. */
const agentIn = (lines: readonly string[]) => lines.filter((line) => line.startsWith('agent: '));

test('a callee who talks for 50 minutes is listened to for 50 minutes, and everything is said once', async () => {
  const { id, accountId, call, said } = hungUpAfter50;

  expect(call).toMatchObject({
    status: 'completed',
    endReason: 'recipient_hangup',
    durationSec: 3_000,
    billedMinutes: 50,
  });
  const written = agentIn(String(call['transcript']).split('\n'));
  // What was being said when the callee hung up may stand in one of the two alone.
  expect(agentIn(said).slice(0, 120)).toEqual(written.slice(0, 120));
  expect(Math.abs(agentIn(said).length - written.length)).toBeLessThanOrEqual(1);
  const turns = (await booksOf(cloud.cloud).all('Calls')).filter(
    ({ pk, sk }) => pk === `C#${id}` && String(sk).startsWith('TURN#'),
  );
  // Sessions of twelve minutes and a turn: the fifth is the last.
  expect(turns.filter(({ goesOn }) => goesOn === 'in_time')).toHaveLength(4);
  expect(await booksOf(cloud.cloud).minutes(accountId)).toEqual({ used: 50, reserved: 0, inbound: 0 });
});

test('a call of an hour ends with the hour, politely', () => {
  const { call, said } = endless;

  expect(call).toMatchObject({ status: 'completed', endReason: 'max_duration' });
  expect(call['durationSec']).toBeGreaterThanOrEqual(3_600);
  expect(call['durationSec']).toBeLessThanOrEqual(3_660);
  expect(said.at(-1)).toBe("agent: I'm sorry, our time for this call is up. Thank you, and goodbye.");
});

test('a session that Lex ends in the middle of a word is followed by another, which asks to say it again', async () => {
  const acme = await cloud.client();
  const to = '+14155550152';
  // The agent's words take ten minutes: no turn comes between the twelfth minute and Lex's fifteenth.
  cloud.cloud.chime.script(to, { says: STORY, neverSilent: true, turnSec: 1_200, talkSec: 1_800 });
  const id = await acme.place({ to, objective: 'Ask for the price', maxDurationSec: 3_600 });
  for (let minute = 0; minute < 33; minute++) await cloud.advance(60);

  const call = await acme.call(id);

  expect(call).toMatchObject({ status: 'completed', endReason: 'recipient_hangup', durationSec: 1_800 });
  const pardon = "agent: I'm sorry, I didn't catch that. Could you say it again, please?";
  expect(String(call['transcript']).split('\n')).toContain(pardon);
  expect(cloud.cloud.chime.calls().find(({ callId }) => callId === id)?.said).toContain(pardon);
});

test('a call whose account has no minutes left is told so', async () => {
  const acme = await cloud.client({ limits: { minutes: 3 } });
  const id = await acme.place({ to: '+14155550140', objective: 'Ask for the price' });
  for (let minute = 0; minute < 5; minute++) await cloud.advance(60);

  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'minutes_exhausted' });
  expect(
    cloud.cloud.chime
      .calls()
      .find(({ callId }) => callId === id)
      ?.said.at(-1),
  ).toBe("agent: I'm sorry, our time for this call is up. Thank you, and goodbye.");
});

test('who never stops talking does not hold the line for longer than a minute after its time', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ to: '+14155550140', objective: 'Ask for the price', maxDurationSec: 90 });
  for (let minute = 0; minute < 5; minute++) await cloud.advance(60);

  const call = await acme.call(id);

  expect(call).toMatchObject({ status: 'completed', endReason: 'max_duration' });
  expect(call['durationSec']).toBeGreaterThanOrEqual(90);
  expect(call['durationSec']).toBeLessThanOrEqual(150);
});
