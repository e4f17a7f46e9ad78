import { untilAnswered } from '../journeys/a-bad-day.ts';
import { type Client, type TestCloud, aLocalCloud } from '../journeys/a-cloud.ts';
import { booksOf } from '../journeys/books.ts';
import { inTheConsole, pathOf } from '../journeys/carrier-console.ts';
import { executionsOf, stopExecution } from '../journeys/executions.ts';
import { LONGEST_RUN_MS } from './a-bad-moment.ts';
import { type Schedule, nameOf, schedulesOf } from './schedules.ts';

/** How long before the end of its cycle a number is given back: a client may have to ask again. */
const AHEAD_SEC = 60;
/** Between two looks at whether all has come to rest. */
const LOOK_SEC = 60;
/** Whatever one bad moment costs: the time-out of a step, a pause between two tries, the sweep that starts another. */
const AT_REST_SEC = 900;
/** A client that asks again until it is told. */
const MOST_REPEATS = 8;
/** Fewer, and the recording has missed something. Some alone may be chosen to be run again. */
const FEWEST = process.env['TRUNKLINE_CRASH'] ? 0 : 45;

/** Who has a part in a release; the sweep only if its workflow is gone. */
const PARTS: Readonly<Record<Life, RegExp>> = {
  usual: /^(RestApiNumbers|NumberReleasesStep)/,
  stopped: /^Sweep/,
};
/** What of a sweep is about one release; it looks each minute, whatever there is to see. */
const ABOUT_ONE = ['UpdateItem', 'StartExecution'];
/** A release whose workflow leads it to its end, and one whose workflow somebody stops. */
type Life = 'usual' | 'stopped';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

interface Lived {
  readonly acme: Client;
  readonly number: string;
  readonly releaseAt: number;
  /** From which of the carrier's requests on it lived. */
  readonly from: number;
  /** What is still under way in the end, in words. */
  readonly left: readonly string[];
}

const iso = (millis: number) => new Date(millis).toISOString();

/** Gives a number back as a client does who asks again until he knows, and lets time go on until all is at rest. */
async function live(life: Life): Promise<Lived> {
  const { clock, chime } = cloud.cloud;
  const releaseAt = clock.now() + AHEAD_SEC * 1000;
  const anchor = new Date(releaseAt);
  anchor.setUTCMonth(anchor.getUTCMonth() - 1);
  const acme = await cloud.client({ anchor: anchor.toISOString() });
  const number = acme.callerId;
  const from = chime.requests().length;

  const giveBack = () =>
    untilAnswered(
      cloud,
      acme.ask('POST', `/v1/numbers/${encodeURIComponent(number)}/release`, { confirm: number }),
    );
  for (let i = 1; (await giveBack()).status !== 202; i++) {
    if (i === MOST_REPEATS) throw new Error('the number was never taken back');
    await cloud.advance(2);
  }
  if (life === 'stopped')
    for (const execution of executionsOf(cloud.cloud, acme.accountId))
      await stopExecution(cloud.cloud, execution);

  await clock.advance(releaseAt - 1);
  const lived = { acme, number, releaseAt, from };
  const early = await atCarrier(number);
  let left = ['it has not begun'];
  while (left.length > 0 && clock.now() < releaseAt + AT_REST_SEC * 1000) {
    await cloud.advance(LOOK_SEC);
    left = await restless(acme.accountId, number);
  }
  return {
    ...lived,
    left: [...(early === 'Assigned' ? [] : [`it is ${early} before its instant`]), ...left],
  };
}

const atCarrier = (number: string) =>
  Promise.resolve(cloud.cloud.chime.numbers().find((one) => one.number === number)?.status ?? 'gone');

