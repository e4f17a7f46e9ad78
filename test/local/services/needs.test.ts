import { createBedrock, standIn } from '../../../local/bedrock/bedrock.ts';
import { createChime } from '../../../local/chime/chime.ts';
import { DEFAULT_LIMITS } from '../../../local/chime/limits.ts';
import { createClock } from '../../../local/clock/clock.ts';
import { never } from '../../../local/gate/gate.ts';
import { createCarrier } from '../../../local/services/carrier.ts';
import { createStates } from '../../../local/services/states.ts';
import type { WireRequest } from '../../../local/wire.ts';
import { createWorkflows } from '../../../local/workflows/workflows.ts';
import { ACCOUNT, NOON, aRequest } from './a-queue.ts';

const REGION = 'us-east-1';
const MACHINE = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:Life`;
const EXECUTION = `arn:aws:states:us-east-1:${ACCOUNT}:execution:Life:one`;

/** Step Functions with one machine, whose only task waits for its token. */
function aMachine() {
  const clock = createClock({ start: NOON, speed: 0 });
  const tokens: string[] = [];
  const workflows = createWorkflows({
    clock,
    account: ACCOUNT,
    region: REGION,
    invoke(_, payload) {
      tokens.push((payload as { token: string }).token);
      return Promise.resolve({ ok: true, payload: null });
    },
    onStateEntered: () => undefined,
  });
  const wait = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Ring`,
      Payload: { token: '{% $states.context.Task.Token %}' },
    },
    End: true,
  };
  workflows.define({
    arn: MACHINE,
    definition: { QueryLanguage: 'JSONata', StartAt: 'Wait', States: { Wait: wait } },
    role: 'role',
  });
  return { clock, tokens, states: createStates(workflows) };
}

test('a request to Step Functions needs its action on the machine, or on the execution it names', () => {
  const { states } = aMachine();
  const needsOf = (operation: string, body: object) =>
    states.needsOf(aRequest(`AWSStepFunctions.${operation}`, body), operation);

  expect(needsOf('StartExecution', { stateMachineArn: MACHINE })).toEqual([
    { action: 'states:StartExecution', resource: MACHINE },
  ]);
  expect(needsOf('DescribeExecution', { executionArn: EXECUTION })).toEqual([
    { action: 'states:DescribeExecution', resource: EXECUTION },
  ]);
});

test('who tells a workflow to go on needs it on the machine that gave out the token', async () => {
  const { states, clock, tokens } = aMachine();
  const start = aRequest('AWSStepFunctions.StartExecution', { stateMachineArn: MACHINE, input: '{}' });
  await states.handle(start, 'StartExecution');
  await clock.advance(NOON + 1_000);

  const goOn = aRequest('AWSStepFunctions.SendTaskSuccess', { taskToken: tokens[0], output: '{}' });
  expect(states.needsOf(goOn, 'SendTaskSuccess')).toEqual([
    { action: 'states:SendTaskSuccess', resource: MACHINE },
  ]);
  const nobodys = aRequest('AWSStepFunctions.SendTaskSuccess', { taskToken: 'x', output: '{}' });
  expect(states.needsOf(nobodys, 'SendTaskSuccess')).toEqual([]);
  expect((await states.handle(nobodys, 'SendTaskSuccess')).status).toBe(400);
});

const plain = (method: string, path: string, body = ''): WireRequest => ({
  method,
  path,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(body),
});

function aCarrier() {
  const held = new Set<WireRequest>();
  const chime = createChime({
    clock: createClock({ start: NOON, speed: 0 }),
    account: ACCOUNT,
    region: REGION,
    invoke: () => Promise.reject(new Error('nobody is invoked here')),
    lex: {
      start() {
        throw new Error('no bots here');
      },
    },
    recorder: {
      admit: () => undefined,
      deliver: () => Promise.resolve(),
    },
    limits: DEFAULT_LIMITS,
    onDenied: () => undefined,
    onHeld: (request) => held.add(request),
  });
  return { chime, carrier: createCarrier(chime, { account: ACCOUNT, region: REGION, held }) };
}

test.each([
  {
    method: 'POST',
    path: '/sip-media-applications/sma-1/calls',
    needs: 'CreateSipMediaApplicationCall',
    on: 'sma-1',
  },
  {
    method: 'POST',
    path: '/sip-media-applications/sma-1/calls/tx-1',
    needs: 'UpdateSipMediaApplicationCall',
    on: 'sma-1',
  },
  { method: 'GET', path: '/phone-numbers/%2B14155550100', needs: 'GetPhoneNumber', on: undefined },
  { method: 'POST', path: '/sip-rules', needs: 'CreateSipRule', on: undefined },
])('$method $path needs chime:$needs', ({ method, path, needs, on }) => {
  const { carrier } = aCarrier();
  const request = plain(method, path);

  expect(carrier.needsOf(request, carrier.operationOf(request))).toEqual([
    {
      action: `chime:${needs}`,
      resource: on === undefined ? '*' : `arn:aws:chime:us-east-1:${ACCOUNT}:sma/${on}`,
    },
  ]);
});

test('a request that the carrier falls silent on is never answered', async () => {
  const { chime, carrier } = aCarrier();
  const sma = chime.createSipMediaApplication({
    name: 'calls',
    awsRegion: REGION,
    lambdaArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Events`,
  });
  const from = chime.numbers().find(({ status }) => status === 'Unassigned')?.number;
  const dial = (to: string) =>
    plain(
      'POST',
      `/sip-media-applications/${sma.id}/calls`,
      JSON.stringify({ FromPhoneNumber: from, ToPhoneNumber: to }),
    );

  expect(await carrier.handle(dial('+14155550137'), 'CreateSipMediaApplicationCall')).toBe(never);
});

test.each([
  {
    id: 'us.amazon.nova-lite-v1%3A0',
    needs: [
      `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.amazon.nova-lite-v1:0`,
      'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    ],
    why: 'a profile, and the model behind it',
  },
  {
    id: 'amazon.nova-lite-v1%3A0',
    needs: ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'],
    why: 'a model',
  },
])('to ask $id is to invoke $why', ({ id, needs }) => {
  const bedrock = createBedrock(standIn, { account: ACCOUNT, region: REGION });
  const request = plain('POST', `/model/${id}/converse`);

  expect(bedrock.needsOf(request, bedrock.operationOf(request))).toEqual(
    needs.map((resource) => ({ action: 'bedrock:InvokeModel', resource })),
  );
});
