import { serveOperator } from '../../lambdas/triggers/http.ts';
import { CONTEXT, type Sent, aRequest } from './a-request.ts';
import { logLines } from './log-lines.ts';

logLines();

/** The `location` that a door's answer comes to, and the base that the door was told. */
async function answered(location: string, sent: Sent = {}) {
  let base = '';
  const handler = serveOperator({
    'POST /v1/operator/accounts': async (request) => {
      base = request.base;
      return { status: 202, headers: { location } };
    },
  });
  const event = aRequest({ method: 'POST', resource: '/v1/operator/accounts', body: '{}', ...sent });
  const { headers } = await handler(event, CONTEXT);
  return { base, location: headers?.['location'] };
}

const OURS = '/v1/agent/calls/7';
const ELSEWHERE = 'https://bucket.s3.us-east-1.amazonaws.com/a/b.wav?X-Amz-Signature=c';

test.each([
  { sent: {}, location: OURS, base: 'https://api.example.com', why: 'our own host' },
  {
    sent: { base: '/live' },
    location: '/live/v1/agent/calls/7',
    base: 'https://api.example.com/live',
    why: 'the stage’s own path',
  },
  {
    sent: { headers: { 'X-Forwarded-Proto': 'http' } },
    location: OURS,
    base: 'http://api.example.com',
    why: 'a gateway that was asked in the clear',
  },
])('addresses of ours can be followed from where the API was asked: $why', async ({ sent, ...expected }) => {
  expect(await answered(OURS, sent)).toEqual({ base: expected.base, location: expected.location });
});

test('an address elsewhere is left as it is', async () => {
  expect(await answered(ELSEWHERE, { base: '/live' })).toMatchObject({ location: ELSEWHERE });
});

test('a deployment with a public address tells that, whatever the gateway was asked by', async () => {
  process.env['PUBLIC_URL'] = 'https://voice.example.com/phone';
  try {
    expect(await answered(OURS, { base: '/live' })).toEqual({
      base: 'https://voice.example.com/phone',
      location: '/phone/v1/agent/calls/7',
    });
  } finally {
    delete process.env['PUBLIC_URL'];
  }
});
