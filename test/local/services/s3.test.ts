import { createS3 } from '../../../local/services/s3.ts';
import type { WireRequest } from '../../../local/wire.ts';
import { anEmulator } from './a-queue.ts';

const aRequest = (method: string, path: string, body = ''): WireRequest => ({
  method,
  path,
  query: new URLSearchParams(),
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from(body),
});
const nowhere = createS3({ url: 'http://127.0.0.1:9', buckets: [] });

test('what is put into a bucket can be read again', async () => {
  const emulator = await anEmulator();
  const s3 = createS3({ url: emulator.url, buckets: ['recordings'] });
  await s3.createBuckets();

  const put = await s3.handle(aRequest('PUT', '/recordings/a/b%20c.wav', 'sound'), 'PutObject');
  const read = await s3.handle(aRequest('GET', '/recordings/a/b%20c.wav'), 'GetObject');
  const other = await s3.handle(aRequest('GET', '/recordings/other.wav'), 'GetObject');
  await emulator.stop();

  expect(put.status).toBe(200);
  expect([read.status, read.body.toString()]).toEqual([200, 'sound']);
  expect(other.status).toBe(404);
});

test.each([
  { method: 'GET', path: '/recordings/a/b%20c.wav', action: 's3:GetObject', on: 'recordings/a/b c.wav' },
  { method: 'HEAD', path: '/recordings/a.wav', action: 's3:GetObject', on: 'recordings/a.wav' },
  { method: 'PUT', path: '/recordings/a.wav', action: 's3:PutObject', on: 'recordings/a.wav' },
  { method: 'DELETE', path: '/recordings/a.wav', action: 's3:DeleteObject', on: 'recordings/a.wav' },
  { method: 'GET', path: '/recordings', action: 's3:ListBucket', on: 'recordings' },
  { method: 'GET', path: '/recordings/', action: 's3:ListBucket', on: 'recordings' },
])('$method $path needs $action on $on', ({ method, path, action, on }) => {
  const request = aRequest(method, path);

  expect(nowhere.needsOf(request, nowhere.operationOf(request))).toEqual([
    { action, resource: `arn:aws:s3:::${on}` },
  ]);
});
