import type { AnyTemplate } from '../../local/assembly/assembly.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';
import { takeAway } from './take-away.ts';

const OBJECTIVE = { objective: 'Ask whether they are open' };

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud((_, { Resources }) => {
    loseRing(Resources);
    takeAway(Resources, 'CallWorkflowRing', 'states:SendTaskSuccess');
  });
});

/** The workflow gives Ring up after 5 s, and its function is cut off after 1 s. */
function loseRing(resources: AnyTemplate['Resources']): void {
  for (const [logicalId, { Type, Properties }] of Object.entries(resources)) {
    if (Type === 'AWS::Lambda::Function' && logicalId.startsWith('CallWorkflowRing'))
      Properties['Timeout'] = 1;
    if (Type !== 'AWS::StepFunctions::StateMachine') continue;
    Properties['DefinitionString'] = JSON.parse(
      JSON.stringify(Properties['DefinitionString']).replace(
        /(\{\\"Ring\\":.*?TimeoutSeconds\\":)\d+/,
        (_, before: string) => `${before}5`,
      ),
    );
  }
}

const executionOf = (id: string) => {
  const [execution, ...others] = cloud.cloud.workflows
    .executions()
    .filter(({ name }) => name.startsWith(`${id}-`));
  expect(others).toEqual([]);
  return {
    status: execution?.status,
    states: execution?.states.map(({ name }) => name),
    concludedAt: execution?.states.find(({ name }) => name === 'Conclude')?.at,
  };
};
const ringsOf = (id: string) => cloud.cloud.chime.calls().filter(({ callId }) => callId === id);

test('a workflow that has lost sight of a ringing phone waits for the call’s own end, and concludes it then', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550198', { turnSec: 10 });
  const id = await acme.place({ ...OBJECTIVE, to: '+14155550198' });

  await cloud.advance(20);
  expect((await acme.call(id))['status']).toBe('in_progress');
  expect(executionOf(id)).toMatchObject({ status: 'RUNNING', states: ['Ring', 'AwaitEnd'] });
  await cloud.advance(100);

  const call = await acme.call(id);
  expect(call).toMatchObject({ status: 'completed', endReason: 'agent_hangup', billedMinutes: 1 });
  const [rang, ...again] = ringsOf(id);
  expect(again).toEqual([]);
  expect(call['transcript']).toBe(rang?.said.join('\n'));
  const { concludedAt, ...execution } = executionOf(id);
  expect(execution).toEqual({ status: 'SUCCEEDED', states: ['Ring', 'AwaitEnd', 'Conclude'] });
  expect(concludedAt).toBeGreaterThanOrEqual(Date.parse(rang?.endedAt ?? ''));
  expect(concludedAt).toBeLessThan(Date.parse(rang?.endedAt ?? '') + 1_000);
});

test('a step that is cut off while it asks the carrier ends the call only after 90 s without any news', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ ...OBJECTIVE, to: '+14155550137' });

  await cloud.advance(85);
  expect((await acme.call(id))['status']).toBe('dialing');
  expect(executionOf(id)).toMatchObject({ status: 'RUNNING', states: ['Ring', 'AwaitEnd'] });
  await cloud.advance(95);

  expect(await acme.call(id)).toMatchObject({ status: 'failed', error: 'outcome_unknown' });
  expect(executionOf(id)).toMatchObject({
    status: 'SUCCEEDED',
    states: ['Ring', 'AwaitEnd', 'Conclude'],
  });
  expect(ringsOf(id)).toEqual([]);
  expect(await booksOf(cloud.cloud).minutes(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 0 });
});

test('an end that is there already is not waited for', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ ...OBJECTIVE, to: '+14155550134' });

  for (let second = 0; second < 10; second++) await cloud.advance(1);

  expect(await acme.call(id)).toMatchObject({ status: 'failed', error: 'placement_failed' });
  expect(executionOf(id)).toMatchObject({
    status: 'SUCCEEDED',
    states: ['Ring', 'AwaitEnd', 'Conclude'],
  });
});
