import { createClock } from '../../../local/clock/clock.ts';
import { createFaults } from '../../../local/faults/faults.ts';
import { type Bench, startBench } from '../../../local/bench/bench.ts';
import { type TestCloud, aLocalCloud } from '../../journeys/a-cloud.ts';
import { untilAnswered } from '../../journeys/a-bad-day.ts';

/** How faults are asked for, counted and told. */

const FUNCTIONS = [
  'CallWorkflowRingFunction5D7B3149',
  'SweepFunction46D90C1B',
  'RestApiCallsFunctionCEC2AA9E',
  'BooksCallsFunction0123ABCD',
];
const aBench = () =>
  createFaults({
    clock: createClock({ speed: 0 }),
    functions: () => FUNCTIONS.map((logicalId) => ({ logicalId }) as never),
    kill: () => Promise.resolve(),
  });

test('of a fault only the service and the kind must be named', () => {
  expect(aBench().add({ service: 'sqs', kind: 'throttle' })).toEqual({
    service: 'sqs',
    operation: null,
    function: null,
    kind: 'throttle',
    nth: 1,
    times: 1,
    fired: 0,
  });
});

test.each(['CallWorkflowRingFunction5D7B3149', 'CallWorkflowRing', 'Ring'])(
  'a function goes by its logical id, by its short name, and by the end of it that no other has: %s',
  (name) => {
    expect(aBench().add({ service: 'chime', kind: 'error', function: name }).function).toBe(FUNCTIONS[0]);
  },
);

test.each([
  { body: {}, says: 'must be one of dynamodb, sqs, states, chime, s3, bedrock, kms, lambda' },
  { body: { service: 'sns', kind: 'error' }, says: 'must be one of dynamodb, sqs, states' },
  { body: { service: 'sqs', kind: 'explode' }, says: 'must be one of throttle, error, applied_then_error' },
  { body: { service: 'sqs', kind: 'conflict' }, says: 'sqs never shows conflict' },
  { body: { service: 'kms', kind: 'kill_before' }, says: 'kms never shows kill_before' },
  { body: { service: 'kms', kind: 'error', operation: 'Encrypt' }, says: 'of kms only Decrypt' },
  { body: { service: 'lambda', kind: 'error', operation: 'PutItem' }, says: 'of lambda only Invoke' },
  { body: { service: 'dynamodb', kind: 'conflict', operation: 'GetItem' }, says: 'meet a conflict' },
  { body: { service: 'sqs', kind: 'error', nth: 0 }, says: 'must be 1 or more' },
  { body: { service: 'sqs', kind: 'error', times: 1.5 }, says: 'must be a whole number' },
  {
    body: { service: 'sqs', kind: 'error', function: 'Rong' },
    says: 'there is no Rong; there are CallWorkflowRing, Sweep, RestApiCalls, BooksCalls',
  },
  {
    body: { service: 'sqs', kind: 'error', function: 'Calls' },
    says: 'Calls may be RestApiCalls, BooksCalls',
  },
])('$body is refused: $says', ({ body, says }) => {
  const faults = aBench();

  expect(() => faults.add(body)).toThrow(says);
  expect(faults.list()).toEqual([]);
});

describe('at the bench', () => {
  let cloud: TestCloud;
  let bench: Bench;
  beforeAll(async () => {
    cloud = await aLocalCloud();
    bench = await startBench(cloud.cloud, 0);
  });
  afterAll(async () => {
    await bench.stop();
    await cloud.stop();
  });
  const ask = async (method: string, body?: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${bench.port}/faults`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };

  test('faults are asked for, listed with how often they have fired, and taken away', async () => {
    const fault = {
      service: 'sqs',
      operation: 'SendMessage',
      function: 'RestApiCalls',
      kind: 'throttle',
      nth: 2,
      times: 3,
    };
    const acme = await cloud.client();

    const asked = await ask('POST', fault);
    for (let i = 0; i < 2; i++)
      await untilAnswered(cloud, acme.place({ to: '+14155550101', objective: 'Ask for the price' }));
    const listed = await ask('GET');
    const gone = await ask('DELETE');

    const shown = { ...fault, function: expect.stringMatching(/^RestApiCallsFunction/) as string };
    expect(asked).toEqual({ status: 201, body: { ...shown, fired: 0 } });
    // The second send was throttled at each of the SDK's three attempts.
    expect(listed).toEqual({ status: 200, body: { faults: [{ ...shown, fired: 3 }] } });
    expect(gone).toEqual({ status: 200, body: { faults: [] } });
    expect(await ask('GET')).toEqual(gone);
  });

  test('what is wrong with one is said, and the functions there are', async () => {
    const asked = await ask('POST', { service: 'sqs', kind: 'conflict' });
    const unknown = await ask('POST', { service: 'sqs', kind: 'error', function: 'Nobody' });

    expect(asked).toEqual({
      status: 400,
      body: {
        error: 'invalid_request',
        message:
          'kind: sqs never shows conflict, but throttle, error, applied_then_error, timeout, slow, kill_before, kill_after.',
      },
    });
    expect(unknown.status).toBe(400);
    expect(JSON.stringify(unknown.body)).toContain('DialQueueDialer');
  });
});
