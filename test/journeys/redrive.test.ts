import { aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';
import { takeAway } from './take-away.ts';

test('a message that is redriven days later rings nobody, and gives the minutes back', async () => {
  // Its message was lost, and no sweep has looked since: nothing but the message knows of the call.
  const cloud = await aLocalCloud((_, { Resources }) => {
    takeAway(Resources, 'RestApiCalls', 'sqs:SendMessage');
    takeAway(Resources, 'Sweep', 'dynamodb:Query');
  });
  const acme = await cloud.client();
  const id = await acme.place({ to: '+14155550101', objective: 'Ask whether they are open' });
  await cloud.advance(3 * 86_400);
  expect((await acme.call(id))['status']).toBe('queued');

  const body = JSON.stringify({ accountId: acme.accountId, callId: id });
  await cloud.cloud.deliver('DialQueueDialer', { Records: [{ messageId: 'm', receiptHandle: 'r', body }] });
  await cloud.advance(60);

  expect(await acme.call(id)).toMatchObject({ status: 'failed', error: 'expired', endReason: 'expired' });
  expect(cloud.cloud.chime.calls()).toEqual([]);
  expect(cloud.cloud.chime.requests().map(({ operation }) => operation)).not.toContain(
    'CreateSipMediaApplicationCall',
  );
  expect((await booksOf(cloud.cloud).minutes(acme.accountId)).reserved).toBe(0);
});
