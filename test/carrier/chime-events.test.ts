import { decode } from '../../lambdas/carrier/chime-events.ts';
import { NOON, TRANSACTION_ID, at } from '../makers.ts';
import { LEG, OURS, aChimeEvent, botResult } from './a-chime-event.ts';

const told = { transactionId: TRANSACTION_ID, at: '2026-03-02T12:00:00.000Z' };
const eventOf = (...parts: Parameters<typeof aChimeEvent>) => decode(aChimeEvent(...parts), NOON).event;
const hangup = (code: number | string) => ({
  Type: 'Hangup',
  Parameters: { SipResponseCode: code, CallId: LEG, ParticipantTag: 'LEG-A' },
});

test('the first event of our call names it by the arguments that went along', () => {
  const action = { Type: 'CallCreateRequest', Parameters: { Arguments: OURS } };
  expect(decode(aChimeEvent('NEW_OUTBOUND_CALL', { action }), NOON)).toEqual({
    of: OURS,
    event: { ...told, type: 'bound' },
    leg: LEG,
    secondLeg: null,
    isUnanswered: false,
    came: null,
  });
});

test('later events name it by the attributes of the transaction', () => {
  const attributes = { ...OURS, end: '' };
  expect(decode(aChimeEvent('RINGING', { attributes }), NOON)).toEqual({
    of: OURS,
    event: { ...told, type: 'ringing' },
    leg: LEG,
    secondLeg: null,
    isUnanswered: false,
    came: null,
  });
});

test.each([
  { why: 'it says nothing', attributes: undefined },
  { why: 'it is somebody else’s', attributes: { callId: 'c-42' } },
  { why: 'its ids are no ids', attributes: { accountId: '../x', callId: 'C#1' } },
])('an event that names no call of ours is told as such: $why', ({ attributes }) => {
  expect(decode(aChimeEvent('RINGING', { ...(attributes && { attributes }) }), NOON).of).toBeNull();
});

test.each([
  { type: 'NEW_INBOUND_CALL', is: 'incoming' },
  { type: 'NEW_OUTBOUND_CALL', is: 'bound' },
  { type: 'RINGING', is: 'ringing' },
  { type: 'CALL_ANSWERED', is: 'answered' },
  { type: 'CALL_UPDATE_REQUESTED', is: 'asked' },
  { type: 'ACTION_INTERRUPTED', is: 'noted' },
  { type: 'DIGITS_RECEIVED', is: 'noted' },
  { type: 'SOMETHING_NEW', is: 'noted' },
])('$type is "$is"', ({ type, is }) => {
  expect(eventOf(type)).toEqual({ ...told, type: is });
});

const legA = { Direction: 'Inbound', To: '+14155550190', From: '+14155550177' };

test('each event of a call that came in tells whom it is to, from whom, and which call it is', () => {
  const came = {
    callId: '01a1f866-0d7b-7ebf-b98d-b4544e7c51cf',
    beganAt: '2026-11-20T10:00:00.123Z',
    to: '+14155550190',
    from: '+14155550177',
  };
  const first = decode(aChimeEvent('NEW_INBOUND_CALL', { legA }), NOON);
  const later = decode(aChimeEvent('HANGUP', { legA, attributes: OURS, action: hangup(0) }), at('12:01:00'));

  expect(first).toEqual({
    of: null,
    event: { ...told, type: 'incoming' },
    leg: LEG,
    secondLeg: null,
    isUnanswered: true,
    came,
  });
  expect([later.of, later.came]).toEqual([OURS, came]);
  const transactionId = 'another';
  const other = decode(aChimeEvent('NEW_INBOUND_CALL', { legA, transactionId }), NOON);
  expect(other.came?.callId).not.toBe(came.callId);
  expect(other.came?.callId.slice(0, 13)).toBe(came.callId.slice(0, 13));
});

test.each(['anonymous', 'Restricted', '', '911'])('a caller who is told as %j is not known', (From) => {
  expect(decode(aChimeEvent('NEW_INBOUND_CALL', { legA: { ...legA, From } }), NOON).came?.from).toBeNull();
});

test('a hangup of a call that came in, and that no attribute of ours names, was before our answer', () => {
  expect(eventOf('HANGUP', { legA, action: hangup(480) })).toEqual({ ...told, type: 'missed' });
  expect(eventOf('HANGUP', { legA, attributes: OURS, action: hangup(480) })).toMatchObject({ type: 'ended' });
});

test.each([
  { code: 486, sipCode: 486, why: 'a number, as real events have it' },
  { code: '480', sipCode: 480, why: 'a text, as the action has it' },
  { code: 0, sipCode: 0, why: 'normal clearing' },
])('a hangup tells its SIP code: $why', ({ code, sipCode }) => {
  expect(eventOf('HANGUP', { action: hangup(code), status: 'Disconnected' })).toEqual({
    ...told,
    type: 'ended',
    sipCode,
    ourReason: null,
  });
});

test('a hangup of ours tells why we hung up', () => {
  const attributes = { ...OURS, end: 'max_duration' };
  expect(eventOf('HANGUP', { action: hangup(0), attributes })).toMatchObject({ ourReason: 'max_duration' });
});

test('a hangup of ours was at the moment at which we hung up, however late it is told', () => {
  const attributes = { ...OURS, end: 'agent_hangup', endedAt: '2026-03-02T11:58:00.000Z' };
  expect(eventOf('HANGUP', { action: hangup(0), attributes })).toMatchObject({
    at: '2026-03-02T11:58:00.000Z',
  });
});

