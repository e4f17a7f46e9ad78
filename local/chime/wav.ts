/** What is recorded: what comes in, what goes out, or both side by side. */
export type Track = 'BOTH' | 'INCOMING' | 'OUTGOING';

const SAMPLES_PER_SEC = 8_000;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;
/** A recording is as long as the talk, but no file is larger than this makes it: nobody says anything in it. */
const LONGEST_SEC = 10;
/** Each side begins with a tone of its own, so that one hears which is which. */
const TONE_SEC = 0.5;
const TONE_HZ = { incoming: 440, outgoing: 660 };
const LOUDNESS = 8_000;

/** A WAV file of 16-bit PCM: two channels for both sides, what comes in on the left, else one. */
export function wav(seconds: number, track: Track): Buffer {
  const tones =
    track === 'BOTH'
      ? [TONE_HZ.incoming, TONE_HZ.outgoing]
      : [track === 'INCOMING' ? TONE_HZ.incoming : TONE_HZ.outgoing];
  const blockBytes = tones.length * BYTES_PER_SAMPLE;
  const samples = Math.floor(Math.min(Math.max(seconds, TONE_SEC), LONGEST_SEC) * SAMPLES_PER_SEC);
  const file = Buffer.alloc(HEADER_BYTES + samples * blockBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(tones.length, 22);
  file.writeUInt32LE(SAMPLES_PER_SEC, 24);
  file.writeUInt32LE(SAMPLES_PER_SEC * blockBytes, 28);
  file.writeUInt16LE(blockBytes, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * blockBytes, 40);
  for (let n = 0; n < TONE_SEC * SAMPLES_PER_SEC; n++)
    tones.forEach((hz, channel) => {
      const level = Math.round(LOUDNESS * Math.sin((2 * Math.PI * hz * n) / SAMPLES_PER_SEC));
      file.writeInt16LE(level, HEADER_BYTES + n * blockBytes + channel * BYTES_PER_SAMPLE);
    });
  return file;
}
