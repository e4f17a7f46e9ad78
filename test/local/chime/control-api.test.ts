import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  BadRequestException,
  ChimeSDKVoiceClient,
  ConflictException,
  CreatePhoneNumberOrderCommand,
  CreateSipMediaApplicationCallCommand,
  CreateSipRuleCommand,
  DeletePhoneNumberCommand,
  DeleteSipRuleCommand,
  GetPhoneNumberCommand,
  GetPhoneNumberOrderCommand,
  GetSipMediaApplicationCommand,
  ListPhoneNumbersCommand,
  ListSipMediaApplicationsCommand,
  ListSipRulesCommand,
  ListSupportedPhoneNumberCountriesCommand,
  NotFoundException,
  RestorePhoneNumberCommand,
  SearchAvailablePhoneNumbersCommand,
  ThrottledClientException,
  UpdatePhoneNumberCommand,
  UpdateSipMediaApplicationCallCommand,
  UpdateSipRuleCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import type { Chime } from '../../../local/chime/chime.ts';
import { aCarrier, LAMBDA, OURS } from './a-carrier.ts';

/** The real SDK against a carrier behind a plain HTTP server. */
async function aServedCarrier() {
  const carrier = aCarrier();
  const server = createServer((request, response) => {
    void answer(carrier.chime, request).then(({ status, headers, body }) => {
      response.writeHead(status, headers);
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const sdk = new ChimeSDKVoiceClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return { ...carrier, sdk, server };
}

async function answer(chime: Chime, request: IncomingMessage) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://chime');
  return chime.handle({
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    headers: {},
    body: await buffer(request),
  });
}

let served: Awaited<ReturnType<typeof aServedCarrier>>;
let server: Server;
beforeEach(async () => {
  served = await aServedCarrier();
  ({ server } = served);
});
afterEach(() => {
  served.sdk.destroy();
  server.closeAllConnections();
  server.close();
});

test('a number is found, ordered, put into a rule, and called from, all by the real SDK', async () => {
  const { sdk, smaId, advance } = served;

  const { E164PhoneNumbers: [found] = [] } = await sdk.send(
    new SearchAvailablePhoneNumbersCommand({ AreaCode: '212', MaxResults: 1 }),
  );
  expect(found).toMatch(/^\+1212[2-9]\d{6}$/);
  const number = found ?? '';

  const { PhoneNumberOrder: order } = await sdk.send(
    new CreatePhoneNumberOrderCommand({
      ProductType: 'SipMediaApplicationDialIn',
      E164PhoneNumbers: [number],
      Name: 'order-0198',
    }),
  );
  expect(order).toMatchObject({ Status: 'Processing', OrderType: 'New' });
  expect(order?.CreatedTimestamp).toEqual(new Date('2026-03-01T12:00:00.000Z'));

  await advance(5);
  const { PhoneNumberOrder: done } = await sdk.send(
    new GetPhoneNumberOrderCommand({ PhoneNumberOrderId: order?.PhoneNumberOrderId ?? '' }),
  );
  expect(done).toMatchObject({
    Status: 'Successful',
    OrderedPhoneNumbers: [{ E164PhoneNumber: number, Status: 'Acquired' }],
  });

  const { SipRule: rule } = await sdk.send(
    new CreateSipRuleCommand({
      Name: 'rule',
      TriggerType: 'ToPhoneNumber',
      TriggerValue: number,
      TargetApplications: [{ SipMediaApplicationId: smaId, Priority: 1, AwsRegion: 'us-east-1' }],
    }),
  );
  const { SipRules: rules } = await sdk.send(new ListSipRulesCommand({ SipMediaApplicationId: smaId }));
  expect(rules).toEqual([rule]);

  const { PhoneNumber: owned } = await sdk.send(new GetPhoneNumberCommand({ PhoneNumberId: number }));
  expect(owned).toMatchObject({
    PhoneNumberId: encodeURIComponent(number),
    E164PhoneNumber: number,
    Status: 'Assigned',
    Name: 'order-0198',
    Country: 'US',
    Type: 'Local',
    Associations: [{ Name: 'SipRuleId', Value: rule?.SipRuleId }],
  });

  const { SipMediaApplicationCall: call } = await sdk.send(
    new CreateSipMediaApplicationCallCommand({
      SipMediaApplicationId: smaId,
      FromPhoneNumber: number,
      ToPhoneNumber: '+13125550101',
      ArgumentsMap: { callId: 'c-42' },
    }),
  );
  const { SipMediaApplicationCall: updated } = await sdk.send(
    new UpdateSipMediaApplicationCallCommand({
      SipMediaApplicationId: smaId,
      TransactionId: call?.TransactionId ?? '',
      Arguments: { op: 'hangup' },
    }),
  );
  expect(updated?.TransactionId).toBe(call?.TransactionId);
  expect(served.chime.calls()).toMatchObject([{ callId: 'c-42', from: number }]);
});

test('a number leaves its rule, waits in the deletion queue and comes back, by the real SDK', async () => {
  const { sdk, smaId } = served;
  const { SipRule: rule } = await sdk.send(
    new CreateSipRuleCommand({
      Name: 'rule',
      TriggerType: 'ToPhoneNumber',
      TriggerValue: OURS,
      TargetApplications: [{ SipMediaApplicationId: smaId, Priority: 1, AwsRegion: 'us-east-1' }],
    }),
  );
  const SipRuleId = rule?.SipRuleId ?? '';

  await sdk.send(new UpdateSipRuleCommand({ SipRuleId, Name: 'rule', Disabled: true }));
  await sdk.send(new DeleteSipRuleCommand({ SipRuleId }));
  // An id that is encoded already arrives encoded twice.
  await sdk.send(new DeletePhoneNumberCommand({ PhoneNumberId: encodeURIComponent(OURS) }));
  const { PhoneNumbers: queued } = await sdk.send(
    new ListPhoneNumbersCommand({ Status: 'ReleaseInProgress' }),
  );
  const { PhoneNumber: restored } = await sdk.send(new RestorePhoneNumberCommand({ PhoneNumberId: OURS }));
  const { PhoneNumber: named } = await sdk.send(
    new UpdatePhoneNumberCommand({ PhoneNumberId: OURS, Name: 'main line' }),
  );

  expect(queued?.map((each) => each.E164PhoneNumber)).toEqual([OURS]);
  expect(queued?.[0]?.DeletionTimestamp).toEqual(new Date('2026-03-08T12:00:00.000Z'));
  expect(restored?.Status).toBe('Unassigned');
  expect(named?.Name).toBe('main line');
});

test('the applications and the countries can be read', async () => {
  const { sdk, smaId } = served;

  const { SipMediaApplication: one } = await sdk.send(
    new GetSipMediaApplicationCommand({ SipMediaApplicationId: smaId }),
  );
  const { SipMediaApplications: all } = await sdk.send(new ListSipMediaApplicationsCommand({}));
  const { PhoneNumberCountries: countries } = await sdk.send(
    new ListSupportedPhoneNumberCountriesCommand({ ProductType: 'SipMediaApplicationDialIn' }),
  );

  expect(one).toMatchObject({ Name: 'trunkline-test', Endpoints: [{ LambdaArn: LAMBDA }] });
  expect(all).toEqual([one]);
  expect(countries).toContainEqual({ CountryCode: 'CA', SupportedPhoneNumberTypes: ['Local'] });
});

test('errors arrive by their class', async () => {
  const { sdk, smaId } = served;
  const call = (to: string, from = OURS) =>
    sdk.send(
      new CreateSipMediaApplicationCallCommand({
        SipMediaApplicationId: smaId,
        FromPhoneNumber: from,
        ToPhoneNumber: to,
      }),
    );

  await expect(call('+13125550101', '+14155550100')).rejects.toBeInstanceOf(BadRequestException);
  await expect(call('not a number')).rejects.toBeInstanceOf(BadRequestException);
  await expect(call('+13125550135')).rejects.toBeInstanceOf(ThrottledClientException);
  await expect(call('+13125550136')).rejects.toMatchObject({
    name: 'ServiceFailureException',
    Code: 'ServiceFailure',
    message: 'The service encountered an unexpected error.',
    $metadata: { httpStatusCode: 500, attempts: 1 },
  });
  await expect(sdk.send(new GetPhoneNumberCommand({ PhoneNumberId: '+14155550100' }))).rejects.toBeInstanceOf(
    NotFoundException,
  );

  const rule = new CreateSipRuleCommand({
    Name: 'rule',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: OURS,
    TargetApplications: [{ SipMediaApplicationId: smaId, Priority: 1, AwsRegion: 'us-east-1' }],
  });
  await sdk.send(rule);
  await expect(sdk.send(rule)).rejects.toBeInstanceOf(ConflictException);
});
