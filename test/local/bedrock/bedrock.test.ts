import { createBedrock, standIn } from '../../../local/bedrock/bedrock.ts';
import type { WireRequest } from '../../../local/wire.ts';

/** A request as Bedrock's own client writes it. */
const REQUEST = {
  system: [{ text: 'You are on the phone.\n<objective>"Ask for the price"</objective>' }],
  messages: [{ role: 'user', content: [{ text: 'Hello?' }] }],
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: 'next_turn',
          inputSchema: {
            json: { type: 'object', properties: { say: { type: 'string' }, end: { type: 'string' } } },
          },
        },
      },
    ],
    toolChoice: { tool: { name: 'next_turn' } },
  },
};

const bedrock = createBedrock(standIn, { account: '000000000000', region: 'us-east-1' });
async function ask(path: string, body: unknown) {
  const request: WireRequest = {
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
  const answer = await bedrock.handle(request, bedrock.operationOf(request));
  return { ...answer, body: JSON.parse(answer.body.toString()) as Record<string, unknown> };
}
const CONVERSE = '/model/us.amazon.nova-lite-v1%3A0/converse';

test('a Converse request comes in, the use of its tool goes out, in the shapes of Bedrock', async () => {
  const { status, body } = await ask(CONVERSE, REQUEST);

  expect(status).toBe(200);
  expect(body).toEqual({
    output: {
      message: {
        role: 'assistant',
        content: [
          {
            toolUse: {
              toolUseId: 'tooluse_local',
              name: 'next_turn',
              input: { say: 'I am calling about the following: Ask for the price', end: 'no' },
            },
          },
        ],
      },
    },
    stopReason: 'tool_use',
    usage: {
      inputTokens: expect.any(Number) as unknown,
      outputTokens: expect.any(Number) as unknown,
      totalTokens: expect.any(Number) as unknown,
    },
    metrics: { latencyMs: 1 },
  });
});

test('the same request gets the same answer: the model remembers nothing', async () => {
  const first = await ask(CONVERSE, REQUEST);
  await ask(CONVERSE, { ...REQUEST, messages: [{ role: 'user', content: [{ text: 'Stop calling me.' }] }] });

  expect(await ask(CONVERSE, REQUEST)).toEqual(first);
});

test.each([
  { what: 'no JSON', body: '{' },
  { what: 'no lines', body: { ...REQUEST, messages: [] } },
  { what: 'no tool', body: { ...REQUEST, toolConfig: undefined } },
  {
    what: 'a tool that must be used and isn’t there',
    body: { ...REQUEST, toolConfig: { ...REQUEST.toolConfig, toolChoice: { tool: { name: 'other' } } } },
  },
])('a request with $what is refused as Bedrock refuses it', async ({ body }) => {
  const { status, headers, body: said } = await ask(CONVERSE, body);

  expect([status, headers['x-amzn-errortype']]).toEqual([400, 'ValidationException']);
  expect(said['message']).toEqual(expect.any(String));
});

test('what isn’t played says so', async () => {
  const { status, body } = await ask('/model/amazon.nova-lite-v1%3A0/invoke', REQUEST);

  expect([status, body['message']]).toEqual([
    400,
    '/model/amazon.nova-lite-v1%3A0/invoke is not played by the local cloud',
  ]);
});

test('another model may stand behind it, which is told whose id and what was asked', async () => {
  const seen: string[] = [];
  const other = createBedrock(
    (modelId, body) => {
      seen.push(modelId, body);
      return Promise.resolve('{"output":{}}');
    },
    { account: '000000000000', region: 'us-east-1' },
  );
  const request: WireRequest = {
    method: 'POST',
    path: CONVERSE,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from('{"messages":[]}'),
  };

  const answer = await other.handle(request, 'Converse');

  expect(seen).toEqual(['us.amazon.nova-lite-v1:0', '{"messages":[]}']);
  expect(answer.body).toBe('{"output":{}}');
});
