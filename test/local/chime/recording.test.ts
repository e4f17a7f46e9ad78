import type { Recorder } from '../../../local/chime/recording.ts';
import { wav } from '../../../local/chime/wav.ts';
import { AccessDenied } from '../../../local/wire.ts';
import { type Answers, aCarrier, actions, doNothing, hangup, legOf, pause } from './a-carrier.ts';

const THEM = '+14155550101';

/** Records the leg, whatever is wrong with `parameters`, and then talks for ten seconds. */
const recording =
  (parameters: object = {}): Answers =>
  (event) => {
    if (event.InvocationEventType === 'ACTION_SUCCESSFUL') return actions(hangup);
    if (event.InvocationEventType !== 'CALL_ANSWERED') return doNothing;
    const Destination = { Type: 'S3', Location: 'bucket/one/two' };
    const Parameters = { CallId: legOf(event).CallId, Track: 'BOTH', Destination, ...parameters };
    return actions({ Type: 'StartCallRecording', Parameters }, pause(10_000));
  };

function aRecorder() {
  const delivered: Parameters<Recorder['deliver']>[] = [];
  const admitted: string[] = [];
  const recorder: Recorder = {
    admit: (_, { bucket, key }) => void admitted.push(`${bucket}/${key}`),
    deliver: async (...one) => void delivered.push(one),
  };
  return { delivered, admitted, recorder };
}

test('a recording is written some seconds after the call, under the documented name', async () => {
  const { delivered, recorder } = aRecorder();
  const carrier = aCarrier(recording(), { recorder });

  await carrier.dial(THEM);
  await carrier.advance(12.5);
  expect(carrier.onlyCall().endedAt).toBe('2026-03-01T12:00:12.500Z');
  await carrier.advance(4.9);
  expect(delivered).toEqual([]);
  await carrier.advance(0.1);

  const { TransactionId: id } = carrier.eventOf('HANGUP').CallDetails;
  const { CallId: leg } = legOf(carrier.eventOf('HANGUP'));
  const [[file, { sound, metadata }] = [undefined, { sound: Buffer.of(), metadata: {} }]] = delivered;
  expect(file).toEqual({
    bucket: 'bucket',
    key: `one/two/2026/03/01/2026-03-01-12-00-02-500_${id}_${leg}.wav`,
  });
  expect(metadata).toEqual({
    'transaction-id': id,
    'call-id': leg,
    'recording-duration': '10',
    'recording-audio-file-format': 'wav',
  });
  expect(sound.toString('latin1', 0, 4)).toBe('RIFF');
  expect(delivered).toHaveLength(1);
});

test('a destination that names no folder gets the carrier’s own', async () => {
  const { admitted, recorder } = aRecorder();
  const carrier = aCarrier(recording({ Destination: { Type: 'S3', Location: 'bucket' } }), { recorder });

  await carrier.dial(THEM);
  await carrier.advance(5);

  expect(admitted[0]).toMatch(/^bucket\/Amazon-Chime-SMA-Call-Recordings\/2026\/03\/01\//);
});

test('a recording that is stopped is delivered then, and not begun anew', async () => {
  const { delivered, recorder } = aRecorder();
  const answers: Answers = (event, attempt) => {
    if (event.InvocationEventType !== 'CALL_ANSWERED') return doNothing;
    const [start] = (recording()(event, attempt) as ReturnType<typeof actions>).Actions;
    const stop = { Type: 'StopCallRecording', Parameters: { CallId: legOf(event).CallId } };
    return actions(start, pause(2_000), stop, pause(20_000), start);
  };
  const carrier = aCarrier(answers, { recorder });
  await carrier.dial(THEM);
  await carrier.advance(15);
  expect(delivered.map(([, { metadata }]) => metadata['recording-duration'])).toEqual(['2']);

  await carrier.advance(20);
  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({
    Error: 'SystemException: The call was recorded already',
  });
});

test.each([
  { parameters: { Track: 'LEFT' }, says: /^InvalidActionParameter: Track is invalid/ },
  { parameters: { Track: undefined }, says: /^MissingRequiredActionParameter: Track is required/ },
  { parameters: { Destination: { Type: 'S3', Location: 'B' } }, says: /^InvalidActionParameter: Dest/ },
])('a recording that can not be made is told in one field: $says', async ({ parameters, says }) => {
  const carrier = aCarrier(recording(parameters));

  await carrier.dial(THEM);
  await carrier.advance(10);

  const { ActionData } = carrier.eventOf('ACTION_FAILED');
  expect(ActionData).toMatchObject({
    Type: 'StartCallRecording',
    Error: expect.stringMatching(says) as string,
  });
  expect(ActionData).not.toHaveProperty('ErrorType');
});

test('a bucket that doesn’t let the carrier in fails the action, and the list stops there', async () => {
  const carrier = aCarrier(recording(), {
    recorder: {
      admit: () => {
        throw new AccessDenied('no');
      },
      deliver: () => Promise.reject(new Error('nothing was recorded')),
    },
  });

  await carrier.dial(THEM);
  await carrier.advance(30);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ Error: 'NoAccessToDestination: no' });
  expect(carrier.told.map(({ event }) => event.InvocationEventType)).not.toContain('ACTION_SUCCESSFUL');
  expect(carrier.denied).toHaveLength(1);
});

test.each([
  { track: 'BOTH', channels: 2 },
  { track: 'INCOMING', channels: 1 },
  { track: 'OUTGOING', channels: 1 },
] as const)(
  'the track $track is a WAV file of $channels channels, as long as it says',
  ({ track, channels }) => {
    const file = wav(3, track);

    expect(file.readUInt16LE(22)).toBe(channels);
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.readUInt32LE(40)).toBe(3 * 8_000 * 2 * channels);
    expect(file.length).toBe(44 + 3 * 8_000 * 2 * channels);
  },
);
