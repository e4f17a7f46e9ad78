import { parentPort, workerData } from 'node:worker_threads';
import { sharedTime } from '../clock/shared-time.ts';
import { type QueueClass, makeFair } from './fair-queues.ts';
import type { QueueWorkerData } from './queue-emulator.ts';

/** Runs the emulator of SQS and S3 in a thread of its own, since it takes its time from `Date`, which is virtual here. */
const { time, bucketFolder } = workerData as QueueWorkerData;
const clock = sharedTime(Date.now, time);
Date.now = () => clock.read();

const { startFauxqs } = await import('fauxqs');
// Its queues are no part of what the package exports, so they are found beside it.
const beside = new URL('./sqs/sqsStore.js', import.meta.resolve('fauxqs'));
const { SqsQueue } = (await import(beside.href)) as { SqsQueue: QueueClass };
makeFair(SqsQueue);

const server = await startFauxqs({
  port: 0,
  logger: false,
  ...(bucketFolder !== undefined && { s3StorageDir: bucketFolder }),
});
parentPort?.postMessage(server.port);
