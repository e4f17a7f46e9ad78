import { readFileSync } from 'node:fs';
import { STATUS } from '../../lambdas/contract/statuses.ts';
import { CallAnswer } from '../../lambdas/contract/call-answers.ts';
import { CALL_STATUSES, CallError, END_REASONS } from '../../lambdas/domain/call.ts';
import { TOKENS } from '../../lambdas/domain/errors.ts';
import { SCOPES } from '../../lambdas/domain/key.ts';
import { PlacementBody } from '../../lambdas/domain/placement-body.ts';
import { routes } from '../../lambdas/routes.ts';

const reference = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const words = new Set(
  [...reference.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[\s,]+/)),
);
const missing = (names: readonly string[]) => names.filter((name) => !words.has(name));

test('the reference names every route', () => {
  const names = routes.map(({ method, path }) => `${method} ${path}`);

  expect(
    names.filter((name) => !new RegExp(`\`${name.replaceAll(/[{}.]/g, '\\$&')}[\` ?]`).test(reference)),
  ).toEqual([]);
});

test('the reference names every scope, status, end reason and error of a call', () => {
  expect(missing([...SCOPES, ...CALL_STATUSES, ...END_REASONS, ...CallError.options])).toEqual([]);
});

test('the reference names every member of a placement and of a call', () => {
  expect(missing([...Object.keys(PlacementBody.shape), ...Object.keys(CallAnswer._zod.def.shape)])).toEqual(
    [],
  );
});

/** `- **401** `unauthorized` · **403** `forbidden` ...`: the tokens after each status, up to the next. */
const listed = Object.fromEntries(
  [...reference.matchAll(/\*\*(\d{3})\*\*((?:[^*](?!^$))*)/gm)].map(([, status = '', text = '']) => [
    status,
    [...text.matchAll(/`([a-z_]+)`/g)].map(([, token = '']) => token).toSorted(),
  ]),
);

test('the reference lists every token under its status', () => {
  const byStatus = Map.groupBy(TOKENS, (token) => String(STATUS[token]));

  expect(listed).toEqual(
    Object.fromEntries([...byStatus].map(([status, those]) => [status, those.toSorted()])),
  );
});
