import { randomUUID } from 'node:crypto';
import { untilAnswered } from '../journeys/a-bad-day.ts';
import { type Client, type TestCloud, aLocalCloud } from '../journeys/a-cloud.ts';
import { booksOf } from '../journeys/books.ts';
import { executionsOf, stopExecution } from '../journeys/executions.ts';
import { LONGEST_RUN_MS } from './a-bad-moment.ts';
import { type Schedule, nameOf, schedulesOf } from './schedules.ts';

/**
 * How an order goes: usually; where others are quicker five times; where nothing can be linked; its workflow stopped. Which
 * functions have a part in it then, and which of their requests are others than a usual order's. A sweep looks each minute,
 * whatever there is to see.
 */
const LIVES: Readonly<Record<Life, { areas: readonly string[]; parts: RegExp; own?: readonly string[] }>> = {
  usual: { areas: ['US-510', 'US-415', 'US-212', 'US-312'], parts: /^(RestApiNumbers|NumberOrdersStep)/ },
  lost: {
    areas: ['US-353'],
    parts: /^NumberOrdersStep/,
    own: ['TransactWriteItems', 'CreatePhoneNumberOrder'],
  },
  unlinkable: { areas: ['US-363'], parts: /^NumberOrdersStep/, own: ['TransactWriteItems'] },
  stopped: { areas: ['US-206'], parts: /^Sweep/, own: ['UpdateItem', 'StartExecution'] },
};
type Life = 'usual' | 'lost' | 'unlinkable' | 'stopped';

/** Between two looks at whether all has come to rest. */
const LOOK_SEC = 60;
/** Whatever one bad moment costs, and the hour for which a number may be impossible to link. */
const AT_REST_SEC = 3_600 + 1_800;
/** A client that asks again until it is told. */
const MOST_REPEATS = 8;
/** Fewer, and the recording has missed something. Some alone may be chosen to be run again. */
const FEWEST = process.env['TRUNKLINE_CRASH'] ? 0 : 60;

let cloud: TestCloud;
/** How many orders were placed so far. */
let orders = 0;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

interface Lived {
  readonly acme: Client;
  readonly id: string;
  /** What is still under way in the end, in words. */
  readonly left: readonly string[];
}
interface Row {
  readonly [name: string]: unknown;
}

/** Orders a number as a client does who asks again until he knows, and lets time go on until all is at rest. */
async function live(life: Life): Promise<Lived> {
  const { clock } = cloud.cloud;
  const account = await cloud.operator('POST', '/accounts', { name: 'Acme', plan: 'starter' });
  const acme = cloud.withKey(String(account.body['id']), String(account.body['apiKey']));
  const key = { 'idempotency-key': randomUUID() };
  // An area has sixty numbers.
  const { areas } = LIVES[life];
  const areaId = areas[orders++ % areas.length];
  const place = () => untilAnswered(cloud, acme.ask('POST', '/v1/number-orders', { areaId }, key));
  let answer = await place();
  for (let i = 1; answer.status !== 202; i++) {
    if (i === MOST_REPEATS) throw new Error(`the order was never taken: ${JSON.stringify(answer.body)}`);
    await cloud.advance(2);
    answer = await place();
  }
  const id = String(answer.body['orderId']);
  if (life === 'stopped')
    for (const execution of executionsOf(cloud.cloud, acme.accountId))
      await stopExecution(cloud.cloud, execution);

  const deadline = clock.now() + AT_REST_SEC * 1000;
  let left: readonly string[] = ['it has not begun'];
  while (left.length > 0 && clock.now() < deadline) {
    await cloud.advance(LOOK_SEC);
    left = await restless(acme.accountId);
  }
  return { acme, id, left };
}

/** What of an account's orders and releases is still under way, by the tables: no fault meets whoever looks there. */
async function restless(accountId: string): Promise<readonly string[]> {
  const rows = await booksOf(cloud.cloud).part('Numbers', `A#${accountId}`);
  const running = executionsOf(cloud.cloud, accountId).filter(({ status }) => status === 'RUNNING');
  const placed = rows.filter(({ sk }) => String(sk).startsWith('ORDER#'));
  return [
    ...(placed.length === 1 ? [] : [`there are ${String(placed.length)} orders`]),
    ...rows.flatMap(({ sk, due }) => (due === undefined ? [] : [`${String(sk)} is due ${due as string}`])),
    ...running.map(({ name }) => `the workflow ${name} runs`),
  ];
}

