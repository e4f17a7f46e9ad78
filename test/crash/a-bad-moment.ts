import { randomUUID } from 'node:crypto';
import { untilAnswered } from '../journeys/a-bad-day.ts';
import type { Client } from '../journeys/a-cloud.ts';
import { aCloudWithInbox } from '../journeys/an-inbox.ts';
import { booksOf } from '../journeys/books.ts';
import { FUNCTIONS, type Part, type Schedule, nameOf, schedulesOf } from './schedules.ts';

const MAX_DURATION_SEC = 60;
/** Somebody who answers; another destination has another life, in which the sweep may have a part. */
const USUAL = '+14155550101';
const CALL = {
  to: process.env['TRUNKLINE_CRASH_TO'] ?? USUAL,
  objective: 'Ask for the opening hours',
  maxDurationSec: MAX_DURATION_SEC,
};
/** Rule 22: every call is terminal so long after its longest time. A destination that is a bad day itself gets another. */
const GRACE_SEC = CALL.to === USUAL ? 300 : 900;
/** Between two looks at whether all has come to rest. */
const LOOK_SEC = 30;
/** Whatever has gone wrong is ended by then. */
const AT_REST_SEC = 2 * 3_600;
/** A client that asks again until it is told what came of its order. */
const MOST_REPEATS = 8;

const ACCOUNTS = 12;
const DIAL = 'CreateSipMediaApplicationCall';
const TERMINAL = ['completed', 'no_answer', 'voicemail', 'declined', 'failed'];

/** Some hundred calls, on a machine that does other things besides. */
export const LONGEST_RUN_MS = 1_800_000;

/**
 * Runs every schedule of the requests of one part's functions, or those that `TRUNKLINE_CRASH` names, and prints how many.
 * @returns what is wrong in the end, each with the name of its schedule
 */
export async function everyMoment(
  part: Part,
): Promise<{ readonly wrong: readonly string[]; readonly run: number }> {
  const bad = await aBadCloud();
  const all = await bad.schedules(process.env['TRUNKLINE_CRASH']);
  const parted = Object.entries(FUNCTIONS).flatMap(([of, names]) => names.map((name) => ({ of, name })));
  const partOf = ({ function: by }: Schedule) => {
    const found = parted.find(({ name }) => name === by);
    if (!found) throw new Error(`${by} has a part in a call: name it in FUNCTIONS`);
    return found.of;
  };
  const schedules = all.filter((schedule) => partOf(schedule) === part);
  const wrong: string[] = [];
  for (const schedule of schedules) {
    wrong.push(...(await bad.run(schedule)));
    // Enough to look at; nobody would be left to call.
    if (wrong.length >= ACCOUNTS) break;
  }
  await bad.stop();
  process.stdout.write(`crash schedules run: ${String(schedules.length)} (${FUNCTIONS[part].join(', ')})\n`);
  return { wrong, run: schedules.length };
}

interface Lived {
  readonly id: string;
  /** Where its webhook's events go. */
  readonly inbox: string;
  /** From which of the cloud's requests on it was placed. */
  readonly requestsFrom: number;
  /** How often the carrier proved that it refused. */
  readonly refusals: number;
}

