import type { Asked } from '../local/gate/gate.ts';
import type { TraceEntry } from '../local/gate/trace.ts';
import type { Usage } from './cost.ts';
import type { Client, Driver } from './driver.ts';
import type { Figure } from './figures.ts';
import { numberFigures } from './numbers.ts';
import { textUnits } from './texts.ts';

/** Destinations by what becomes of a call to them (docs/local-cloud.md). */
const ANSWERS = '+14155550101';
const RINGS_OUT = '+14155550130';
const THROTTLED_TWICE = '+14155550135';

/** A call of a minute, its end and all that comes of it. */
const WHOLE_CALL_SEC = 120;

/** What a whole call has used, and the parts of it that have budgets. */
export interface Counted {
  readonly figures: readonly Figure[];
  readonly answered: Usage;
  readonly unanswered: Usage;
}

/** Counts what calls and refusals take, on a cloud in which nothing was placed yet. */
export async function counted(driver: Driver): Promise<Counted> {
  const client = await driver.client();
  const cold = await placing(driver, client);
  await driver.advance(1);
  const warm = await placing(driver, client);
  await driver.advance(WHOLE_CALL_SEC);

  const answered = await wholeCall(driver, client, ANSWERS);
  const unanswered = await wholeCall(driver, client, RINGS_OUT);
  const repeated = await wholeCall(driver, client, THROTTLED_TWICE);
  const { placingUnits, endUnits } = answered;
  const figures: Figure[] = [
    { group: 'placing', what: 'AWS requests, warm', value: warm.length, unit: 'requests', budget: 2 },
    { group: 'placing', what: 'AWS requests, cold', value: cold.length, unit: 'requests', budget: 3 },
    ...(await refusals(driver, client)),
    { group: 'write units', what: 'placing', value: placingUnits, unit: 'units', budget: 16 },
    { group: 'write units', what: 'end', value: endUnits, unit: 'units', budget: 16 },
    { group: 'write units', what: 'whole answered call', value: answered.units, unit: 'units', budget: 45 },
    { group: 'write units', what: 'whole, with its texts', value: answered.usage.writeUnits, unit: 'units' },
    {
      group: 'write units',
      what: 'whole unanswered call',
      value: unanswered.units,
      unit: 'units',
      budget: 45,
    },
    { group: 'states', what: 'usual call', value: answered.usage.states, unit: 'states', budget: 2 },
    {
      group: 'states',
      what: 'carrier throttled twice',
      value: repeated.usage.states,
      unit: 'states',
      budget: 4,
    },
    {
      group: 'hand-off',
      what: 'idle queue to the dial, by the clock',
      value: answered.handOffMs,
      unit: 'ms',
    },
  ];
  figures.push(...(await numberFigures(driver, client)));
  return { figures, answered: answered.usage, unanswered: unanswered.usage };
}

const ofPlacing = ({ function: name }: { function: string | null }) => /^RestApiCalls/.test(name ?? '');

/** The AWS requests of one placement. */
async function placing({ cloud }: Driver, client: Client): Promise<readonly TraceEntry[]> {
  const id = await client.place(ANSWERS);
  return cloud.trace.entries(id).filter(ofPlacing);
}

async function wholeCall(driver: Driver, client: Client, to: string) {
  const from = driver.invoked.length;
  const id = await client.place(to);
  await driver.advance(WHOLE_CALL_SEC);

  const entries = driver.cloud.trace.entries(id);
  const asked = driver.requests.filter(
    ({ service, request }) => service === 'dynamodb' && request.body.includes(id),
  );
  const unitsIn = (some: readonly TraceEntry[]) =>
    some.reduce((sum, { writeUnits = 0 }) => sum + writeUnits, 0);
  const textsIn = (some: readonly Asked[]) =>
    some.reduce((sum, { request }) => sum + textUnits(request.body.toString()), 0);
  const aside = (is: (one: { function: string | null; operation: string }) => boolean) =>
    unitsIn(entries.filter(is)) - textsIn(asked.filter(is));

  // The sweep looks after all calls at once: of its runs none is this call's alone.
  const invoked = driver.invoked
    .slice(from)
    .filter(({ event, function: fn }) => !/^Sweep/.test(fn.logicalId) && JSON.stringify(event).includes(id));
  // The placement's own event knows no id yet.
  const placed = driver.invoked
    .slice(from)
    .filter(({ function: fn }) => ofPlacing({ function: fn.logicalId }));
  const all = [...invoked, ...placed];
  const sent = entries.filter(({ operation }) => operation === 'SendMessage').length;
  const usage: Usage = {
    writeUnits: unitsIn(entries),
    readUnits: entries.reduce((sum, { readUnits = 0 }) => sum + readUnits, 0),
    queueRequests: sent * 3,
    states: entries.filter(({ operation }) => operation === 'EnterState').length,
    invocations: all.length,
    gbSeconds: all.reduce(
      (sum, { ms, movedMs, function: fn }) => sum + ((ms + movedMs) / 1000) * (fn.memoryMb / 1024),
      0,
    ),
    apiRequests: 1,
  };
  const atOf = (is: string) => entries.find(({ operation }) => operation === is)?.at ?? '';
  return {
    usage,
    handOffMs: Date.parse(atOf('CreateSipMediaApplicationCall')) - Date.parse(atOf('SendMessage')),
    units: aside(() => true),
    placingUnits: aside(ofPlacing),
    endUnits: aside(
      ({ function: name, operation }) => /Conclude/.test(name ?? '') && operation === 'TransactWriteItems',
    ),
  };
}

/** What a no costs: nothing is written, and a no for a limit tries to write at most once. */
async function refusals(driver: Driver, client: Client): Promise<readonly Figure[]> {
  const { trace } = driver.cloud;
  const during = async (ask: () => Promise<{ status: number }>, status: number) => {
    const before = trace.entries().length;
    const answer = await ask();
    if (answer.status !== status) throw new Error(`answered ${answer.status}, not ${status}`);
    return trace.entries().slice(before).filter(ofPlacing);
  };
  const wrote = (entries: readonly TraceEntry[]) =>
    entries.filter(({ writeUnits = 0, operation }) => writeUnits > 0 || operation === 'SendMessage').length;
  const tried = (entries: readonly TraceEntry[]) =>
    entries.filter(({ operation }) => operation === 'TransactWriteItems').length;

  const order = { to: ANSWERS, objective: 'Ask whether they are open' };
  const key = { 'idempotency-key': 'bench' };
  await client.ask(order, key);
  const form = [
    ...(await during(() => client.ask({ to: ANSWERS }), 400)),
    ...(await during(() => client.ask(order, { authorization: 'Bearer tl_ak_none' }), 401)),
    ...(await during(() => client.ask({ ...order, objective: 'Another' }, key), 422)),
  ];
  const broke = await driver.client({ minutes: 0 });
  const capped = await during(() => broke.ask(order), 429);
  const hasty = await driver.client({ callsPerMinute: 1 });
  await hasty.ask(order);
  const flooded = await during(() => hasty.ask(order), 429);
  return [
    { group: 'refused', what: 'writes of 400, 401 and 422', value: wrote(form), unit: 'writes', budget: 0 },
    {
      group: 'refused',
      what: 'failed transactions of a 429',
      value: tried(capped),
      unit: 'tries',
      budget: 1,
    },
    { group: 'refused', what: 'the same from memory', value: tried(flooded), unit: 'tries', budget: 0 },
  ];
}
