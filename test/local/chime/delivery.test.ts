import { AccessDenied } from '../../../local/wire.ts';
import { aCarrier, actions, hangup, pause, speak } from './a-carrier.ts';

const THEM = '+13125550101';

test('an event without an answer is told again after 5 s, and the first answer counts', async () => {
  const carrier = aCarrier(async ({ InvocationEventType }, attempt) => {
    if (InvocationEventType !== 'CALL_ANSWERED') return actions();
    await carrier.clock.sleep(attempt === 1 ? 7_000 : 4_000);
    return actions(hangup);
  });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(
    carrier.told.slice(2).map(({ sec, event }) => [event.Sequence, event.InvocationEventType, sec]),
  ).toEqual([
    [3, 'CALL_ANSWERED', 2.5],
    [3, 'CALL_ANSWERED', 7.5],
    [4, 'HANGUP', 9.5],
  ]);
});

test('an answer that takes longer than 20 s comes too late: the call is hung up', async () => {
  const carrier = aCarrier(async ({ InvocationEventType }) => {
    if (InvocationEventType === 'CALL_ANSWERED') await carrier.clock.sleep(21_000);
    return actions(pause(1_000));
  });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.events()).toEqual([
    'NEW_OUTBOUND_CALL',
    'RINGING',
    'CALL_ANSWERED',
    'CALL_ANSWERED',
    'HANGUP',
  ]);
  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:22.500Z', sipCode: 480 });
});

test('a function that fails is invoked once more, at once, and then the call ends', async () => {
  let invocations = 0;
  const carrier = aCarrier(undefined, {
    invoke: async () => {
      invocations += 1;
      return { ok: false, errorType: 'TypeError', errorMessage: 'x is not a function' };
    },
  });

  await carrier.dial(THEM);
  await carrier.advance(60);

  // The first event twice, and the news of the end twice.
  expect(invocations).toBe(4);
  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:00.100Z', sipCode: 480 });
});

test('a function that fails once is none the worse for it', async () => {
  let invocations = 0;
  const carrier = aCarrier(undefined, {
    invoke: async () => {
      invocations += 1;
      return invocations === 1
        ? { ok: false, errorType: 'TypeError', errorMessage: 'x is not a function' }
        : { ok: true, payload: actions() };
    },
  });

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.onlyCall()).toMatchObject({ answeredAt: '2026-03-01T12:00:02.500Z', endedAt: null });
});

test('a carrier that may not invoke the function ends the call and says so', async () => {
  const carrier = aCarrier(undefined, {
    invoke: () =>
      Promise.reject(new AccessDenied('voiceconnector is not authorized to lambda:InvokeFunction')),
  });

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.onlyCall().sipCode).toBe(480);
  // Once for the first event and once for the news of the end.
  expect(carrier.denied.map(({ message }) => message)).toEqual([
    'voiceconnector is not authorized to lambda:InvokeFunction',
    'voiceconnector is not authorized to lambda:InvokeFunction',
  ]);
});

test('a recipient who hangs up before the function gives an answer has ended the call, not the carrier', async () => {
  const carrier = aCarrier(async ({ InvocationEventType }) => {
    if (InvocationEventType === 'CALL_ANSWERED') await carrier.clock.sleep(30_000);
    return actions();
  });
  carrier.chime.script(THEM, { talkSec: 3 });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:05.500Z', sipCode: 0 });
});

test('somebody who answers while the function is still thinking of the first event waits for it', async () => {
  const carrier = aCarrier(async ({ InvocationEventType }) => {
    if (InvocationEventType === 'NEW_OUTBOUND_CALL') await carrier.clock.sleep(4_000);
    return actions();
  });

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.told.map(({ sec }) => sec)).toEqual([0.1, 4.1, 4.1]);
  expect(carrier.onlyCall().answeredAt).toBe('2026-03-01T12:00:02.500Z');
});

test('the last event may be lost', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(speak(event), hangup) : actions(),
  );

  await carrier.dial('+13125550138');
  await carrier.advance(60);

  expect(carrier.events()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'CALL_ANSWERED']);
  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:03.250Z', sipCode: 0 });
});

test('events may come twice and out of order, each with the number it always had', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(hangup) : actions(),
  );

  await carrier.dial('+13125550142', { callId: 'c-42' });
  await carrier.advance(60);

  expect(carrier.told.map(({ event }) => [event.Sequence, event.InvocationEventType])).toEqual([
    [2, 'RINGING'],
    [1, 'NEW_OUTBOUND_CALL'],
    [2, 'RINGING'],
    [3, 'CALL_ANSWERED'],
    [1, 'NEW_OUTBOUND_CALL'],
    [4, 'HANGUP'],
    [3, 'CALL_ANSWERED'],
    [4, 'HANGUP'],
  ]);
});

test.each([
  { digits: '45', sec: 60 },
  { digits: '46', sec: 120 },
])('the first event may be $sec s late, though the phone rang in time', async ({ digits, sec }) => {
  const carrier = aCarrier();

  await carrier.dial(`+131255501${digits}`);
  await carrier.advance(130);

  expect(carrier.told.map(({ sec: at, event }) => [event.InvocationEventType, at])).toEqual([
    ['NEW_OUTBOUND_CALL', sec],
    ['RINGING', sec],
    ['CALL_ANSWERED', sec],
  ]);
  expect(carrier.onlyCall().answeredAt).toBe('2026-03-01T12:00:02.500Z');
});
