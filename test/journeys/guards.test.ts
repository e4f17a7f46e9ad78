import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let books: ReturnType<typeof booksOf>;
beforeAll(async () => {
  cloud = await aLocalCloud();
  books = booksOf(cloud.cloud);
});

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };

type Acme = Awaited<ReturnType<TestCloud['client']>>;

const after = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1000).toISOString();
const rings = (id: string) => cloud.cloud.chime.calls().filter(({ callId }) => callId === id);
const carrierRequests = () =>
  cloud.cloud.chime.requests().filter(({ operation }) => operation === 'CreateSipMediaApplicationCall');

/** Changes the account's number where no route of the product can yet. */
async function changeNumber({ callerId }: Acme, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const [row] = (await books.all('Numbers')).filter(({ pk }) => pk === `N#${callerId}`);
  if (!row) throw new Error('the number is gone');
  await books.put('Numbers', { ...row, number: { ...(row['number'] as object), ...changes } });
}

/** Read with another key: its own may be the one that was revoked. */
async function expectUnrung(
  { accountId }: Acme,
  id: string,
  end: Readonly<Record<string, string>>,
): Promise<void> {
  const { body } = await cloud.operator('POST', `/accounts/${accountId}/keys`, { name: 'reader' });
  expect(await cloud.withKey(accountId, String(body['key'])).call(id)).toMatchObject({
    ...end,
    status: 'failed',
    startedAt: null,
    durationSec: null,
    billedMinutes: 0,
  });
  expect(rings(id)).toEqual([]);
  expect(await books.minutes(accountId)).toEqual({ used: 0, reserved: 0, inbound: 0 });
  expect(await books.recount(accountId)).toEqual({ used: 0, reserved: 0, inbound: 0 });
}

interface Change {
  readonly why: string;
  readonly error: string;
  readonly account?: () => Readonly<Record<string, unknown>>;
  readonly to?: string;
  readonly forbid: (acme: Acme) => Promise<unknown>;
}

const CHANGES: readonly Change[] = [
  {
    why: 'its account is suspended',
    error: 'account_suspended',
    forbid: ({ accountId }) => cloud.operator('PATCH', `/accounts/${accountId}`, { status: 'suspended' }),
  },
  {
    why: 'the trial of its account has ended',
    error: 'account_suspended',
    account: () => ({ status: 'trialing', trialEndsAt: after(300) }),
    forbid: () => cloud.advance(300),
  },
  {
    why: 'its caller ID is another account’s',
    error: 'caller_id_not_owned',
    forbid: async (acme) => changeNumber(acme, { accountId: (await cloud.client()).accountId }),
  },
  {
    why: 'its caller ID is released',
    error: 'caller_id_not_owned',
    forbid: (acme) => changeNumber(acme, { status: 'released' }),
  },
  {
    why: 'its caller ID is to be released before it may ring',
    error: 'caller_id_not_owned',
    forbid: (acme) => changeNumber(acme, { releaseAt: after(600) }),
  },
  {
    why: 'who is called has asked the account not to call',
    error: 'do_not_call',
    forbid: (acme) => acme.ask('POST', '/v1/do-not-call', { number: GOOD.to, reason: 'by letter' }),
  },
  {
    why: 'its key is revoked',
    error: 'key_revoked',
    forbid: async ({ accountId }) => {
      const keys = (await books.all('Accounts')).filter(
        ({ pk, sk }) => pk === `A#${accountId}` && String(sk).startsWith('KEY#'),
      );
      for (const { sk } of keys) await cloud.operator('DELETE', `/keys/${String(sk).slice('KEY#'.length)}`);
    },
  },
  {
    why: 'its destination is denied by now',
    error: 'destination_blocked',
    to: '+12065550107',
    forbid: async () => {
      const { body } = await cloud.operator('GET', '/destination-rules');
      const { version, deny } = body as { version: number; deny: string[] };
      await cloud.operator('PUT', '/destination-rules', { version: version + 1, deny: [...deny, '+1206'] });
    },
  },
];

test.each(CHANGES)('a call that waits rings nobody once $why', async ({ error, account, to, forbid }) => {
  const acme = await cloud.client(account?.());
  const id = await acme.place({ ...GOOD, ...(to && { to }), notBefore: after(600) });
  expect(await books.minutes(acme.accountId)).toEqual({ used: 0, reserved: 2, inbound: 0 });
  const before = carrierRequests().length;

  await forbid(acme);
  await cloud.advance(900);

  expect(carrierRequests()).toHaveLength(before);
  await expectUnrung(acme, id, { endReason: 'blocked', error });
});

test('who asks in one call not to be called again is not rung by the call that waits', async () => {
  const acme = await cloud.client();
  const waiting = await acme.place({ ...GOOD, to: '+14155550141', notBefore: after(600) });
  const asked = await acme.place({ ...GOOD, to: '+14155550141' });

  await cloud.advance(900);

  expect(await acme.call(asked)).toMatchObject({ status: 'completed', endReason: 'opt_out' });
  expect(await acme.call(waiting)).toMatchObject({
    status: 'failed',
    error: 'do_not_call',
    endReason: 'blocked',
  });
  expect(rings(waiting)).toEqual([]);
});

describe('a call that can’t be rung in its time expires', () => {
  const EXPIRED = { endReason: 'expired', error: 'expired' };

  test('while another call of its account is in its way, and gives its minutes back at once', async () => {
    const acme = await cloud.client({ limits: { concurrentCalls: 1 } });
    cloud.cloud.chime.script('+14155550198', { neverSilent: true, turnSec: 60 });
    const long = await acme.place({ ...GOOD, to: '+14155550198' });
    await cloud.advance(2);
    const late = await acme.place({ ...GOOD, notAfter: after(30) });

    await cloud.advance(125);

    expect(await acme.call(late)).toMatchObject({ status: 'failed', ...EXPIRED, billedMinutes: 0 });
    expect((await acme.call(long))['status']).toBe('in_progress');
    expect(await books.minutes(acme.accountId)).toEqual({ used: 0, reserved: 3, inbound: 0 });
    await cloud.advance(600);
    expect(rings(late)).toEqual([]);
    expect((await acme.call(long))['status']).toBe('completed');
  });

  test('when the carrier first has no room for it, and its time is over at the repeat', async () => {
    const acme = await cloud.client();
    const before = carrierRequests().length;
    const id = await acme.place({ ...GOOD, to: '+14155550135', notAfter: after(4) });

    await cloud.advance(60);

    expect(carrierRequests()).toHaveLength(before + 1);
    await expectUnrung(acme, id, EXPIRED);
  });

  test('when dialing is off for as long as the stage lets a call wait', async () => {
    const acme = await cloud.client();
    const id = await acme.place({ ...GOOD, notBefore: after(10) });
    await cloud.operator('PUT', '/dialing', { enabled: false });
    const before = carrierRequests().length;

    await cloud.advance(3_611);
    await cloud.operator('PUT', '/dialing', { enabled: true });
    await cloud.advance(600);

    expect(carrierRequests()).toHaveLength(before);
    await expectUnrung(acme, id, EXPIRED);
  });
});
