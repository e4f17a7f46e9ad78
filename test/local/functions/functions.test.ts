import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessDenied } from '../../../local/wire.ts';
import { ARN, CALLER, NOON, aFunction } from './a-function.ts';

const SLEEP = `const sleep = (sec) => new Promise((resolve) => setTimeout(resolve, sec * 1000));`;
let fn: ReturnType<typeof aFunction>;
const a = (...[code, options]: Parameters<typeof aFunction>) => (fn = aFunction(code, options));
afterEach(() => fn.stop());

test('a function gets its own variables and those that its host sets, nothing of this machine', async () => {
  a(`exports.handler = async () => process.env;`, {
    env: { CALLS_TABLE: 'calls' },
    environment: (_, instance) => ({ AWS_REGION: 'us-east-1', AWS_SESSION_TOKEN: instance }),
  });

  const environment = await fn.answer();

  expect(environment).toEqual({
    CALLS_TABLE: 'calls',
    AWS_REGION: 'us-east-1',
    AWS_SESSION_TOKEN: fn.instances[0],
  });
});

test('a bundle is CommonJS, whatever stands above its folder, and finds no package beside it', async () => {
  a(`
    const missing = (() => { try { require('zod'); } catch ({ code }) { return code; } })();
    exports.handler = async () => missing;
  `);

  expect(await fn.answer()).toBe('MODULE_NOT_FOUND');
});

test('a function is told its event, and its context as Lambda has it', async () => {
  a(`exports.handler = async (event, context) => ({ event, context });`);

  expect(await fn.answer({ to: ['+14155550101'] })).toEqual({
    event: { to: ['+14155550101'] },
    context: {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      functionName: 'App-Fn',
      invokedFunctionArn: ARN,
      memoryLimitInMB: '256',
      callbackWaitsForEmptyEventLoop: true,
    },
  });
});

test.each([
  { code: `async () => undefined`, payload: null, why: 'nothing' },
  {
    code: `async () => ({ at: new Date(0), no: undefined })`,
    payload: { at: '1970-01-01T00:00:00.000Z' },
    why: 'JSON',
  },
  { code: `() => 'at once'`, payload: 'at once', why: 'no promise' },
])('what a function answers is what JSON keeps of it: $why', async ({ code, payload }) => {
  a(`exports.handler = ${code};`);

  expect(await fn.invoke()).toEqual({ ok: true, payload });
});

test.each([
  { code: `throw new RangeError('too far')`, errorType: 'RangeError', errorMessage: 'too far' },
  {
    code: `class CarrierBusy extends Error { name = 'CarrierBusy'; } throw new CarrierBusy('later')`,
    errorType: 'CarrierBusy',
    errorMessage: 'later',
  },
  { code: `throw 'a text'`, errorType: 'string', errorMessage: 'a text' },
])('a function that throws fails with $errorType', async ({ code, errorType, errorMessage }) => {
  a(`exports.handler = async () => { ${code} };`);

  expect(await fn.invoke()).toEqual({ ok: false, errorType, errorMessage });
});

test('an instance serves again after it threw', async () => {
  a(
    `let served = 0; exports.handler = async () => { if (++served === 1) throw new Error('no'); return served; };`,
  );

  await fn.invoke();

  expect(await fn.answer()).toBe(2);
  expect(fn.instances).toHaveLength(1);
});

test.each([
  {
    what: 'a promise that nobody minds is rejected',
    code: `Promise.reject(new TypeError('lost'))`,
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'TypeError: lost',
  },
  {
    what: 'an error is thrown where nobody can catch it',
    code: `setImmediate(() => { throw new TypeError('lost'); })`,
    errorType: 'TypeError',
    errorMessage: 'lost',
  },
  {
    what: 'the process is ended',
    code: `process.exit(3)`,
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited without providing a reason',
  },
])('an instance ends when $what, and the next invocation gets a new one', async ({ code, ...failure }) => {
  a(`
    ${SLEEP}
    let served = 0;
    exports.handler = async ({ fails }) => {
      served += 1;
      if (fails) { ${code}; await sleep(60); }
      return served;
    };
  `);
  await fn.answer();

  expect(await fn.invoke({ fails: true })).toEqual({
    ok: false,
    errorType: failure.errorType,
    errorMessage: failure.errorMessage,
  });
  expect(await fn.answer()).toBe(1);
  expect(fn.instances).toHaveLength(2);
});

