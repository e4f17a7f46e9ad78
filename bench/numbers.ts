import type { Client, Driver } from './driver.ts';
import type { Figure } from './figures.ts';

/** The carrier's order takes five seconds. */
const ORDERED_SEC = 60;
const A_CYCLE_SEC = 32 * 86_400;
/** Ticks of the sweep that an advance of a cycle runs: as few as it may. */
const TICK_SEC = 86_400;

/** Counts what a number takes that is ordered, listed and given back. */
export async function numberFigures(driver: Driver, client: Client): Promise<readonly Figure[]> {
  const ordered = await statesDuring(driver, async () => {
    await must(client.send('POST', '/v1/number-orders', { areaId: 'US-510' }), 202);
    await driver.advance(ORDERED_SEC);
  });
  const listed = await requestsOfAPage(driver, client);
  const released = await statesDuring(driver, async () => {
    const { body } = await must(client.send('GET', '/v1/numbers'), 200);
    const number = (body['numbers'] as readonly { number: string }[]).find(({ number }) =>
      number.startsWith('+1510'),
    )?.number;
    const path = `/v1/numbers/${encodeURIComponent(number ?? '')}/release`;
    await must(client.send('POST', path, { confirm: number }), 202);
    const { clock } = driver.cloud;
    await clock.advance(clock.now() + A_CYCLE_SEC * 1000, TICK_SEC);
  });
  return [
    {
      group: 'states',
      what: 'an order for a number, waits aside',
      value: ordered,
      unit: 'states',
      budget: 6,
    },
    { group: 'states', what: 'a release, waits aside', value: released, unit: 'states', budget: 6 },
    {
      group: 'listing',
      what: 'queries of a page of numbers',
      value: listed.queries,
      unit: 'queries',
      budget: 1,
    },
    { group: 'listing', what: 'AWS requests of it, warm', value: listed.all, unit: 'requests' },
  ];
}

/** What the workflows of orders and releases do; in `Wait` they only wait, and those of calls have states of other names. */
const STATES: readonly (string | undefined)[] = ['Step', 'Done', 'End'];

/** The states that workflows of numbers enter meanwhile. */
async function statesDuring({ cloud }: Driver, run: () => Promise<void>): Promise<number> {
  const before = cloud.trace.entries().length;
  await run();
  return cloud.trace
    .entries()
    .slice(before)
    .filter(({ operation, state }) => operation === 'EnterState' && STATES.includes(state)).length;
}

async function requestsOfAPage({ cloud }: Driver, client: Client) {
  // The key is read once in five seconds.
  await must(client.send('GET', '/v1/numbers'), 200);
  const before = cloud.trace.entries().length;
  await must(client.send('GET', '/v1/numbers'), 200);
  const asked = cloud.trace
    .entries()
    .slice(before)
    .filter(({ function: name }) => /^RestApiNumbers/.test(name ?? ''));
  return { all: asked.length, queries: asked.filter(({ operation }) => operation === 'Query').length };
}

async function must(asking: ReturnType<Client['send']>, status: number) {
  const answer = await asking;
  if (answer.status !== status) throw new Error(`not ${status}: ${JSON.stringify(answer)}`);
  return answer;
}
