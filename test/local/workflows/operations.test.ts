import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { EXECUTION, MACHINE, NOON, aPlayer, aRequest, machineOf } from './a-player.ts';

const resting = machineOf({ Rest: { Type: 'Wait', Seconds: 60, End: true } });
const NOON_SECONDS = 1772366400;

test('starting an execution answers its ARN and the virtual instant', async () => {
  const { status, headers, body } = await aPlayer(resting).start();

  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.0' });
  expect(body).toEqual({ executionArn: EXECUTION, startDate: NOON_SECONDS });
});

test('the same name and input while it runs is the same execution, started once', async () => {
  const player = aPlayer(resting);
  const first = await player.start({ callId: 'c' });
  await player.advance(30);
  const again = await player.start({ callId: 'c' });

  expect(again.body).toEqual(first.body);
  expect(player.entered).toHaveLength(1);
});

test('the same name with another input already exists', async () => {
  const player = aPlayer(resting);
  await player.start({ callId: 'c' });

  const { status, headers, body } = await player.start({ callId: 'd' });

  expect(status).toBe(400);
  expect(headers).toMatchObject({ 'x-amzn-errortype': 'ExecutionAlreadyExists' });
  expect(body).toEqual({
    __type: 'ExecutionAlreadyExists',
    message: `Execution Already Exists: '${EXECUTION}'`,
  });
});

test.each([
  { ends: 'by itself', stop: false },
  { ends: 'by being stopped', stop: true },
])('a name stays taken for 90 days after its execution ended $ends', async ({ stop }) => {
  const player = aPlayer(resting);
  await player.start();
  if (stop) await player.send('StopExecution', { executionArn: EXECUTION });
  await player.advance(60);
  const left = 90 * 86_400 - (stop ? 60 : 0);

  expect((await player.start()).body).toMatchObject({ __type: 'ExecutionAlreadyExists' });
  await player.advance(left - 1);
  expect((await player.start()).body).toMatchObject({ __type: 'ExecutionAlreadyExists' });
  await player.advance(1);
  expect(await player.start()).toMatchObject({ status: 200 });
  expect(player.workflows.executions()).toHaveLength(1);
});

test('an execution without a name gets one of its own', async () => {
  const player = aPlayer(resting);
  const start = () => player.send('StartExecution', { stateMachineArn: MACHINE });
  await Promise.all([start(), start()]);

  const names = player.workflows.executions().map(({ name }) => name);
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  expect(names[0]).not.toBe(names[1]);
  expect(player.workflows.executions()[0]?.input).toEqual({});
});

test.each([
  { name: 'x'.repeat(80), type: undefined },
  { name: '0190a5b2-1_2.3+a=b@c!d(e)', type: undefined },
  { name: 'x'.repeat(81), type: 'ValidationException' },
  { name: '', type: 'InvalidName' },
  { name: 'a b', type: 'InvalidName' },
  { name: 'a:b', type: 'InvalidName' },
  { name: 'a/b', type: 'InvalidName' },
  { name: 'a#b', type: 'InvalidName' },
  { name: 'a*', type: 'InvalidName' },
  { name: '{a}', type: 'InvalidName' },
  { name: 'a\u0085', type: 'InvalidName' },
])('the name $name: $type', async ({ name, type }) => {
  expect((await aPlayer(resting).start({}, name)).body['__type']).toBe(type);
});

const STRANGER = 'arn:aws:states:us-east-1:111122223333:stateMachine:Stranger';
test.each([
  { operation: 'StartExecution', body: {}, type: 'ValidationException' },
  { operation: 'StartExecution', body: { stateMachineArn: 7 }, type: 'SerializationException' },
  { operation: 'StartExecution', body: { stateMachineArn: 'Lifecycle' }, type: 'InvalidArn' },
  { operation: 'StartExecution', body: { stateMachineArn: STRANGER }, type: 'StateMachineDoesNotExist' },
  {
    operation: 'StartExecution',
    body: { stateMachineArn: MACHINE, input: '{' },
    type: 'InvalidExecutionInput',
  },
  {
    operation: 'StartExecution',
    body: { stateMachineArn: MACHINE, input: JSON.stringify('x'.repeat(262_143)) },
    type: 'ValidationException',
  },
  { operation: 'DescribeExecution', body: { executionArn: EXECUTION }, type: 'ExecutionDoesNotExist' },
  { operation: 'DescribeExecution', body: { executionArn: 'run' }, type: 'InvalidArn' },
  { operation: 'StopExecution', body: { executionArn: EXECUTION }, type: 'ExecutionDoesNotExist' },
  { operation: 'ListExecutions', body: { stateMachineArn: STRANGER }, type: 'StateMachineDoesNotExist' },
  {
    operation: 'ListExecutions',
    body: { stateMachineArn: MACHINE, statusFilter: 'running' },
    type: 'ValidationException',
  },
  {
    operation: 'ListExecutions',
    body: { stateMachineArn: MACHINE, maxResults: 1_001 },
    type: 'ValidationException',
  },
  { operation: 'ListExecutions', body: { stateMachineArn: MACHINE, nextToken: 'x' }, type: 'InvalidToken' },
  { operation: 'SendTaskSuccess', body: { output: '{}' }, type: 'ValidationException' },
  { operation: 'SendTaskHeartbeat', body: { taskToken: 'guess' }, type: 'InvalidToken' },
  { operation: 'SendTaskFailure', body: { taskToken: 'x'.repeat(2_049) }, type: 'ValidationException' },
  { operation: 'GetExecutionHistory', body: {}, type: 'UnknownOperationException' },
  { operation: 'StartExecution', body: 'text', type: 'SerializationException' },
])('$operation of $body is refused: $type', async ({ operation, body, type }) => {
  const { workflows } = aPlayer(resting);
  const answer = await workflows.handle(aRequest(operation, body));

  expect(answer.status).toBe(400);
  expect(answer.headers).toMatchObject({ 'x-amzn-errortype': type });
  expect(JSON.parse(String(answer.body))).toMatchObject({
    __type: type,
    message: expect.any(String) as string,
  });
});

