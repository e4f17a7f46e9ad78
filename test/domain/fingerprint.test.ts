import fc from 'fast-check';
import { canonicalRequest } from '../../lambdas/domain/fingerprint.ts';
import { BODY_MEMBERS } from '../../lambdas/domain/placement-members.ts';

const canonical = (json: string) =>
  canonicalRequest(JSON.parse(json) as Record<string, unknown>, BODY_MEMBERS);

const order =
  '{"to":"+14155550101","objective":"Book","fields":[{"name":"time","type":"string"}],"metadata":{"a":"1","b":"2"}}';

test.each([
  {
    why: 'members in another order',
    json: '{"metadata":{"b":"2","a":"1"},"fields":[{"type":"string","name":"time"}],"objective":"Book","to":"+14155550101"}',
  },
  { why: 'white space', json: order.replaceAll(',', ' ,\n\t') },
  { why: 'an unknown member', json: order.replace('{', '{"colour":{"deep":[1,2,3]},') },
  { why: 'a member that is null', json: order.replace('{', '{"context":null,"voice":null,') },
  { why: 'an unknown member of a field', json: order.replace('"name"', '"colour":"red","name"') },
  { why: 'a member of a field that is null', json: order.replace('"name"', '"description":null,"name"') },
  { why: 'the same characters, escaped', json: order.replace('Book', '\\u0042ook') },
])('two requests are the same: $why', ({ json }) => {
  expect(canonical(json)).toBe(canonical(order));
});

test.each([
  { why: 'another recipient', json: order.replace('0101', '0102') },
  { why: 'another objective', json: order.replace('Book', 'Cancel') },
  { why: 'a member more', json: order.replace('{', '{"voice":"Puck",') },
  { why: 'a member less', json: order.replace('"objective":"Book",', '') },
  { why: 'another type of a field', json: order.replace('"string"', '"number"') },
  { why: 'a text in place of a number', json: order.replace('{', '{"maxDurationSec":"60",') },
  { why: 'other metadata', json: order.replace('"1"', '"3"') },
  { why: 'metadata that only its owner knows', json: order.replace('"a"', '"colour"') },
])('two requests differ: $why', ({ json }) => {
  expect(canonical(json)).not.toBe(canonical(order));
});

test('the order of the fields counts: the answer follows it', () => {
  expect(canonical('{"fields":[{"name":"a"},{"name":"b"}]}')).not.toBe(
    canonical('{"fields":[{"name":"b"},{"name":"a"}]}'),
  );
});

test('a text can not be made to look like two members', () => {
  expect(canonical('{"to":"a\\",\\"voice\\":\\"b"}')).not.toBe(canonical('{"to":"a","voice":"b"}'));
});

test('a body nested a thousand deep gets its fingerprint as any other', () => {
  const deep = `{"metadata":${'['.repeat(1_000)}${']'.repeat(1_000)}}`;
  expect(typeof canonical(deep)).toBe('string');
});

test('any two objects have one fingerprint if and only if their known members are equal', () => {
  const body = fc.dictionary(fc.constantFrom('to', 'objective', 'colour'), fc.constantFrom('a', 'b', null));
  const known = (from: Record<string, string | null>) => [from['to'] ?? null, from['objective'] ?? null];
  fc.assert(
    fc.property(body, body, (one, other) => {
      const equal = JSON.stringify(known(one)) === JSON.stringify(known(other));
      expect(canonicalRequest(one, BODY_MEMBERS) === canonicalRequest(other, BODY_MEMBERS)).toBe(equal);
    }),
  );
});