test.each([
  { end: 'none', endedAt: '2026-03-02T11:58:00.000Z', why: 'it was not ours' },
  { end: 'agent_hangup', endedAt: 'none', why: 'no moment is told' },
  { end: 'agent_hangup', endedAt: '2026-03-02T12:58:00.000Z', why: 'a moment that has not come' },
])('a hangup was when it is told: $why', ({ why: _, ...said }) => {
  expect(eventOf('HANGUP', { action: hangup(0), attributes: { ...OURS, ...said } })).toMatchObject({
    at: told.at,
  });
});

test.each(['', 'something_else'])('a hangup with the reason "%s" is not ours', (end) => {
  expect(eventOf('HANGUP', { action: hangup(0), attributes: { ...OURS, end } })).toMatchObject({
    ourReason: null,
  });
});

test('a hangup that says nothing is a normal one', () => {
  expect(eventOf('HANGUP')).toMatchObject({ type: 'ended', sipCode: 0 });
});

test.each([
  {
    attributes: { ...OURS, turn: '4', end: 'agent_hangup' },
    reason: 'agent_hangup',
    why: 'as the session says',
  },
  { attributes: { ...OURS, turn: '4', end: 'opt_out' }, reason: 'opt_out', why: 'as the session says' },
  { attributes: { ...OURS, turn: '4' }, reason: 'conversation_failed', why: 'it ended without a reason' },
  { attributes: { ...OURS, end: 'bored' }, reason: 'conversation_failed', why: 'no reason of ours' },
  { attributes: undefined, reason: 'conversation_failed', why: 'it says nothing' },
])('a bot that is done has talked, and ends as $reason: $why', ({ attributes, reason }) => {
  const action = botResult(attributes);
  expect(eventOf('ACTION_SUCCESSFUL', { action, status: 'Connected' })).toEqual({
    ...told,
    type: 'talked',
    reason,
  });
});

test('a bot that can not start or breaks ends the conversation as failed', () => {
  const action = {
    Type: 'StartBotConversation',
    Parameters: { CallId: LEG },
    ErrorType: 'ActionExecutionThrottled',
    ErrorMessage: 'Bot service limit',
  };
  expect(eventOf('ACTION_FAILED', { action, status: 'Connected' })).toEqual({
    ...told,
    type: 'talked',
    reason: 'conversation_failed',
  });
});

test('a bot whose session is to be followed by another says with which turn that one begins', () => {
  const action = botResult({ ...OURS, turn: '17', goesOn: 'true' });
  expect(eventOf('ACTION_SUCCESSFUL', { action, status: 'Connected' })).toEqual({
    ...told,
    type: 'handed_over',
    turn: 17,
  });
});

/** A bot that was started at noon with the words of turn 30, and whose session has ended without a word of ours. */
const unexplained = (type: string, time: string) => {
  const started = { turn: '30', startedAt: '2026-03-02T12:00:00.000Z' };
  const result = botResult({ ...OURS, turn: '52' });
  const Configuration = { SessionState: { SessionAttributes: { ...OURS, ...started } } };
  const action = { ...result, Parameters: { ...result.Parameters, Configuration } };
  return decode(aChimeEvent(type, { action, status: 'Connected' }), at(time)).event;
};

test.each(['ACTION_SUCCESSFUL', 'ACTION_FAILED'])(
  'a session that Lex ended for its age was cut off, and another may follow (%s)',
  (type) => {
    expect(unexplained(type, '12:14:00')).toMatchObject({ type: 'cut_off', since: 30 });
    expect(unexplained(type, '12:15:01')).toMatchObject({ type: 'cut_off', since: 30 });
    expect(unexplained(type, '12:13:59')).toMatchObject({ type: 'talked', reason: 'conversation_failed' });
  },
);

test('a recording that could not be started is told as such: the conversation has not begun', () => {
  const action = {
    Type: 'StartCallRecording',
    Parameters: { CallId: LEG },
    Error: 'NoAccessToDestination: Error while accessing destination',
  };
  expect(eventOf('ACTION_FAILED', { action, status: 'Connected' })).toEqual({ ...told, type: 'unrecorded' });
});

test.each(['ACTION_SUCCESSFUL', 'ACTION_FAILED'])(
  'a far end that hangs up in the middle of an action (%s) is told by the hangup that follows',
  (type) => {
    expect(eventOf(type, { action: botResult({ ...OURS }), status: 'Disconnected' })).toEqual({
      ...told,
      type: 'noted',
    });
  },
);

test('an action that is done and was no bot changes nothing', () => {
  const action = { Type: 'Speak', Parameters: { CallId: LEG, Text: 'Hi' } };
  expect(eventOf('ACTION_SUCCESSFUL', { action, status: 'Connected' })).toEqual({ ...told, type: 'noted' });
});

test('an answer of ours that Chime does not understand ends the conversation as failed', () => {
  const event = {
    ...aChimeEvent('INVALID_LAMBDA_RESPONSE', { status: 'Connected' }),
    ErrorType: 'InvalidActionList',
    ErrorMessage: 'Actions list is empty',
  };
  expect(decode(event, NOON).event).toEqual({ ...told, type: 'talked', reason: 'conversation_failed' });
});

test.each([
  { raw: undefined, why: 'nothing' },
  { raw: {}, why: 'no event' },
  { raw: { InvocationEventType: 'RINGING' }, why: 'no call' },
  {
    raw: {
      InvocationEventType: 'RINGING',
      CallDetails: { TransactionId: '', Participants: [{ CallId: 'L' }] },
    },
    why: 'no transaction',
  },
  {
    raw: { InvocationEventType: 'RINGING', CallDetails: { TransactionId: 'T', Participants: [] } },
    why: 'nobody on the line',
  },
])('what is no event of Chime is refused: $why', ({ raw }) => {
  expect(() => decode(raw, NOON)).toThrow();
});
