import type { Clock } from '../clock/clock.ts';
import { AccessDenied } from '../wire.ts';
import type { Action } from './answer.ts';
import type { Leg } from './events.ts';
import { type ActionError, StartCallRecording, StopCallRecording, parametersOf } from './parameters.ts';
import type { Played } from './stage.ts';
import { type Track, wav } from './wav.ts';

/** An object of S3. */
export interface RecordingFile {
  readonly bucket: string;
  readonly key: string;
}

/** What takes recordings in. */
export interface Recorder {
  /** @throws AccessDenied when the bucket's policy doesn't let the application write there */
  admit(applicationId: string, file: RecordingFile): void;
  deliver(
    file: RecordingFile,
    recording: { readonly sound: Buffer; readonly metadata: Readonly<Record<string, string>> },
  ): Promise<void>;
}

/** The folder of a destination that names none. Source: PSTN audio guide, "StartCallRecording". */
const DEFAULT_PREFIX = 'Amazon-Chime-SMA-Call-Recordings';
/** From the end of a call to its file. The guide doesn't say how long it takes. */
const DELIVERY_SEC = 5;

export interface CallRecordingOptions {
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly applicationId: string;
  readonly transactionId: string;
  readonly leg: Pick<Leg, 'CallId' | 'ParticipantTag'>;
  readonly onDenied: (error: AccessDenied) => void;
}

/** The recording of one leg: it is written after it was stopped, or the leg ended, and no event tells of it. */
export function createCallRecording(options: CallRecordingOptions) {
  const { clock, recorder, applicationId, transactionId, leg, onDenied } = options;
  let running:
    { readonly file: RecordingFile; readonly startedAt: number; readonly track: Track } | undefined;
  /** One start and one stop a leg. Same source. */
  let wasStarted = false;

  const end = (): void => {
    if (!running) return;
    const { file, startedAt, track } = running;
    const seconds = (clock.now() - startedAt) / 1_000;
    const metadata = {
      'transaction-id': transactionId,
      'call-id': leg.CallId,
      'recording-duration': String(Math.round(seconds)),
      'recording-audio-file-format': 'wav',
    };
    clock.at(clock.now() + DELIVERY_SEC * 1_000, () => {
      void clock
        .busy(recorder.deliver(file, { sound: wav(seconds, track), metadata }))
        .catch((error: unknown) => console.error('the carrier failed to deliver a recording', error));
    });
    running = undefined;
  };

  return {
    start(action: Action): Played {
      const read = parametersOf(StartCallRecording, action, leg);
      if ('error' in read) return { error: inOneField(read.error) };
      if (wasStarted) return { error: { Error: 'SystemException: The call was recorded already' } };
      const { Destination, Track: track } = read.ok;
      const [bucket = '', ...prefix] = Destination.Location.split('/');
      const startedAt = clock.now();
      const key = `${prefix.join('/') || DEFAULT_PREFIX}/${nameAt(startedAt)}_${transactionId}_${leg.CallId}.wav`;
      try {
        recorder.admit(applicationId, { bucket, key });
      } catch (error) {
        if (!(error instanceof AccessDenied)) throw error;
        onDenied(error);
        return { error: { Error: `NoAccessToDestination: ${error.message}` } };
      }
      wasStarted = true;
      running = { file: { bucket, key }, startedAt, track };
      return { results: { CallRecordingDestination: { Type: 'S3', Location: `${bucket}/${key}` } } };
    },
    stop(action: Action): Played {
      const read = parametersOf(StopCallRecording, action, leg);
      if ('error' in read) return { error: inOneField(read.error) };
      if (!running) return { error: { Error: 'SystemException: The call is not being recorded' } };
      end();
      return { results: {} };
    },
    /** The leg is over. */
    end,
  };
}

/** `2026/03/02/2026-03-02-12-00-05-123`: the day's folder, and the instant of the start. */
function nameAt(instant: number): string {
  const [day = '', time = ''] = new Date(instant).toISOString().slice(0, -1).split('T');
  return `${day.replaceAll('-', '/')}/${day}-${time.replace(/[:.]/g, '-')}`;
}

/** Recordings tell an error in one field. */
const inOneField = (error: ActionError): ActionError =>
  'Error' in error ? error : { Error: `${error.ErrorType}: ${error.ErrorMessage}` };
