import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

interface Sent {
  readonly by: string;
  readonly group: unknown;
  readonly account: unknown;
}

const sent = (): readonly Sent[] =>
  cloud.requests
    .filter(({ service, operation }) => service === 'sqs' && operation.startsWith('SendMessage'))
    .map(({ function: by, request }) => {
      const { MessageGroupId, MessageBody } = JSON.parse(request.body.toString()) as Record<string, string>;
      const { accountId } = JSON.parse(MessageBody ?? '{}') as Record<string, string>;
      return { by: by.replace(/Function.*$/, ''), group: MessageGroupId, account: accountId };
    });

test('every message to the dial queue is in the group of its account, whoever sends it', async () => {
  const [acme, other] = [
    await cloud.client({ limits: { concurrentCalls: 1 } }),
    await cloud.client({ limits: { concurrentCalls: 1 } }),
  ];
  for (const client of [acme, other]) {
    // The second waits for the first to end; the third is the sweep's to begin.
    await client.place({ to: '+14155550101', objective: 'Ask whether they are open' });
    await client.place({ to: '+14155550102', objective: 'Ask whether they are open' });
    await client.place({
      to: '+14155550103',
      objective: 'Ask whether they are open',
      notBefore: '2026-03-02T12:05:00Z',
    });
  }
  await cloud.advance(420);

  const [mine, theirs] = [acme, other].map(({ accountId }) =>
    sent()
      .filter(({ group }) => group === accountId)
      .map(({ by }) => by),
  );
  expect(sent().filter(({ group, account }) => group !== account)).toEqual([]);
  expect(sent()).toHaveLength((mine ?? []).length + (theirs ?? []).length);
  expect(new Set(mine)).toEqual(new Set(['RestApiCalls', 'CallWorkflowConclude', 'Sweep']));
  expect(new Set(theirs)).toEqual(new Set(mine));
});
