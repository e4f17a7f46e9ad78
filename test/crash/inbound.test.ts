import { aLocalCloud } from '../journeys/a-cloud.ts';
import { booksOf } from '../journeys/books.ts';
import { LONGEST_RUN_MS } from './a-bad-moment.ts';
import { type Schedule, nameOf, schedulesOf } from './schedules.ts';

const CALLER = '+14155550177';
const SAYS = ['Hello, do you open on Sunday?', 'Thank you, bye.'];
/** Rule 22: ten minutes, and five more. */
const AT_REST_SEC = 600 + 300;
const LOOK_SEC = 30;
const TERMINAL = ['completed', 'no_answer', 'failed'];
/** What hears and answers while it is talked in is met in the calls that go out. */
const ITS_OWN = /^TelephonyCarrierEvents|^CallWorkflowConclude/;

/** Runs calls that come in, one after the other, each with one request of it meeting one fault. */
async function aBadLine() {
  const cloud = await aLocalCloud();
  const acme = await cloud.client();
  const books = booksOf(cloud.cloud);
  await books.answeredBy(acme.callerId, {});
  const rows = async () =>
    (await books.part('Calls', `A#${acme.accountId}`)).filter(({ sk }) => /^C#[^#]+$/.test(String(sk)));

  const live = async () => {
    const before = new Set((await rows()).map(({ sk }) => sk));
    const { transactionId } = cloud.cloud.chime.inbound({ to: acme.callerId, from: CALLER, says: SAYS });
    let made: Awaited<ReturnType<typeof rows>> = [];
    for (let waited = 0; waited < AT_REST_SEC; waited += LOOK_SEC) {
      await cloud.advance(LOOK_SEC);
      made = (await rows()).filter(({ sk }) => !before.has(sk));
      if (made.length > 0 && made.every(({ due }) => due === undefined)) break;
    }
    return { transactionId, made };
  };

  return {
    stop: () => cloud.stop(),
    async schedules(): Promise<readonly Schedule[]> {
      // The first starts copies of functions, the second is like all that follow.
      await live();
      const from = cloud.requests.length;
      await live();
      const own = cloud.requests.slice(from).filter(({ function: by }) => ITS_OWN.test(by));
      return schedulesOf(own, process.env['TRUNKLINE_CRASH'], true);
    },
    /** @returns what is wrong in the end, in words */
    async run(schedule: Schedule): Promise<readonly string[]> {
      const { faults, chime, workflows } = cloud.cloud;
      faults.clear();
      faults.add(schedule);
      const { transactionId, made } = await live();
      const fired = faults.list()[0]?.fired ?? 0;
      faults.clear();
      const [row, ...others] = made;
      const call = row?.['call'] as { callId: string; status: string } | undefined;
      const lines = (await books.ledger(acme.accountId)).filter(({ sk }) =>
        String(sk).startsWith(call?.callId ?? '?'),
      );
      const [minutes, recount] = [await books.minutes(acme.accountId), await books.recount(acme.accountId)];
      const taken = (await books.all('Accounts')).filter(({ pk, sk }) => pk === 'CARRIER' || sk === 'OPEN');
      const inTheBooks = chime.calls().find((one) => one.transactionId === transactionId);
      const running = workflows.executions().filter(({ status }) => status === 'RUNNING');
      return [
        ...(call && TERMINAL.includes(call.status) ? [] : [`it is ${call?.status ?? 'not there'}`]),
        ...(others.length === 0 ? [] : [`it has ${String(made.length)} rows`]),
        ...(row?.['due'] === undefined ? [] : ['it owes a step']),
        ...(lines.length === 1 ? [] : [`it has ${String(lines.length)} lines in the ledger`]),
        ...(minutes.inbound === recount.inbound ? [] : ['the counter is not what the ledger says']),
        ...(minutes.used === 0 && minutes.reserved === 0 ? [] : ['it took minutes that are capped']),
        ...(taken.length === 0 ? [] : ['it took or gave back a line']),
        ...(inTheBooks?.endedAt ? [] : ['a line is up']),
        ...(running.length === 0 ? [] : ['a workflow runs']),
        ...(fired > 0 ? [] : ['it was never met']),
      ].map((what) => `${nameOf(schedule)}: ${what}`);
    },
  };
}

test(
  'a call that comes in survives every bad moment of its row, of its answer and of its conclusion',
  async () => {
    const bad = await aBadLine();
    const schedules = await bad.schedules();
    const wrong: string[] = [];
    for (const schedule of schedules) wrong.push(...(await bad.run(schedule)));
    await bad.stop();
    process.stdout.write(`crash schedules run: ${String(schedules.length)} (a call that comes in)\n`);

    expect(wrong).toEqual([]);
    expect(schedules.length).toBeGreaterThanOrEqual(process.env['TRUNKLINE_CRASH'] ? 0 : 20);
  },
  LONGEST_RUN_MS,
);
