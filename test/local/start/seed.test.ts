import { seed } from '../../../local/seed.ts';
import { welcome } from '../../../local/welcome.ts';
import { aLocalCloud } from '../../journeys/a-cloud.ts';

const URLS = { apiUrl: 'http://127.0.0.1:8787', benchUrl: 'http://127.0.0.1:8788' };

interface MaybeFunction {
  readonly Environment?: { readonly Variables?: Record<string, unknown> };
}

/** As `"carrier": "none"` deploys the functions. */
const aCloudWithoutCarrier = () =>
  aLocalCloud((_, { Resources }) => {
    for (const { Properties } of Object.values(Resources)) {
      const variables = (Properties as MaybeFunction | undefined)?.Environment?.Variables;
      if (variables?.['CARRIER'] !== undefined) variables['CARRIER'] = 'none';
    }
  });

test('without a carrier there is an account and no number, and the welcome shows nothing that can’t work', async () => {
  const local = await aCloudWithoutCarrier();

  const first = await seed(local.cloud);

  expect(first).toMatchObject({ apiKey: expect.stringMatching(/^tl_ak_/) as unknown, callerId: null });
  const placed = await local.withKey(first.accountId, first.apiKey).ask('POST', '/v1/agent/calls', {
    to: '+14155550101',
    objective: 'Ask for the price',
  });
  expect(placed).toMatchObject({ status: 503, body: { error: 'dialing_paused' } });
  const said = welcome(URLS, first);
  expect(said).toContain(
    'no carrier ("carrier": "none" in cdk.json): placing a call answers 503 dialing_paused',
  );
  expect(said).not.toContain('calls come from');
  expect(said).not.toContain(' -d ');
});

test('what an earlier start made is used again, and gets a number if it had none', async () => {
  const local = await aLocalCloud();
  const account = await local.operator('POST', '/accounts', { name: 'Acme', plan: 'starter' });
  const made = {
    accountId: String(account.body['id']),
    apiKey: 'tl_ak_kept',
    webhookSecret: 'whsec_kept',
    callerId: null,
  };

  const first = await seed(local.cloud, made);

  expect(first).toEqual({ ...made, callerId: expect.stringMatching(/^\+1\d{10}$/) as unknown });
  expect(await seed(local.cloud, first)).toEqual(first);
});
