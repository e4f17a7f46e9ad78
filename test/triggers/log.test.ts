import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { ValidationException } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { said } from '../../lambdas/triggers/log.ts';
import { told } from '../../lambdas/triggers/carrier-event.ts';
import { CONTEXT } from './a-request.ts';
import { logLines } from './log-lines.ts';

logLines();

const $metadata = { httpStatusCode: 400, requestId: 'R1' };
const refusedValue = new ValidationException({
  message: "1 validation error detected: Value '+14155550101' at 'input' is not the words of a call",
  $metadata,
});
const canceled = new TransactionCanceledException({
  message:
    'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
  $metadata,
  CancellationReasons: [
    { Code: 'None' },
    { Code: 'ConditionalCheckFailed', Message: 'no', Item: { to: { S: '+14155550101' } } },
  ],
});
const Row = z.object({ metadata: z.record(z.string(), z.number()) });
const unread = thrownBy(() => Row.parse({ metadata: { marzipan: 'words of a call' } })) as Error;

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test.each([
  { of: 'the table', error: canceled, reason: '400 R1 None ConditionalCheckFailed' },
  { of: 'AWS, which quotes', error: refusedValue, reason: '400 R1' },
  { of: 'a schema', error: unread, reason: 'metadata: invalid_type' },
  { of: 'a parser', error: thrownBy(() => JSON.parse('words of a call')), reason: '' },
  {
    of: 'the language',
    error: thrownBy(() => 'length' in ('words of a call' as unknown as object)),
    reason: '',
  },
  { of: 'ourselves', error: new Error('a call without an account'), reason: 'a call without an account' },
  {
    of: 'a library',
    error: new Error('not for +14155550101, tl_ak_abc or whsec_d+e='),
    reason: 'not for +..., ... or ...',
  },
])('of an error of $of is said $reason, and its place', ({ error, reason }) => {
  const { reason: told, stack } = said(error) as { reason: string; stack: string[] };

  expect(told).toBe(reason);
  expect(stack.length).toBeGreaterThan(0);
  for (const line of stack) expect(line).toMatch(/^\s+at /);
});

test.each([canceled, refusedValue, unread])(
  'what a function throws carries nothing but a name and a reason: Lambda prints all of it (%#)',
  async (error) => {
    const thrown: unknown = await told(async () => {
      throw error;
    })({}, CONTEXT).catch((failure: unknown) => failure);

    const all = JSON.stringify([thrown, (thrown as Error).message, (thrown as Error).stack]);
    expect(thrown).toMatchObject({ name: error.name });
    for (const word of ['4155550101', 'words of', 'marzipan', 'CancellationReasons'])
      expect(all).not.toContain(word);
    expect((thrown as Error).cause).toBeUndefined();
  },
);