test('a function that takes longer than it may is ended where it stands', async () => {
  a(`${SLEEP} let served = 0; exports.handler = async ({ sec }) => { await sleep(sec); return ++served; };`, {
    timeoutSec: 3,
  });

  const invocation = fn.invoke({ sec: 10 });
  await fn.advance(2.9);
  const [instance = ''] = fn.instances;
  expect(fn.functions.running(instance)?.function.logicalId).toBe('Fn');
  await fn.advance(0.1);

  expect(await invocation).toEqual({
    ok: false,
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/^[0-9a-f-]{36} Task timed out after 3.00 seconds$/) as unknown,
  });
  expect(fn.functions.running(instance)).toBeUndefined();
  const next = fn.answer({ sec: 1 });
  await fn.advance(1);
  expect(await next).toBe(1);
});

test('a kill can’t be caught: nothing that stands in a finally is done', async () => {
  const seen: string[] = [];
  const server = createServer((request) => {
    seen.push(request.url ?? '');
    if (seen.length === 1) void fn.functions.kill(fn.instances[0] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  a(
    `
    const { get } = require('node:http');
    const ask = (path) => new Promise((resolve, reject) => get(process.env.URL + path, resolve).on('error', reject));
    exports.handler = async () => {
      try {
        await ask('/first');
      } finally {
        console.log('finally');
        await ask('/finally');
      }
    };
    process.on('exit', () => console.log('exit'));
  `,
    { env: { URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } },
  );

  const invocation = await fn.invoke();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  expect(invocation).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
  expect(seen).toEqual(['/first']);
  expect(fn.logs).toEqual([]);
});

test('six copies of a function run at once; the seventh invocation waits for one of them', async () => {
  a(`${SLEEP} exports.handler = async () => { const began = Date.now(); await sleep(10); return began; };`);

  const began = Promise.all(Array.from({ length: 8 }, () => fn.answer()));
  await fn.advance(30);

  const atNoon = Array.from({ length: 6 }, () => NOON);
  expect(await began).toEqual([...atNoon, NOON + 10_000, NOON + 10_000]);
  expect(fn.instances).toHaveLength(6);
});

test('a warm instance is used again, one invocation at a time', async () => {
  a(
    `${SLEEP} let served = 0; exports.handler = async () => { served += 1; await sleep(1); return served; };`,
  );

  const first = fn.answer();
  const beside = fn.answer();
  await fn.advance(1);
  expect(await Promise.all([first, beside])).toEqual([1, 1]);
  const next = fn.answer();
  await fn.advance(1);

  expect(await next).toBe(2);
  expect(fn.instances).toHaveLength(2);
});

test('who may not invoke a function is refused, and it doesn’t run', async () => {
  const denied: string[] = [];
  a(`exports.handler = async () => console.log('ran');`, {
    mayInvoke() {
      throw new AccessDenied('Caller may not invoke Fn');
    },
    onDenied: ({ message }) => denied.push(message),
  });

  await expect(fn.functions.invoke(ARN, {}, CALLER)).rejects.toThrow('Caller may not invoke Fn');

  expect(denied).toEqual(['Caller may not invoke Fn']);
  expect(fn.instances).toEqual([]);
});

test('what a function prints comes line by line, by its name', async () => {
  a(`exports.handler = async () => { console.log('one\\ntwo'); console.error('three'); };`);

  await fn.answer();
  await fn.stop();

  expect(fn.logs.toSorted()).toEqual(['Fn: one', 'Fn: three', 'Fn: two']);
});
