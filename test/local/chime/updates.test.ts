import { aCarrier, actions, hangup, pause, speak, type Answers } from './a-carrier.ts';

const THEM = '+13125550101';

const playing =
  (first: Answers, onUpdate: unknown = actions(hangup)): Answers =>
  (event, attempt) => {
    if (event.InvocationEventType === 'CALL_ANSWERED') return first(event, attempt);
    return event.InvocationEventType === 'CALL_UPDATE_REQUESTED' ? onUpdate : actions();
  };

/** Dials, and asks for an update three seconds later. */
async function updatedAfter3Sec(answers: Answers) {
  const carrier = aCarrier(answers);
  await carrier.dial(THEM);
  await carrier.advance(3);
  const { transactionId } = carrier.onlyCall();
  const answer = await carrier.update(transactionId, { op: 'hangup' });
  await carrier.advance(60);
  return { carrier, answer, transactionId };
}

const tail = (carrier: ReturnType<typeof aCarrier>) =>
  carrier.told.slice(3).map(({ sec, event }) => [event.InvocationEventType, sec]);

test('an update is accepted first, and told to the function with its arguments', async () => {
  const { carrier, answer, transactionId } = await updatedAfter3Sec(playing(() => actions()));

  expect(answer).toMatchObject({
    status: 202,
    body: { SipMediaApplicationCall: { TransactionId: transactionId } },
  });
  expect(carrier.eventOf('CALL_UPDATE_REQUESTED').ActionData).toEqual({
    Type: 'CallUpdateRequest',
    Parameters: { Arguments: { op: 'hangup' } },
  });
  expect(tail(carrier)).toEqual([
    ['CALL_UPDATE_REQUESTED', 3],
    ['HANGUP', 3],
  ]);
});

test('a Pause is interrupted by the actions that an update brings', async () => {
  const { carrier } = await updatedAfter3Sec(playing((event) => actions(pause(20_000), speak(event))));

  expect(tail(carrier)).toEqual([
    ['CALL_UPDATE_REQUESTED', 3],
    ['ACTION_INTERRUPTED', 3],
    ['HANGUP', 3],
  ]);
  expect(carrier.eventOf('ACTION_INTERRUPTED').ActionData).toMatchObject({ Type: 'Pause' });
});

test('an update that brings no list leaves the Pause and what follows as they were', async () => {
  const { carrier } = await updatedAfter3Sec(
    playing((event) => actions(pause(20_000), speak(event, 'After all')), {
      SchemaVersion: '1.0',
      Actions: null,
    }),
  );

  expect(tail(carrier)).toEqual([
    ['CALL_UPDATE_REQUESTED', 3],
    ['ACTION_SUCCESSFUL', 23.25],
  ]);
  expect(carrier.onlyCall().said).toEqual(['agent: After all']);
});

test('an update waits for a Speak to end, and drops the rest of the list', async () => {
  const { carrier } = await updatedAfter3Sec(
    playing((event) => actions(speak(event, 'One'), speak(event, 'Two'))),
  );

  expect(tail(carrier)).toEqual([
    ['CALL_UPDATE_REQUESTED', 3.25],
    ['HANGUP', 3.25],
  ]);
  expect(carrier.onlyCall().said).toEqual(['agent: One']);
});

test('an update comes before what the function wants next', async () => {
  const { carrier } = await updatedAfter3Sec((event) => {
    if (event.InvocationEventType === 'CALL_UPDATE_REQUESTED') return actions(hangup);
    if (event.InvocationEventType === 'CALL_ANSWERED') return actions(speak(event, 'One'));
    return actions(speak(event, 'And another'));
  });

  expect(tail(carrier)).toEqual([
    ['ACTION_SUCCESSFUL', 3.25],
    ['CALL_UPDATE_REQUESTED', 3.25],
    ['HANGUP', 3.25],
  ]);
  expect(carrier.onlyCall().said).toEqual(['agent: One']);
});

test('an update that still waits when the recipient hangs up is told no more', async () => {
  const carrier = aCarrier(playing((event) => actions(speak(event))));
  carrier.chime.script(THEM, { talkSec: 0.6 });

  await carrier.dial(THEM);
  await carrier.advance(3);
  await carrier.update(carrier.onlyCall().transactionId, {});
  await carrier.advance(60);

  expect(tail(carrier)).toEqual([
    ['ACTION_FAILED', 3.1],
    ['HANGUP', 3.1],
  ]);
});

test('actions that come too late for a Pause, since the recipient has hung up, are not played', async () => {
  const carrier = aCarrier(async ({ InvocationEventType }) => {
    if (InvocationEventType === 'CALL_ANSWERED') return actions(pause(20_000));
    if (InvocationEventType !== 'CALL_UPDATE_REQUESTED') return actions();
    await carrier.clock.sleep(2_000);
    return actions(pause(100));
  });
  carrier.chime.script(THEM, { talkSec: 1 });

  await carrier.dial(THEM);
  await carrier.advance(3);
  await carrier.update(carrier.onlyCall().transactionId, {});
  await carrier.advance(60);

  expect(tail(carrier)).toEqual([
    ['CALL_UPDATE_REQUESTED', 3],
    ['ACTION_FAILED', 5],
    ['HANGUP', 5],
  ]);
});

test('a call that is over can not be updated', async () => {
  const carrier = aCarrier(playing(() => actions(hangup)));
  await carrier.dial(THEM);
  await carrier.advance(10);

  const ended = await carrier.update(carrier.onlyCall().transactionId, {});
  const unknown = await carrier.update('no-such-call', {});

  expect([ended.status, ended.error]).toEqual([404, 'NotFoundException']);
  expect([unknown.status, unknown.error]).toEqual([404, 'NotFoundException']);
});

test('a call is not found under another application', async () => {
  const carrier = aCarrier();
  await carrier.dial(THEM);
  const { transactionId } = carrier.onlyCall();

  const answer = await carrier.request('POST', `/sip-media-applications/other/calls/${transactionId}`, {
    Arguments: {},
  });

  expect([answer.status, answer.error]).toEqual([404, 'NotFoundException']);
});

test('more than 20 arguments are refused', async () => {
  const carrier = aCarrier();
  await carrier.dial(THEM);
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`key${i}`, 'x']));

  const answer = await carrier.update(carrier.onlyCall().transactionId, many);

  expect([answer.status, answer.error]).toEqual([400, 'BadRequestException']);
});
