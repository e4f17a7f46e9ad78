import { NOON, aFunction } from './a-function.ts';

type Fn = ReturnType<typeof aFunction>;

/** What the code answers: once at once, or after `sec` virtual seconds. */
async function answerOf(code: string, sec = 0): Promise<unknown> {
  const fn: Fn = aFunction(code);
  try {
    const answer = fn.answer();
    if (sec > 0) await fn.advance(sec);
    return await answer;
  } finally {
    await fn.stop();
  }
}

test('every way to ask for the time gives virtual time', async () => {
  const answer = await answerOf(`
    exports.handler = async () => ({
      now: Date.now(),
      iso: new Date().toISOString(),
      called: Date().slice(0, 15),
      other: new Date(0).toISOString(),
      parsed: Date.parse('2026-01-01T00:00:00Z'),
      isDate: new Date() instanceof Date && new Date().constructor === Date,
    });
  `);

  expect(answer).toEqual({
    now: NOON,
    iso: '2026-03-01T12:00:00.000Z',
    called: 'Sun Mar 01 2026',
    other: '1970-01-01T00:00:00.000Z',
    parsed: 1_767_225_600_000,
    isDate: true,
  });
});

test('time moves in a function that is warm', async () => {
  const fn = aFunction('exports.handler = async () => new Date().toISOString();');

  const before = await fn.answer();
  await fn.advance(86_400);
  const after = await fn.answer();
  await fn.stop();

  expect([before, after]).toEqual(['2026-03-01T12:00:00.000Z', '2026-03-02T12:00:00.000Z']);
});

const SINCE = 'const noon = Date.now(); const sec = () => (Date.now() - noon) / 1000;';
test.each([
  {
    what: 'setTimeout',
    code: `await new Promise((resolve) => setTimeout(resolve, 60_000)); return sec();`,
    answer: 60,
  },
  {
    what: 'setTimeout with arguments',
    code: `return [await new Promise((resolve) => setTimeout(resolve, 5_000, 'late')), sec()];`,
    answer: ['late', 5],
  },
  {
    what: 'timers/promises',
    code: `return [await require('node:timers/promises').setTimeout(30_000, 'slept'), sec()];`,
    answer: ['slept', 30],
  },
  {
    what: 'setTimeout, made a promise',
    code: `return [await require('node:util').promisify(setTimeout)(20_000, 'slept'), sec()];`,
    answer: ['slept', 20],
  },
  {
    what: 'scheduler.wait',
    code: `await require('node:timers/promises').scheduler.wait(10_000); return sec();`,
    answer: 10,
  },
  {
    what: 'the module timers',
    code: `await new Promise((resolve) => require('node:timers').setTimeout(resolve, 7_000)); return sec();`,
    answer: 7,
  },
  {
    what: 'performance.now',
    code: `const start = performance.now(); await new Promise((resolve) => setTimeout(resolve, 2_500)); return performance.now() - start;`,
    answer: 2_500,
  },
  {
    what: 'setInterval, until it is cleared',
    code: `
      const ticks = [];
      await new Promise((resolve) => {
        const interval = setInterval(() => {
          ticks.push(sec());
          if (ticks.length < 3) return;
          clearInterval(interval);
          setTimeout(resolve, 50_000);
        }, 10_000);
      });
      return ticks;`,
    answer: [10, 20, 30],
  },
  {
    what: 'AbortSignal.timeout',
    code: `
      const signal = AbortSignal.timeout(9_000);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return [signal.reason.name, sec()];`,
    answer: ['TimeoutError', 9],
  },
  {
    what: 'a timer that is refreshed',
    code: `
      return await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(sec()), 10_000);
        setTimeout(() => timer.refresh(), 6_000);
      });`,
    answer: 16,
  },
])('$what waits for virtual time', async ({ code, answer }) => {
  expect(await answerOf(`exports.handler = async () => { ${SINCE} ${code} };`, 120)).toEqual(answer);
});

test('a timer that is cleared never fires', async () => {
  const code = `
    exports.handler = async () => {
      const fired = [];
      const timer = setTimeout(() => fired.push('cleared'), 1_000);
      setTimeout(() => fired.push('kept'), 2_000).unref();
      clearTimeout(timer);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return fired;
    };`;

  expect(await answerOf(code, 10)).toEqual(['kept']);
});

test.each([
  {
    when: 'later',
    signal: `const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('enough')), 1_000);
      const { signal } = controller;`,
    sec: 1,
  },
  { when: 'before it begins', signal: `const signal = AbortSignal.abort(new Error('enough'));`, sec: 0 },
])('a sleep that is given up $when fails as Node’s own does', async ({ signal, sec }) => {
  const code = `
    const { setTimeout: sleep } = require('node:timers/promises');
    exports.handler = async () => {
      ${SINCE}
      ${signal}
      return sleep(60_000, 'slept', { signal }).catch(({ name, code, cause }) => [name, code, cause.message, sec()]);
    };`;

  expect(await answerOf(code, 90)).toEqual(['AbortError', 'ABORT_ERR', 'enough', sec]);
});

test('a socket keeps real time, and a time-out of its own that is taken back', async () => {
  const answer = await answerOf(`
    const net = require('node:net');
    exports.handler = async () => {
      const server = net.createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const isOver = async (takeBack, waitMs) => {
        const socket = net.connect(server.address().port, '127.0.0.1');
        let over = false;
        socket.setTimeout(20, () => (over = true));
        await new Promise((resolve) => socket.once('connect', resolve));
        if (takeBack) socket.setTimeout(0);
        const until = process.hrtime.bigint() + 1_000_000n * waitMs;
        while (!over && process.hrtime.bigint() < until) await new Promise(setImmediate);
        socket.destroy();
        return over;
      };
      const answer = [await isOver(false, 10_000n), await isOver(true, 100n)];
      server.close();
      return answer;
    };
  `);

  expect(answer).toEqual([true, false]);
});

test('the time that is left of an invocation is virtual', async () => {
  const fn = aFunction(
    `exports.handler = async (_, context) => {
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      return context.getRemainingTimeInMillis();
    };`,
    { timeoutSec: 10 },
  );

  const left = fn.answer();
  await fn.advance(5);
  expect(await left).toBe(6_000);
  await fn.stop();
});

test('time doesn’t move on while a function computes', async () => {
  const fn = aFunction(`
    exports.handler = async () => {
      const { execFileSync } = require('node:child_process');
      const began = Date.now();
      for (let i = 0; i < 3; i++) {
        execFileSync(process.execPath, ['-e', '']);
        await new Promise(setImmediate);
      }
      return Date.now() - began;
    };
  `);

  const answer = fn.answer();
  await fn.advance(3_600);
  expect(await answer).toBe(0);
  await fn.stop();
});
