/**
 * Virtual time as threads share it: two numbers behind a sequence lock, so that a worker reads the time without
 * asking anybody. Virtual milliseconds = offset + rate * real milliseconds; a rate of 0 is a clock that stands.
 */
export interface SharedTime {
  read(): number;
  write(offset: number, rate: number): void;
  /** How many virtual milliseconds pass in a real one just now. */
  rate(): number;
  readonly buffer: SharedArrayBuffer;
}

/** Two 64-bit floats and a 32-bit sequence number, rounded up to whole floats. */
const BYTES = 24;

/** @param realNow real milliseconds since 1970; given, since a worker replaces its own `Date` by this time. */
export function sharedTime(realNow: () => number, buffer = new SharedArrayBuffer(BYTES)): SharedTime {
  const values = new Float64Array(buffer, 0, 2);
  const sequence = new Int32Array(buffer, 16, 1);
  return {
    buffer,
    read() {
      for (;;) {
        const before = Atomics.load(sequence, 0);
        const time = (values[0] ?? 0) + (values[1] ?? 0) * realNow();
        // An odd number says that a write is under way, a changed one that a write came between.
        if (before % 2 === 0 && Atomics.load(sequence, 0) === before) return Math.floor(time);
      }
    },
    rate: () => values[1] ?? 0,
    write(offset, rate) {
      Atomics.add(sequence, 0, 1);
      values[0] = offset;
      values[1] = rate;
      Atomics.add(sequence, 0, 1);
    },
  };
}
