import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chimeReturns } from '../../lambdas/carrier/chime-returns.ts';
import { CALLER_ID } from '../makers.ts';

type Said = readonly [status: number, bodyOrError: object | string];
const GONE: Said = [404, 'NotFoundException'];

/** What the carrier says to a request, one after the other; to the last again and again. */
let says: Readonly<Record<string, readonly Said[]>> = {};
const asked: string[] = [];
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    const name = `${request.method ?? ''} ${decodeURIComponent(request.url ?? '')}`;
    const [status, said] = says[name]?.[asked.filter((one) => one === name).length] ??
      says[name]?.at(-1) ?? [500, name];
    asked.push(name);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(typeof said === 'string' && { 'x-amzn-errortype': said }),
    });
    response.end(status === 204 ? undefined : JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_CHIME_SDK_VOICE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    SIP_MEDIA_APPLICATION_ID: 'sma-1',
  });
});
beforeEach(() => asked.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const rule = (id: string, changes: object = {}) => ({
  SipRuleId: id,
  Name: `rule ${id}`,
  Disabled: false,
  TriggerType: 'ToPhoneNumber',
  TriggerValue: CALLER_ID,
  TargetApplications: [{ SipMediaApplicationId: 'sma-1', Priority: 1, AwsRegion: 'us-east-1' }],
  ...changes,
});
const RULES = 'GET /sip-rules?max-results=100&sip-media-application=sma-1';
const MORE = 'GET /sip-rules?max-results=100&next-token=more&sip-media-application=sma-1';
const DONE: readonly Said[] = [[204, {}]];
const OK: readonly Said[] = [[202, {}]];
const NUMBER = `/phone-numbers/${CALLER_ID}`;
const hasIt = (Status: string): Said => [200, { PhoneNumber: { E164PhoneNumber: CALLER_ID, Status } }];

test('each of our rules for the number is disabled, then deleted, on whichever page it stands', async () => {
  says = {
    [RULES]: [
      [200, { SipRules: [rule('a'), rule('b', { TriggerValue: '+14155559999' })], NextToken: 'more' }],
    ],
    [MORE]: [[200, { SipRules: [rule('c', { Disabled: true })] }]],
    'PUT /sip-rules/a': OK,
    'DELETE /sip-rules/a': DONE,
    'DELETE /sip-rules/c': DONE,
  };

  await chimeReturns.unlink(CALLER_ID);

  expect(asked).toEqual([RULES, 'PUT /sip-rules/a', 'DELETE /sip-rules/a', MORE, 'DELETE /sip-rules/c']);
});

test('a rule that somebody has deleted meanwhile is done', async () => {
  says = {
    [RULES]: [[200, { SipRules: [rule('a')] }]],
    'PUT /sip-rules/a': [GONE],
    'DELETE /sip-rules/a': [GONE],
  };

  await expect(chimeReturns.unlink(CALLER_ID)).resolves.toBeUndefined();
});

test('a rule that leads to another application too is left as it is', async () => {
  const both = ['sma-1', 'sma-2'].map((SipMediaApplicationId) => ({ SipMediaApplicationId, Priority: 1 }));
  says = { [RULES]: [[200, { SipRules: [rule('a', { TargetApplications: both })] }]] };

  await expect(chimeReturns.unlink(CALLER_ID)).rejects.toThrow('another application besides ours');

  expect(asked).toEqual([RULES]);
});

test.each(['ReleaseInProgress', 'DeleteInProgress'])(
  'a number that is %s is given back already, and nothing is asked of it',
  async (status) => {
    says = { [`GET ${NUMBER}`]: [hasIt(status)] };

    await chimeReturns.remove(CALLER_ID);

    expect(asked).toEqual([`GET ${NUMBER}`]);
  },
);

test.each([
  ['waits for its deletion', hasIt('ReleaseInProgress')],
  ['is gone', GONE],
])('a number is given back once the carrier says that it %s', async (_, after) => {
  says = { [`GET ${NUMBER}`]: [hasIt('Unassigned'), after], [`DELETE ${NUMBER}`]: DONE };

  await chimeReturns.remove(CALLER_ID);

  expect(asked).toEqual([`GET ${NUMBER}`, `DELETE ${NUMBER}`, `GET ${NUMBER}`]);
});

test.each(['Unassigned', 'ReleaseFailed', 'DeleteFailed'])(
  'a number that the carrier has as %s after it was told to delete it is not given back',
  async (status) => {
    says = { [`GET ${NUMBER}`]: [hasIt(status)], [`DELETE ${NUMBER}`]: DONE };

    await expect(chimeReturns.remove(CALLER_ID)).rejects.toThrow('still has it');
  },
);
