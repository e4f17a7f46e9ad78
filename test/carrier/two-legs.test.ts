import { encode } from '../../lambdas/carrier/chime-actions.ts';
import { decode } from '../../lambdas/carrier/chime-events.ts';
import { E164 } from '../../lambdas/domain/ids.ts';
import { NOON } from '../makers.ts';
import { LEG, OURS, aChimeEvent } from './a-chime-event.ts';

const SECOND = 'b2f1e0d3-4c5b-4a6f-9e8d-0c7b6a5f4e3d';
const attributes = { ...OURS, end: 'none', endedAt: 'none' };
type Status = 'Connected' | 'Disconnected' | undefined;

/** An event of a call with two legs, of which each is on the phone or not. */
function told(type: string, action: Record<string, unknown>, [first, second]: readonly [Status, Status]) {
  const event = aChimeEvent(type, { action, attributes, ...(first && { status: first }) });
  const { Participants } = event.CallDetails;
  const legB = {
    CallId: SECOND,
    ParticipantTag: 'LEG-B',
    Direction: 'Outbound',
    ...(second && { Status: second }),
  };
  return decode(
    { ...event, CallDetails: { ...event.CallDetails, Participants: [...Participants, legB] } },
    NOON,
  );
}
const hangupOf = (
  leg: string,
  states: readonly [Status, Status],
  by: 'CallId' | 'ParticipantTag' = 'CallId',
) => {
  const named = by === 'CallId' ? { CallId: leg } : { ParticipantTag: leg === LEG ? 'LEG-A' : 'LEG-B' };
  return told('HANGUP', { Type: 'Hangup', Parameters: { SipResponseCode: 0, ...named } }, states);
};
const bridge = { Type: 'CallAndBridge', Parameters: {} };

test('an answered second leg is told as such, and so is one that did not come about', () => {
  expect(told('ACTION_SUCCESSFUL', bridge, ['Connected', 'Connected']).event.type).toBe('bridged');
  for (const Type of ['CallAndBridge', 'StopCallRecording']) {
    const failed = aChimeEvent('ACTION_FAILED', {
      action: { ...bridge, Type },
      attributes,
      status: 'Connected',
    });
    expect(decode(failed, NOON).event.type).toBe('not_bridged');
  }
  // Whoever waited is gone: HANGUP follows.
  const gone = aChimeEvent('ACTION_FAILED', { action: bridge, attributes, status: 'Disconnected' });
  expect(decode(gone, NOON).event.type).toBe('noted');
});

test.each(['CallId', 'ParticipantTag'] as const)('whose HANGUP it is goes by its %s', (by) => {
  const second = hangupOf(SECOND, ['Connected', 'Disconnected'], by).event;
  expect(second).toMatchObject({ type: 'leg_ended' });
  expect(hangupOf(LEG, ['Disconnected', 'Connected'], by).event).toMatchObject({
    type: 'ended',
    isLeft: true,
  });
  const last = hangupOf(SECOND, ['Disconnected', 'Disconnected'], by).event;
  expect(last).toMatchObject({ type: 'ended' });
  expect(last).not.toHaveProperty('isLeft');
});

test('what is said to one of two changes nothing, heard or not; whoever hangs up while it is said has hung up', () => {
  const speak = { Type: 'Speak', Parameters: { CallId: SECOND } };
  expect(told('ACTION_FAILED', speak, ['Connected', 'Connected']).event.type).toBe('noted');
  expect(told('ACTION_FAILED', speak, ['Connected', 'Disconnected']).event.type).toBe('leg_ended');
});

test('whoever is on the phone is hung up, the second leg first; nobody who is gone is', () => {
  const hangUp = { do: 'hang_up', reason: 'transferred' } as const;
  const legsIn = (event: ReturnType<typeof decode>) =>
    encode(event, hangUp).Actions.map((action) => (action as { Parameters: object }).Parameters);
  const both = told('CALL_UPDATE_REQUESTED', { Type: 'CallUpdateRequest' }, ['Connected', 'Connected']);

  expect(legsIn(both)).toEqual([
    { SipResponseCode: '0', CallId: SECOND },
    { SipResponseCode: '0', CallId: LEG },
  ]);
  expect(legsIn(hangupOf(SECOND, ['Connected', 'Disconnected']))).toEqual([
    { SipResponseCode: '0', CallId: LEG },
  ]);
  expect(legsIn(hangupOf(LEG, ['Disconnected', 'Connected']))).toEqual([
    { SipResponseCode: '0', CallId: SECOND },
  ]);
});

test('somebody else is called with a number of ours, and what is recorded ends before', () => {
  const event = decode(aChimeEvent('CALL_ANSWERED', { attributes, status: 'Connected' }), NOON);
  const to = E164.parse('+13125550110');
  const callerId = E164.parse('+14155550190');
  const reply = { do: 'bridge', to, callerId, ringSec: 20 } as const;
  const call = {
    Type: 'CallAndBridge',
    Parameters: {
      CallTimeoutSeconds: 20,
      CallerIdNumber: '+14155550190',
      Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: '+13125550110' }],
    },
  };

  expect(encode(event, { ...reply, endsRecording: false })).toEqual({
    SchemaVersion: '1.0',
    Actions: [call],
  });
  expect(encode(event, { ...reply, endsRecording: true }).Actions).toEqual([
    { Type: 'StopCallRecording', Parameters: { CallId: LEG } },
    call,
  ]);
});

test('an announcement is spoken to the second leg alone, in the call’s voice', () => {
  const event = told('ACTION_SUCCESSFUL', bridge, ['Connected', 'Connected']);
  const words = 'I have a call for you.';

  expect(
    encode(event, { do: 'announce' }, undefined, { words, voice: 'Joanna', language: 'en-US' }).Actions,
  ).toEqual([
    {
      Type: 'Speak',
      Parameters: { CallId: SECOND, Text: words, Engine: 'neural', TextType: 'text', VoiceId: 'Joanna' },
    },
  ]);
  // Kajal speaks two languages.
  expect(
    encode(event, { do: 'announce' }, undefined, { words, voice: 'Kajal', language: 'hi-IN' }).Actions,
  ).toMatchObject([{ Parameters: { VoiceId: 'Kajal', LanguageCode: 'hi-IN' } }]);
});