test('an input of exactly 256 KiB is taken', async () => {
  const input = JSON.stringify('x'.repeat(262_142));

  expect(await aPlayer(resting).send('StartExecution', { stateMachineArn: MACHINE, input })).toMatchObject({
    status: 200,
  });
});

test('an execution is described while it runs and after its end', async () => {
  const player = aPlayer(resting);
  const describe = async () => (await player.send('DescribeExecution', { executionArn: EXECUTION })).body;
  await player.start({ callId: 'c' });
  const running = {
    executionArn: EXECUTION,
    stateMachineArn: MACHINE,
    name: 'run',
    status: 'RUNNING',
    startDate: NOON_SECONDS,
    input: '{"callId":"c"}',
    inputDetails: { included: true },
  };

  expect(await describe()).toEqual(running);
  await player.advance(60);
  expect(await describe()).toEqual({
    ...running,
    status: 'SUCCEEDED',
    stopDate: NOON_SECONDS + 60,
    output: '{"callId":"c"}',
    outputDetails: { included: true },
  });
});

test('a stopped execution is aborted with what was said, enters no more states and stays so', async () => {
  const player = aPlayer(resting);
  await player.start();
  await player.advance(10.5);
  const stop = (error: string) =>
    player.send('StopExecution', { executionArn: EXECUTION, error, cause: 'why' });

  expect((await stop('Enough')).body).toEqual({ stopDate: NOON_SECONDS + 10.5 });
  await player.advance(600);
  expect((await stop('Again')).body).toEqual({ stopDate: NOON_SECONDS + 10.5 });
  expect(await player.seen()).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'why',
    endedAt: NOON + 10_500,
    states: [{ name: 'Rest' }],
  });
});

test('executions are listed page by page, newest first, whatever starts meanwhile', async () => {
  const player = aPlayer(resting);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await player.start({}, name);
  const list = async (more: object) => {
    const { body } = await player.send('ListExecutions', {
      stateMachineArn: MACHINE,
      maxResults: 2,
      ...more,
    });
    const { executions, nextToken } = body as { executions: { name: string }[]; nextToken?: string };
    return { names: executions.map(({ name }) => name), nextToken };
  };

  const first = await list({});
  await player.start({}, 'f');
  const second = await list({ nextToken: first.nextToken });
  const third = await list({ nextToken: second.nextToken });

  expect([first.names, second.names, third.names]).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
  expect(third.nextToken).toBeUndefined();
});

test('executions are listed by status', async () => {
  const player = aPlayer(resting);
  await player.start({}, 'a');
  await player.advance(60);
  await player.start({}, 'b');
  const list = async (statusFilter: string) =>
    (await player.send('ListExecutions', { stateMachineArn: MACHINE, statusFilter })).body;

  expect(await list('RUNNING')).toMatchObject({ executions: [{ name: 'b' }] });
  expect(await list('SUCCEEDED')).toEqual({
    executions: [
      {
        executionArn: `${EXECUTION.slice(0, -3)}a`,
        stateMachineArn: MACHINE,
        name: 'a',
        status: 'SUCCEEDED',
        startDate: NOON_SECONDS,
        stopDate: NOON_SECONDS + 60,
      },
    ],
  });
  expect(await list('FAILED')).toEqual({ executions: [] });
});

test('the machine of an execution is known by the ARN alone', () => {
  const { workflows } = aPlayer(resting);

  expect(workflows.machineOfExecution(EXECUTION)).toBe(MACHINE);
  expect(workflows.machineOfExecution(EXECUTION.replace('Lifecycle', 'Stranger'))).toBeUndefined();
  expect(workflows.machineOfExecution(MACHINE)).toBeUndefined();
});

test('the AWS SDK understands the answers and throws the errors by name', async () => {
  const player = aPlayer(resting);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'x-amz-target': target = '' } = request.headers;
      const wire = {
        ...aRequest('', {}),
        headers: { 'x-amz-target': String(target) },
        body: Buffer.concat(chunks),
      };
      void player.workflows
        .handle(wire)
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'Fn', secretAccessKey: 'secret' },
  });
  try {
    const started = await client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'run' }));
    const described = await client.send(new DescribeExecutionCommand({ executionArn: EXECUTION }));
    const again = client.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'run', input: '1' }),
    );

    expect(started).toMatchObject({ executionArn: EXECUTION, startDate: new Date(NOON) });
    expect(described).toMatchObject({ status: 'RUNNING', startDate: new Date(NOON) });
    await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  } finally {
    client.destroy();
    server.close();
  }
});
