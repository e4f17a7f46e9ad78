import { parentPort, workerData } from 'node:worker_threads';
import { sharedTime } from '../clock/shared-time.ts';

/** Runs the emulator of SQS and S3 in a thread of its own, since it takes its time from `Date`, which is virtual here. */
const clock = sharedTime(Date.now, workerData as SharedArrayBuffer);
Date.now = () => clock.read();

const { startFauxqs } = await import('fauxqs');
const server = await startFauxqs({ port: 0, logger: false });
parentPort?.postMessage(server.port);
