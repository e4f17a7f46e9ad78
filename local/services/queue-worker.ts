import { parentPort, workerData } from 'node:worker_threads';
import { sharedTime } from '../clock/shared-time.ts';
import type { QueueWorkerData } from './queue-emulator.ts';

/** Runs the emulator of SQS and S3 in a thread of its own, since it takes its time from `Date`, which is virtual here. */
const { time, bucketFolder } = workerData as QueueWorkerData;
const clock = sharedTime(Date.now, time);
Date.now = () => clock.read();

const { startFauxqs } = await import('fauxqs');
const server = await startFauxqs({
  port: 0,
  logger: false,
  ...(bucketFolder !== undefined && { s3StorageDir: bucketFolder }),
});
parentPort?.postMessage(server.port);