/** What is wrong with an order that is over, by the carrier's own books and by ours. */
async function wrongs({ acme, id }: Lived): Promise<readonly string[]> {
  const { chime } = cloud.cloud;
  const books = booksOf(cloud.cloud);
  const part = await books.part('Numbers', `A#${acme.accountId}`);
  const order = part.find(({ sk }) => sk === `ORDER#${id}`)?.['order'] as Row;
  const account = await books.part('Accounts', `A#${acme.accountId}`);
  const counter = (sk: RegExp, name: string) =>
    Number(account.find((item) => sk.test(String(item['sk'])))?.[name] ?? 0);
  const all = await books.all('Numbers');
  const ours = all
    .map(({ number }) => number as Row | undefined)
    .filter((number) => number?.['accountId'] === acme.accountId);
  const liveOnes = ours.filter((number) => number?.['status'] === 'live');
  const unsettled = ours.filter((number) => /pending|releasing/.test(String(number?.['status'])));
  const held = new Set(all.filter(({ pk }) => pk === 'NUMBERS').map(({ sk }) => String(sk)));
  const purchases = chime.orders().filter(({ name }) => name === id);
  const filled = purchases.filter(({ status }) => status === 'Successful');
  const kept = chime.numbers().filter((one) => one.name === id && one.status !== 'ReleaseInProgress');
  const isLive = order['status'] === 'live';
  const shown = await acme.ask('GET', '/v1/numbers');
  const wasBought = isLive || order['bought'] !== null;
  return [
    ...(isLive || order['status'] === 'failed' ? [] : [`it is ${String(order['status'])}`]),
    ...(liveOnes.length === (isLive ? 1 : 0) ? [] : [`${String(liveOnes.length)} numbers are live`]),
    ...unsettled.map((number) => `a number is ${String(number?.['status'])}`),
    ...(filled.length <= 1 ? [] : [`${String(filled.length)} numbers were bought`]),
    ...(together(purchases) ? ['two orders of the carrier were under way at once'] : []),
    ...(kept.length === liveOnes.length ? [] : [`the carrier has ${String(kept.length)} for it`]),
    ...kept.filter(({ number }) => !held.has(number)).map(() => 'the directory lacks its number'),
    ...kept.filter(({ ruleId }) => ruleId === null).map(() => 'its number is not linked'),
    ...(counter(/^SLOTS$/, 'used') === liveOnes.length ? [] : ['its slot is not as it should be']),
    ...(counter(/^ORDERS#/, 'orders') === (wasBought ? 1 : 0) ? [] : ['its cycle does not count right']),
    ...((shown.body['numbers'] as unknown[]).length === liveOnes.length ? [] : ['the list is not right']),
  ];
}

/** Whether a purchase was begun before the one before it had failed. */
const together = (purchases: readonly { createdAt: string; updatedAt: string; status: string }[]) =>
  purchases
    .toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
    .some((one, i, all) => {
      const next = all[i + 1];
      return next !== undefined && (one.status !== 'Failed' || next.createdAt < one.updatedAt);
    });

/** The schedules of an order that meets nothing. */
async function schedules(life: Life): Promise<readonly Schedule[]> {
  const from = cloud.requests.length;
  const lived = await live(life);
  const requests = cloud.requests.slice(from).filter(({ function: by }) => LIVES[life].parts.test(by));
  const wrong = [...lived.left, ...(await wrongs(lived))];
  if (wrong.length > 0) throw new Error(`an order that meets nothing goes wrong: ${wrong.join(', ')}`);
  return distinct(life, schedulesOf(requests, process.env['TRUNKLINE_CRASH']));
}

/** Of an order that does what a usual one does, and the same over and over: the last of each request that is its own. */
function distinct(life: Life, all: readonly Schedule[]): readonly Schedule[] {
  const { own } = LIVES[life];
  if (!own || process.env['TRUNKLINE_CRASH'] === 'all') return all;
  const last = new Map(all.map(({ operation, nth }) => [operation, nth]));
  return all.filter(({ operation, nth }) => own.includes(operation) && nth === last.get(operation));
}

/** Runs an order through a schedule. @returns what is wrong in the end, each with the name of the schedule */
async function run(life: Life, schedule: Schedule): Promise<readonly string[]> {
  const { faults } = cloud.cloud;
  faults.clear();
  faults.add(schedule);
  const lived = await live(life);
  const fired = faults.list()[0]?.fired ?? 0;
  faults.clear();
  const found = [...lived.left, ...(await wrongs(lived)), ...(fired > 0 ? [] : ['it was never met'])];
  return found.map((what) => `${life} ${nameOf(schedule)}: ${what}`);
}

test(
  'an order ends once, with one number or none, and nothing is bought twice, whatever befalls any request',
  async () => {
    const wrong: string[] = [];
    let runs = 0;
    for (const life of Object.keys(LIVES) as Life[])
      for (const schedule of await schedules(life)) {
        runs += 1;
        wrong.push(...(await run(life, schedule)));
      }
    process.stdout.write(`crash schedules run: ${String(runs)} (of an order)\n`);

    expect(wrong).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(FEWEST);
  },
  LONGEST_RUN_MS,
);