/** A cloud on which one call after the other meets a bad moment of its own. */
async function aBadCloud() {
  const cloud = await aCloudWithInbox();
  const books = booksOf(cloud.cloud);
  // Whoever is left with wrong books keeps them to himself.
  const free: Client[] = [];
  for (let i = 0; i < ACCOUNTS; i++) free.push(await cloud.client({ limits: { callsPerMinute: 1_000 } }));

  const linesTaken = async () =>
    (await books.part('Accounts', 'CARRIER')).reduce((sum, { lines }) => sum + Number(lines ?? 0), 0);

  /** What of a call is still under way, in words. */
  const restless = async (acme: Client, id: string, linesBefore: number): Promise<readonly string[]> => {
    const [calls, events, account, taken, minutes] = await Promise.all([
      books.part('Calls', `A#${acme.accountId}`),
      books.part('Calls', `E#${acme.accountId}#${id}`),
      books.part('Accounts', `A#${acme.accountId}`),
      linesTaken(),
      books.minutes(acme.accountId),
    ]);
    // By the table: a client that reads it would meet the fault, and wait for time that nobody moves.
    const row = calls.find(({ sk }) => sk === `C#${id}`)?.['call'] as { readonly status: string } | undefined;
    const status = row?.status ?? 'not there';
    const open = account.find(({ sk }) => sk === 'OPEN');
    const running = cloud.cloud.workflows
      .executions()
      .filter(({ name, status: of }) => name.startsWith(id) && of === 'RUNNING');
    return [
      ...(TERMINAL.includes(status) ? [] : [`it is ${status}`]),
      ...[...calls, ...events]
        .filter(({ due }) => due !== undefined)
        .map(({ due }) => `it owes a step, due ${String(due)}`),
      ...(minutes.reserved === 0 ? [] : [`${String(minutes.reserved)} minutes are reserved`]),
      ...(Number(open?.['calls'] ?? 0) === 0 ? [] : ['its account’s line is taken']),
      ...(taken === linesBefore ? [] : ['the carrier’s line is taken']),
      ...running.map(({ name }) => `the workflow ${name} runs`),
    ];
  };

  /** Lets time go on until a call is at rest, or ought to be. @returns what is still under way then */
  const untilAtRest = async (acme: Client, id: string, linesBefore: number): Promise<readonly string[]> => {
    const { clock } = cloud.cloud;
    const deadline = clock.now() + (MAX_DURATION_SEC + GRACE_SEC) * 1000;
    let left: readonly string[];
    do {
      await cloud.advance(LOOK_SEC);
      left = await restless(acme, id, linesBefore);
    } while (left.length > 0 && clock.now() < deadline);
    return left;
  };

  /** A call that is over: ended once, billed once, rung once at the most, and told to its webhook. */
  const wrongs = async (
    acme: Client,
    { id, inbox, requestsFrom, refusals }: Lived,
  ): Promise<readonly string[]> => {
    const lines = (await books.ledger(acme.accountId)).filter(({ sk }) => String(sk).startsWith(id));
    const settled = lines.filter(({ kind }) => kind === 'settle').length;
    const [minutes, recount] = [await books.minutes(acme.accountId), await books.recount(acme.accountId)];
    const rings = cloud.cloud.chime.calls().filter(({ callId, ringAt }) => callId === id && ringAt !== null);
    const asked = cloud.requests
      .slice(requestsFrom)
      .filter(({ operation, request }) => operation === DIAL && request.body.includes(id));
    const events = (await books.part('Calls', `E#${acme.accountId}#${id}`)).map(({ event }) => String(event));
    const ends = events.filter((event) => event !== 'call.in_progress');
    const received = new Set((await cloud.events(inbox)).map(({ event }) => String(event)));
    return [
      ...(ends.length === 1 && events.length <= 2 ? [] : [`its events are ${events.join(', ')}`]),
      ...events.filter((event) => !received.has(event)).map((event) => `${event} was not received`),
      ...(settled === 1 ? [] : [`it is settled ${String(settled)} times`]),
      ...(minutes.used === recount.used
        ? []
        : [`${String(minutes.used)} minutes are used, and the ledger has ${String(recount.used)}`]),
      ...(rings.length <= 1 ? [] : [`a phone rang ${String(rings.length)} times`]),
      ...(asked.length <= 1 + refusals ? [] : [`the carrier was asked ${String(asked.length)} times`]),
      ...(rings.some(({ endedAt }) => endedAt === null) ? ['a line is up'] : []),
    ];
  };

  /** Places the call as a client does who asks again until he knows. */
  const place = async (acme: Client, inbox: string): Promise<string> => {
    const key = { 'idempotency-key': randomUUID() };
    for (let i = 0; i < MOST_REPEATS; i++) {
      const answer = await untilAnswered(
        cloud,
        acme.ask('POST', '/v1/agent/calls', { ...CALL, webhookUrl: cloud.inboxUrl(inbox) }, key),
      );
      if (answer.status === 202) return String(answer.body['callId']);
      await cloud.advance(2);
    }
    throw new Error('the call was never taken');
  };

  return {
    /** The schedules of a call that meets nothing. */
    async schedules(chosen: string | undefined): Promise<readonly Schedule[]> {
      const acme = free[0];
      if (!acme) throw new Error('nobody is there to call');
      const lines = await linesTaken();
      // The first starts copies of functions, the second is like all that follow.
      for (let calls = 1; ; calls++) {
        const from = cloud.requests.length;
        const id = await acme.place({ ...CALL, webhookUrl: cloud.inboxUrl('clean') });
        const left = await untilAtRest(acme, id, lines);
        if (left.length > 0) throw new Error(`a call that meets nothing does not end: ${left.join(', ')}`);
        const requests = cloud.requests.slice(from);
        await cloud.advance(2 * LOOK_SEC);
        // It looks each minute, whatever there is to see: in a usual call it has no part.
        const isPart = (by: string) => CALL.to !== USUAL || !by.startsWith('Sweep');
        if (calls === 2)
          return schedulesOf(
            requests.filter(({ function: by }) => isPart(by)),
            chosen,
            true,
          );
      }
    },
    /** Runs a call through a schedule until all is at rest. @returns what is wrong then, in words */
    async run(schedule: Schedule): Promise<readonly string[]> {
      const acme = free.shift();
      if (!acme) throw new Error('too many calls have gone wrong');
      const { faults, chime } = cloud.cloud;
      const linesBefore = await linesTaken();
      const requestsFrom = cloud.requests.length;
      const carrierFrom = chime.requests().length;
      faults.clear();
      faults.add(schedule);

      const inbox = randomUUID();
      const id = await place(acme, inbox);
      const left = await untilAtRest(acme, id, linesBefore);

      const fired = faults.list()[0]?.fired ?? 0;
      faults.clear();
      const atTheDial = schedule.operation === DIAL;
      const throttled = atTheDial && schedule.kind === 'throttle' ? fired : 0;
      // Whatever else the request meets, nobody knows what came of it: no refusal that comes later allows another.
      const isUnknown = atTheDial && schedule.kind !== 'throttle';
      const refused = chime
        .requests()
        .slice(carrierFrom)
        .filter(
          ({ operation, status }) => operation === DIAL && status !== null && status < 500 && status > 299,
        );
      const found = [
        ...left,
        ...(await wrongs(acme, {
          id,
          inbox,
          requestsFrom,
          refusals: isUnknown ? 0 : throttled + refused.length,
        })),
        ...(fired > 0 ? [] : ['it was never met']),
      ];
      if (found.length === 0) free.push(acme);
      // What is still under way is not the next one's trouble.
      else await cloud.advance(AT_REST_SEC);
      return found.map((what) => `${nameOf(schedule)}: ${what}`);
    },
    stop: () => cloud.stop(),
  };
}
