import { DEFAULT_LIMITS } from '../../../local/chime/limits.ts';
import { aCarrier, actions, hangup } from './a-carrier.ts';

const THEM = '+13125550101';

test('one call a second is taken, the next is throttled until the second is over', async () => {
  const carrier = aCarrier(undefined, { limits: DEFAULT_LIMITS });

  const first = await carrier.dial(THEM);
  const second = await carrier.dial(THEM);
  await carrier.advance(0.999);
  const third = await carrier.dial(THEM);
  await carrier.advance(0.001);
  const fourth = await carrier.dial(THEM);

  expect([first.status, second.status, third.status, fourth.status]).toEqual([201, 429, 429, 201]);
  expect(second).toMatchObject({ error: 'ThrottledClientException', body: { Code: 'Throttled' } });
});

test('ten legs can be in use, and a leg is free again when its call ends', async () => {
  const carrier = aCarrier(
    ({ InvocationEventType }) =>
      InvocationEventType === 'CALL_UPDATE_REQUESTED' ? actions(hangup) : actions(),
    { limits: { ...DEFAULT_LIMITS, callsPerSecond: Infinity } },
  );
  for (let i = 0; i < 10; i += 1) await carrier.dial(THEM);

  const eleventh = await carrier.dial(THEM);
  await carrier.advance(5);
  await carrier.update(carrier.chime.calls()[0]?.transactionId ?? '', {});
  await carrier.advance(1);
  const after = await carrier.dial(THEM);

  expect([eleventh.status, eleventh.error]).toEqual([400, 'ResourceLimitExceededException']);
  expect(after.status).toBe(201);
  expect(carrier.chime.calls()).toHaveLength(11);
});

test('five updates a second are taken', async () => {
  const carrier = aCarrier(undefined, { limits: DEFAULT_LIMITS });
  await carrier.dial(THEM);
  const { transactionId } = carrier.onlyCall();
  const statuses: number[] = [];

  for (let i = 0; i < 6; i += 1) statuses.push((await carrier.update(transactionId, {})).status);

  expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
});
