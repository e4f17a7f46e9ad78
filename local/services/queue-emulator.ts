import { Worker } from 'node:worker_threads';

/** What the emulator's thread is given. */
export interface QueueWorkerData {
  readonly time: SharedArrayBuffer;
  readonly bucketFolder: string | undefined;
}

/** SQS and S3 on one port of this machine, on virtual time. */
export interface QueueEmulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param bucketFolder where the buckets' objects are kept; in memory if not given */
export async function startQueueEmulator(
  time: SharedArrayBuffer,
  bucketFolder?: string,
): Promise<QueueEmulator> {
  const worker = new Worker(new URL('./queue-worker.ts', import.meta.url), {
    workerData: { time, bucketFolder } satisfies QueueWorkerData,
    stdout: true,
  });
  const port = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async stop() {
      await worker.terminate();
    },
  };
}
