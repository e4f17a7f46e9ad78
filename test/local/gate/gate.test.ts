import { request } from 'node:http';
import { never } from '../../../local/gate/gate.ts';
import { NOON, aGate, aTable } from './a-gate.ts';

let gate: Awaited<ReturnType<typeof aGate>>;
const started = async (...options: Parameters<typeof aGate>) => (gate = await aGate(...options));
afterEach(() => gate.stop());

test('a request goes to the service that its credential names, by the role of the function that sends it', async () => {
  await started();

  const reader = await gate.ask('GetItem', 'reader');
  const stranger = await gate.ask('GetItem', 'stranger');

  expect([reader.status, stranger.status]).toEqual([200, 400]);
  expect(gate.denied).toEqual([
    'User: arn:aws:sts::000000000000:assumed-role/Stranger/local is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Calls because no identity-based policy allows the dynamodb:GetItem action',
  ]);
});

test('what is refused doesn’t reach the service', async () => {
  const handled: string[] = [];
  await started({
    services: {
      dynamodb: aTable({
        handle(_, operation) {
          handled.push(operation);
          return Promise.resolve({ status: 200, headers: {}, body: '{}' });
        },
      }),
    },
  });

  await gate.ask('DeleteItem', 'reader');
  await gate.ask('PutItem', 'reader');

  expect(handled).toEqual(['PutItem']);
});

test.each([
  { what: 'a service that isn’t played', service: 'sns', instance: 'reader', says: 'the service sns' },
  {
    what: 'an instance that isn’t at work',
    service: 'dynamodb',
    instance: 'gone',
    says: 'from no invocation',
  },
])('a request of $what is answered so, and traced nowhere', async ({ service, instance, says }) => {
  await started();

  const answer = await gate.ask('GetItem', instance, { service });

  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    __type: 'UnknownOperationException',
    message: expect.stringContaining(says) as unknown,
  });
  expect(gate.trace.entries()).toEqual([]);
});

test('every answer bears the virtual date and an id, so that no SDK takes its own clock for wrong', async () => {
  await started({
    services: {
      dynamodb: aTable({
        handle: () =>
          Promise.resolve({ status: 200, headers: { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }, body: '{}' }),
      }),
    },
  });
  await gate.clock.advance(NOON + 3_600_000);

  const [taken, refused, unknown] = await Promise.all([
    gate.ask('GetItem', 'reader'),
    gate.ask('GetItem', 'stranger'),
    gate.ask('GetItem', 'gone'),
  ]);

  for (const { headers } of [taken, refused, unknown]) {
    expect(headers.get('date')).toBe('Sun, 01 Mar 2026 13:00:00 GMT');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('every request is traced: who, what, when by virtual time, how it ended, and what it wrote', async () => {
  await started();

  await gate.ask('GetItem', 'reader');
  await gate.clock.advance(NOON + 5_000);
  await gate.ask('PutItem', 'reader');
  await gate.ask('PutItem', 'stranger');

  const ms = expect.any(Number) as number;
  expect(gate.trace.entries()).toEqual([
    {
      at: '2026-03-01T12:00:00.000Z',
      function: 'Reader',
      service: 'dynamodb',
      operation: 'GetItem',
      ms,
      status: 200,
    },
    {
      at: '2026-03-01T12:00:05.000Z',
      function: 'Reader',
      service: 'dynamodb',
      operation: 'PutItem',
      ms,
      status: 200,
      writeUnits: 4,
    },
    {
      at: '2026-03-01T12:00:05.000Z',
      function: 'Stranger',
      service: 'dynamodb',
      operation: 'PutItem',
      ms,
      status: 400,
    },
  ]);
});

test('time stands still while a request is under way', async () => {
  const asked = Promise.withResolvers<undefined>();
  const goOn = Promise.withResolvers<undefined>();
  await started({
    services: {
      dynamodb: aTable({
        async handle() {
          asked.resolve(undefined);
          await goOn.promise;
          return { status: 200, headers: {}, body: '{}' };
        },
      }),
    },
  });

  const answer = gate.ask('GetItem', 'reader');
  await asked.promise;
  const moved = gate.clock.advance(NOON + 60_000);
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect(gate.clock.now()).toBe(NOON);

  goOn.resolve(undefined);
  await Promise.all([answer, moved]);
  expect(gate.clock.now()).toBe(NOON + 60_000);
});

test('a request that is kept unanswered on purpose is counted until it is given up, and time goes on', async () => {
  const taken = Promise.withResolvers<undefined>();
  await started({
    services: {
      dynamodb: aTable({
        handle() {
          taken.resolve(undefined);
          return Promise.resolve(never);
        },
      }),
    },
  });
  const asked = request(gate.url, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=KEY/20260301/us-east-1/dynamodb/aws4_request, Signature=0',
      'x-amz-security-token': 'reader',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
    },
  });
  asked.on('error', () => undefined);
  asked.end('{}');
  await taken.promise;

  await gate.clock.advance(NOON + 60_000);
  expect([gate.gate.held('reader'), gate.gate.held('stranger')]).toEqual([1, 0]);

  asked.destroy();
  while (gate.gate.held('reader') > 0) await new Promise(setImmediate);
});
