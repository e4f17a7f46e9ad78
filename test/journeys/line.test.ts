import { type TestCloud, aLocalCloud } from './a-cloud.ts';

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
/** A sentence that comes to no end. */
const STORY = 'and then in spring the neighbors came by and told me all about their garden and';
/** Somebody who takes their time. */
const TALKER = '+14155550177';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await aLocalCloud();
  cloud.cloud.chime.script(TALKER, { says: ['Well.'], neverSilent: true, turnSec: 30, talkSec: 100 });
});
afterEach(() => cloud.stop());

const at = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1000).toISOString();
const ringOf = (id: string) => cloud.cloud.chime.calls().find(({ callId }) => callId === id);

test.each([
  { from: 30, to: 45, why: 'before the next sweep' },
  { from: 90, to: 100, why: 'between two sweeps' },
  { from: 3_700, to: 3_710, why: 'longer than a message can wait' },
])('a call in a window of $from to $to s from now is dialed in it: $why', async ({ from, to }) => {
  const acme = await cloud.client();
  const [notBefore, notAfter] = [at(from), at(to)];
  const id = await acme.place({ ...GOOD, notBefore, notAfter });

  await cloud.advance(to + 30);

  const requestedAt = ringOf(id)?.requestedAt ?? '';
  expect(requestedAt >= notBefore).toBe(true);
  expect(requestedAt < notAfter).toBe(true);
  expect((await acme.call(id))['status']).toBe('completed');
});

test('a call that expires at the head of the line is passed over at once', async () => {
  const acme = await cloud.client({ limits: { concurrentCalls: 1 } });
  await acme.place({ ...GOOD, to: TALKER });
  await cloud.advance(2);
  const late = await acme.place({ ...GOOD, notAfter: at(30) });
  await cloud.advance(1);
  const next = await acme.place(GOOD);
  await cloud.advance(115);

  const ended = cloud.cloud.chime.calls().find(({ to }) => to === TALKER)?.endedAt ?? '';
  const asked = ringOf(next)?.requestedAt ?? '';

  expect(await acme.call(late)).toMatchObject({ status: 'failed', error: 'expired' });
  expect(ringOf(late)).toBeUndefined();
  expect(Date.parse(asked) - Date.parse(ended)).toBeLessThan(3_000);
});

test('a call that waits past its time ends, whoever is before it, and its minutes go back', async () => {
  cloud.cloud.chime.script(TALKER, { says: [STORY], neverSilent: true, turnSec: 24, talkSec: 550 });
  const acme = await cloud.client({ limits: { concurrentCalls: 1, minutes: 10 } });
  const long = await acme.place({ ...GOOD, to: TALKER });
  await cloud.advance(2);
  const late = await acme.place({ ...GOOD, notAfter: at(200) });

  await cloud.advance(270);

  expect(await acme.call(late)).toMatchObject({ status: 'failed', error: 'expired', billedMinutes: 0 });
  expect((await acme.call(long))['status']).toBe('in_progress');
});

test('one end leads as many calls of the line to the phone as there is room for', async () => {
  const acme = await cloud.client({ limits: { concurrentCalls: 1 } });
  await acme.place({ ...GOOD, to: TALKER });
  await cloud.advance(2);
  const waiting = [await acme.place(GOOD), await acme.place(GOOD)];
  await cloud.advance(2);
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { limits: { concurrentCalls: 3 } });

  await cloud.advance(111);

  const ended = cloud.cloud.chime.calls().find(({ to }) => to === TALKER)?.endedAt ?? '';
  const asked = waiting.map((id) => Date.parse(ringOf(id)?.requestedAt ?? '') - Date.parse(ended));
  expect(Math.max(...asked)).toBeLessThan(4_000);
});

test('a call whose message is lost is dialed within its window all the same', async () => {
  let lost = 0;
  const deaf = await aLocalCloud(undefined, {
    answerInstead({ service, operation, function: by }) {
      if (service !== 'sqs' || operation !== 'SendMessage' || !by.startsWith('Sweep') || lost === 3)
        return undefined;
      lost += 1;
      return { status: 500, headers: {}, body: '{}' };
    },
  });
  const acme = await deaf.client();
  const after = (seconds: number) => new Date(deaf.cloud.clock.now() + seconds * 1000).toISOString();
  const id = await acme.place({ ...GOOD, notBefore: after(1_200), notAfter: after(1_380) });

  await deaf.advance(1_500);

  expect(lost).toBe(3);
  expect((await acme.call(id))['status']).toBe('completed');
});

test.each([59, 70, 100])(
  'the carrier is asked to hang up a call of at most %i s to the second',
  async (most) => {
    const acme = await cloud.client();
    const id = await acme.place({ ...GOOD, to: '+14155550140', maxDurationSec: most });

    await cloud.advance(300);

    const { status, endReason, startedAt } = await acme.call(id);
    const asked = cloud.cloud.chime
      .requests()
      .find(({ operation }) => operation === 'UpdateSipMediaApplicationCall');
    expect({ status, endReason }).toEqual({ status: 'completed', endReason: 'max_duration' });
    expect(Date.parse(asked?.at ?? '') - Date.parse(String(startedAt))).toBeLessThan((most + 1) * 1_000);
  },
);
