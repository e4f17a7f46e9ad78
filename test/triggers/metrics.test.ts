import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { METRICS } from '../../lambdas/metrics.ts';
import { count } from '../../lambdas/triggers/metrics.ts';
import { consume } from '../../lambdas/triggers/queue.ts';
import { scheduled } from '../../lambdas/triggers/schedule.ts';
import { serveAll } from '../../lambdas/triggers/http.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { CONTEXT, aRequest } from './a-request.ts';
import { metricLines } from './log-lines.ts';

const told = metricLines();

const aMessage = { Records: [{ messageId: 'm', receiptHandle: 'r', body: '{}' }] } as unknown as SQSEvent;
const queue = { giveBack: async () => undefined, bury: async () => undefined };

test('what an invocation counted is one line for CloudWatch, by the deployment alone', async () => {
  const handler = scheduled(async () => {
    count('SweepOverdue', 3);
    count('SweepLag', 12.5);
    return {};
  });

  await handler(undefined, CONTEXT);

  expect(told()).toMatchObject([
    {
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Trunkline',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'SweepOverdue', Unit: 'Count' },
              { Name: 'SweepLag', Unit: 'Seconds' },
            ],
          },
        ],
      },
      SweepOverdue: 3,
      SweepLag: 12.5,
    },
  ]);
});

test('what was counted is told when the invocation throws, too', async () => {
  const handler = scheduled(async () => {
    count('SweepFailures');
    throw new Error('no');
  });

  await expect(handler(undefined, CONTEXT)).rejects.toThrow('no');

  expect(told()).toMatchObject([{ SweepFailures: 1 }]);
});

test('what is counted twice in an invocation is told once, with both values', async () => {
  const run = async () => {
    count('CallsPlaced');
    count('CallsPlaced');
  };

  await consume(z.object({}), run, queue)(aMessage, CONTEXT);

  expect(told()).toMatchObject([{ CallsPlaced: [1, 1] }]);
});

test('nothing is told of an invocation that counted nothing', async () => {
  await consume(z.object({}), async () => undefined, queue)(aMessage, CONTEXT);

  expect(told()).toEqual([]);
});

test('an end is told by its status and its reason', () => {
  count('CallsEnded', 1, { status: 'failed', endReason: 'expired' });

  expect(told()).toMatchObject([
    {
      _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'status', 'endReason']] }] },
      status: 'failed',
      endReason: 'expired',
      CallsEnded: 1,
    },
  ]);
});

test.each([
  { token: 'invalid_number', of: 'request' },
  { token: 'idempotency_key_reused', of: 'request' },
  { token: 'unauthorized', of: 'access' },
  { token: 'account_suspended', of: 'access' },
  { token: 'over_minute_cap', of: 'limit' },
  { token: 'dialing_paused', of: 'paused' },
  { token: 'store_error', of: 'ours' },
] as const)('a refusal by $token is one of $of', async ({ token, of }) => {
  await serveAll(() => new Refusal(token, 'no'))(aRequest(), CONTEXT);

  expect(told()).toMatchObject([{ RequestsRefused: 1, class: of }]);
});

test('the names are what CloudWatch takes, and few', () => {
  for (const name of Object.keys(METRICS)) expect(name).toMatch(/^[A-Z][A-Za-z]{2,39}$/);
  // Each is billed by the month.
  expect(Object.keys(METRICS).length).toBeLessThanOrEqual(25);
});
