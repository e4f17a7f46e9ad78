import { told } from '../../lambdas/triggers/carrier-event.ts';
import { scheduled } from '../../lambdas/triggers/schedule.ts';
import { type StepInput, step } from '../../lambdas/triggers/step.ts';
import { ACCOUNT_ID, CALL_ID } from '../makers.ts';
import { CONTEXT } from './a-request.ts';
import { logLines } from './log-lines.ts';

const logged = logLines();

const input = { accountId: ACCOUNT_ID, callId: CALL_ID, generation: 2, token: 'task-token' };

/** A step that does `run`, and what it was told. */
async function run(event: unknown, work: () => Promise<unknown> = async () => 'words of a call') {
  const seen: StepInput[] = [];
  const handler = step(async (told) => {
    seen.push(told);
    return work();
  });
  const answer: unknown = await handler(event, CONTEXT);
  return { answer, seen };
}

test('a step is told ids, and answers nothing: the history of a workflow can not be erased', async () => {
  expect(await run(input)).toEqual({ answer: {}, seen: [input] });
});

test('a step may have no token', async () => {
  const { token: _, ...rest } = input;
  expect((await run(rest)).seen).toEqual([rest]);
});

test.each([
  { event: undefined, why: 'nothing' },
  { event: {}, why: 'no ids' },
  { event: { ...input, callId: 'c-42' }, why: 'no id of a call' },
  { event: { ...input, generation: '2' }, why: 'no generation' },
])('a step that is told $why does nothing', async ({ event }) => {
  await expect(run(event)).rejects.toThrow();
  expect(logged()).toEqual([]);
});

test('what a step throws goes to the workflow as it is, which decides by its name', async () => {
  class CarrierBusy extends Error {
    override readonly name = 'CarrierBusy';
  }
  const failing = run(input, async () => {
    throw new CarrierBusy('all lines are taken');
  });
  await expect(failing).rejects.toMatchObject({ name: 'CarrierBusy', message: 'all lines are taken' });
  expect(logged()).toMatchObject([
    { level: 'WARN', callId: CALL_ID, generation: 2, error: 'CarrierBusy', reason: 'all lines are taken' },
  ]);
});

test('the token of a workflow is not logged', async () => {
  await run(input, async () => {
    throw new Error('no');
  }).catch(() => undefined);
  expect(JSON.stringify(logged())).not.toContain('task-token');
});

test('an event of the carrier is answered with what is made of it, at the instant of its coming', async () => {
  const before = new Date().toISOString();
  let instant = '';
  const handler = told(async (event, now) => {
    instant = now;
    return { of: event };
  });
  expect(await handler({ InvocationEventType: 'RINGING' }, CONTEXT)).toEqual({
    of: { InvocationEventType: 'RINGING' },
  });
  expect(instant >= before && instant <= new Date().toISOString()).toBe(true);
});

test('an event that can not be answered is thrown, so that the carrier asks again, and logged without itself', async () => {
  const handler = told(async () => {
    throw new Error('the table is away');
  });
  await expect(handler({ To: '+14155550101' }, CONTEXT)).rejects.toThrow('the table is away');
  expect(logged()).toMatchObject([{ level: 'ERROR', reason: 'the table is away' }]);
  expect(JSON.stringify(logged())).not.toContain('4155550101');
});

test('a job logs what it counted', async () => {
  const handler = scheduled(async () => ({ looked: 3, failures: 1 }));
  expect(await handler({}, CONTEXT)).toBeUndefined();
  expect(logged()).toMatchObject([{ level: 'INFO', looked: 3, failures: 1 }]);
});

test('a job that fails is told to its schedule', async () => {
  const handler = scheduled(async () => {
    throw new Error('the table is away');
  });
  await expect(handler({}, CONTEXT)).rejects.toThrow('the table is away');
});