/** What of a release is still under way, by the tables: no fault meets whoever looks there. */
async function restless(accountId: string, number: string): Promise<string[]> {
  const books = booksOf(cloud.cloud);
  const [rows, [item], held] = await Promise.all([
    books.part('Numbers', `A#${accountId}`),
    books.part('Numbers', `N#${number}`),
    books.part('Numbers', 'NUMBERS'),
  ]);
  const { status } = item?.['number'] as { readonly status: string };
  const releases = rows.filter(({ sk }) => String(sk).startsWith('RELEASE#'));
  const open = releases.filter(({ release }) => (release as { status: string }).status !== 'closed');
  const running = executionsOf(cloud.cloud, accountId).filter((one) => one.status === 'RUNNING');
  return [
    ...(releases.length === 1 ? [] : [`it has ${String(releases.length)} releases`]),
    ...open.map(({ due }) => `its release is open, due ${String(due)}`),
    ...rows.flatMap(({ due, release }) =>
      due !== undefined && !open.some((one) => one['release'] === release)
        ? ['it owes a step at its end']
        : [],
    ),
    ...(status === 'released' ? [] : [`it is ${status}`]),
    ...(item?.['accountId'] === undefined ? [] : ['it is in its account’s list']),
    ...(held.some(({ sk }) => sk === number) ? ['it is in the directory of our numbers'] : []),
    ...running.map(({ name }) => `the workflow ${name} runs`),
  ];
}

/** What is wrong with a release that is over, by the carrier's own requests and by what its client is told. */
async function wrongs({ acme, number, releaseAt, from }: Lived): Promise<readonly string[]> {
  const { chime } = cloud.cloud;
  const asked = chime
    .requests()
    .slice(from)
    .filter(({ operation }) => /^(Update|Delete)/.test(operation ?? ''));
  const deleted = asked.filter(
    ({ operation, status }) => operation === 'DeletePhoneNumber' && status === 204,
  );
  const account = await acme.ask('GET', '/v1/account');
  const { used } = account.body['numbers'] as { readonly used: number };
  const { status } = await acme.ask('GET', `/v1/numbers/${encodeURIComponent(number)}`);
  const now = await atCarrier(number);
  return [
    ...asked
      .filter(({ at }) => at < iso(releaseAt))
      .map(({ at, operation }) => `${operation ?? ''} at ${at}`),
    ...(deleted.length === 1 ? [] : [`it was deleted ${String(deleted.length)} times`]),
    ...(now === 'ReleaseInProgress' ? [] : [`the carrier has it as ${now}`]),
    ...(status === 404 ? [] : [`its account is told ${String(status)} of it`]),
    ...(used === 0 ? [] : [`${String(used)} slots are used`]),
  ];
}

/** Lets the carrier have the number again, for the next account. */
const restore = (number: string) => inTheConsole(cloud.cloud, 'POST', `${pathOf(number)}?operation=restore`);

/** The schedules of a release that meets nothing. */
async function schedules(life: Life): Promise<readonly Schedule[]> {
  const from = cloud.requests.length;
  const lived = await live(life);
  if (lived.left.length > 0)
    throw new Error(`a release that meets nothing does not end: ${lived.left.join(', ')}`);
  const requests = cloud.requests
    .slice(from)
    .filter(({ function: by, operation }) => PARTS[life].test(by) && isItsPart(life, operation));
  await restore(lived.number);
  return schedulesOf(requests, process.env['TRUNKLINE_CRASH']);
}
const isItsPart = (life: Life, operation: string) => life === 'usual' || ABOUT_ONE.includes(operation);

/** Runs a release through a schedule. @returns what is wrong in the end, each with the name of the schedule */
async function run(life: Life, schedule: Schedule): Promise<readonly string[]> {
  const { faults } = cloud.cloud;
  faults.clear();
  faults.add(schedule);
  const lived = await live(life);
  const fired = faults.list()[0]?.fired ?? 0;
  faults.clear();
  const found = [...lived.left, ...(await wrongs(lived)), ...(fired > 0 ? [] : ['it was never met'])];
  if ((await atCarrier(lived.number)) === 'ReleaseInProgress') await restore(lived.number);
  return found.map((what) => `${life} ${nameOf(schedule)}: ${what}`);
}

test(
  'a number that is given back goes once, at its instant and not before, whatever befalls any request',
  async () => {
    const wrong: string[] = [];
    let runs = 0;
    for (const life of ['usual', 'stopped'] as const)
      for (const schedule of await schedules(life)) {
        runs += 1;
        wrong.push(...(await run(life, schedule)));
      }
    process.stdout.write(`crash schedules run: ${String(runs)} (of a release)\n`);

    expect(wrong).toEqual([]);
    expect(runs).toBeGreaterThanOrEqual(FEWEST);
  },
  LONGEST_RUN_MS,
);
