import { answer, readBody } from './a-body.ts';

const fieldsOf = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `field_${i}` }));
const metadataOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`member_${i}`, 'x']));
/** Metadata whose JSON has so many bytes: `{"a":""}` has 8. */
const metadataBytes = (bytes: number) => ({ a: 'x'.repeat(bytes - 8) });

test.each([
  { to: undefined, says: 'to_required to', why: 'absent' },
  { to: null, says: 'to_required to', why: 'null' },
  { to: '', says: 'to_required to', why: 'empty' },
  { to: 14155550101, says: 'invalid_number to', why: 'a number is no text' },
  { to: ' ', says: 'invalid_number to', why: 'blank' },
  { to: '+1 415 555 0101', says: 'invalid_number to', why: 'not E.164' },
  { to: '+19005550123', says: 'destination_blocked to', why: 'premium rate' },
  { to: '+33123456789', says: 'destination_blocked to', why: 'France' },
])('to $to: $says, $why', ({ to, says }) => {
  expect(answer({ to })).toBe(says);
});

test.each([
  { objective: undefined, says: 'objective_required objective', why: 'absent' },
  { objective: null, says: 'objective_required objective', why: 'null' },
  { objective: '', says: 'objective_required objective', why: 'empty' },
  { objective: ' \n\t', says: 'objective_required objective', why: 'blank' },
  { objective: 7, says: 'invalid_objective objective', why: 'no text' },
  { objective: ['Book'], says: 'invalid_objective objective', why: 'no text' },
  { objective: 'x'.repeat(4_000), says: 'ok', why: '4,000 characters' },
  { objective: 'x'.repeat(4_001), says: 'invalid_objective objective', why: '4,001' },
  { objective: `  ${'x'.repeat(4_000)}  `, says: 'ok', why: '4,000 after trimming' },
  { objective: '😀'.repeat(4_000), says: 'ok', why: 'an emoji is one character' },
])('an objective is $says: $why', ({ objective, says }) => {
  expect(answer({ objective })).toBe(says);
});

test.each([
  { context: null, says: 'ok', why: 'null is absent' },
  { context: '', says: 'ok', why: 'empty' },
  { context: 'x'.repeat(20_000), says: 'ok', why: '20,000 characters' },
  { context: 'x'.repeat(20_001), says: 'invalid_context context', why: '20,001' },
  { context: {}, says: 'invalid_context context', why: 'no text' },
])('a context is $says: $why', ({ context, says }) => {
  expect(answer({ context })).toBe(says);
});

test.each([
  { fields: null, says: 'ok', why: 'null is absent' },
  { fields: [], says: 'ok', why: 'none' },
  { fields: fieldsOf(20), says: 'ok', why: '20 fields' },
  { fields: fieldsOf(21), says: 'invalid_fields fields', why: '21' },
  { fields: 'time', says: 'invalid_fields fields', why: 'no list' },
  { fields: { 0: { name: 'time' } }, says: 'invalid_fields fields', why: 'no list' },
  { fields: ['time'], says: 'invalid_fields fields.0', why: 'no object' },
  { fields: [null], says: 'invalid_fields fields.0', why: 'no object' },
  { fields: [{}], says: 'invalid_fields fields.0.name', why: 'no name' },
  { fields: [{ name: '' }], says: 'invalid_fields fields.0.name', why: 'an empty name' },
  { fields: [{ name: 'a' }], says: 'ok', why: 'one letter' },
  { fields: [{ name: `a${'0'.repeat(63)}` }], says: 'ok', why: 'a name of 64 characters' },
  { fields: [{ name: `a${'0'.repeat(64)}` }], says: 'invalid_fields fields.0.name', why: '65' },
  { fields: [{ name: '1st' }], says: 'invalid_fields fields.0.name', why: 'begins with a digit' },
  { fields: [{ name: '_a' }], says: 'invalid_fields fields.0.name', why: 'begins with _' },
  { fields: [{ name: 'a-b' }], says: 'invalid_fields fields.0.name', why: 'a hyphen' },
  { fields: [{ name: 'heißt' }], says: 'invalid_fields fields.0.name', why: 'no letter of ours' },
  { fields: [{ name: 'a\n' }], says: 'invalid_fields fields.0.name', why: 'a line end' },
  {
    fields: [{ name: 'a' }, { name: 'b' }, { name: 'a' }],
    says: 'invalid_fields fields.2.name',
    why: 'twice',
  },
  { fields: [{ name: 'a' }, { name: 'A' }], says: 'ok', why: 'case counts' },
  { fields: [{ name: 'a', type: 'date' }], says: 'invalid_fields fields.0.type', why: 'no such type' },
  { fields: [{ name: 'a', type: null, description: null }], says: 'ok', why: 'null is absent' },
  { fields: [{ name: 'a', description: 'x'.repeat(500) }], says: 'ok', why: '500 characters' },
  {
    fields: [{ name: 'a', description: 'x'.repeat(501) }],
    says: 'invalid_fields fields.0.description',
    why: '501',
  },
])('fields are $says: $why', ({ fields, says }) => {
  expect(answer({ fields }).replace(/\[(\d+)\]/, '.$1')).toBe(says);
});

test.each([
  { webhookUrl: null, says: 'ok', why: 'null is absent' },
  { webhookUrl: 'https://example.com/hook', says: 'ok', why: 'https' },
  { webhookUrl: 'http://127.0.0.1:8788/inbox/a', says: 'ok', why: 'a receiver of the operator' },
  { webhookUrl: 'http://example.com/', says: 'invalid_webhook_url webhookUrl', why: 'no TLS' },
  { webhookUrl: '', says: 'invalid_webhook_url webhookUrl', why: 'empty' },
  { webhookUrl: 7, says: 'invalid_webhook_url webhookUrl', why: 'no text' },
])('a webhook URL is $says: $why', ({ webhookUrl, says }) => {
  expect(answer({ webhookUrl })).toBe(says);
});

test.each([
  { member: 'callerId', value: null, says: 'ok' },
  { member: 'callerId', value: '+14155550190', says: 'ok' },
  { member: 'callerId', value: '', says: 'invalid_caller_id callerId' },
  { member: 'callerId', value: '4155550190', says: 'invalid_caller_id callerId' },
  { member: 'callerId', value: 14155550190, says: 'invalid_caller_id callerId' },
  { member: 'assistantId', value: null, says: 'ok' },
  { member: 'assistantId', value: '01959c8e-0000-7000-8000-0000000000a1', says: 'ok' },
  { member: 'assistantId', value: '', says: 'invalid_assistant assistantId' },
  { member: 'assistantId', value: 'robin', says: 'invalid_assistant assistantId' },
  { member: 'assistantId', value: 7, says: 'invalid_assistant assistantId' },
  { member: 'voice', value: null, says: 'ok' },
  { member: 'voice', value: 'Puck', says: 'ok' },
  { member: 'voice', value: 'puck', says: 'invalid_voice voice' },
  { member: 'voice', value: 'constructor', says: 'invalid_voice voice' },
  { member: 'voice', value: '', says: 'invalid_voice voice' },
  { member: 'voice', value: 7, says: 'invalid_voice voice' },
  { member: 'language', value: null, says: 'ok' },
  { member: 'language', value: 'AUTO', says: 'ok' },
  { member: 'language', value: 'ES-us', says: 'ok' },
  { member: 'language', value: 'he-IL', says: 'invalid_language language' },
  { member: 'language', value: '', says: 'invalid_language language' },
  { member: 'language', value: 7, says: 'invalid_language language' },
  { member: 'maxDurationSec', value: null, says: 'ok' },
  { member: 'maxDurationSec', value: 29, says: 'invalid_max_duration maxDurationSec' },
  { member: 'maxDurationSec', value: 30, says: 'ok' },
  { member: 'maxDurationSec', value: 3_600, says: 'ok' },
  { member: 'maxDurationSec', value: 3_601, says: 'invalid_max_duration maxDurationSec' },
  { member: 'maxDurationSec', value: 60.5, says: 'invalid_max_duration maxDurationSec' },
  { member: 'maxDurationSec', value: '60', says: 'invalid_max_duration maxDurationSec' },
  { member: 'dryRun', value: null, says: 'ok' },
  { member: 'dryRun', value: true, says: 'ok' },
  { member: 'dryRun', value: 'true', says: 'invalid_request dryRun' },
  { member: 'dryRun', value: 1, says: 'invalid_request dryRun' },
])('$member $value is $says', ({ member, value, says }) => {
  expect(answer({ [member]: value })).toBe(says);
});

test.each([
  { metadata: null, says: 'ok', why: 'null is absent' },
  { metadata: {}, says: 'ok', why: 'none' },
  { metadata: metadataOf(20), says: 'ok', why: '20 members' },
  { metadata: metadataOf(21), says: 'invalid_metadata metadata', why: '21' },
  { metadata: metadataBytes(4_096), says: 'ok', why: '4 KiB' },
  { metadata: metadataBytes(4_097), says: 'invalid_metadata metadata', why: 'a byte more' },
  { metadata: { a: 'é'.repeat(2_044) }, says: 'ok', why: '4 KiB, two bytes a letter' },
  { metadata: { a: 'é'.repeat(2_045) }, says: 'invalid_metadata metadata', why: 'bytes count, not letters' },
  { metadata: { order: 17 }, says: 'invalid_metadata metadata.order', why: 'a number' },
  { metadata: { order: null }, says: 'invalid_metadata metadata.order', why: 'null is no text' },
  { metadata: { order: { id: '17' } }, says: 'invalid_metadata metadata.order', why: 'an object within' },
  { metadata: ['17'], says: 'invalid_metadata metadata', why: 'a list' },
  { metadata: '17', says: 'invalid_metadata metadata', why: 'a text' },
])('metadata is $says: $why', ({ metadata, says }) => {
  expect(answer({ metadata })).toBe(says);
});

const tooFar = '2026-04-01T12:00:00.001Z';
test.each([
  { body: { notBefore: null, notAfter: null }, says: 'ok', why: 'null is absent' },
  { body: { notBefore: '2026-03-02T13:00:00Z' }, says: 'ok', why: 'an hour ahead' },
  { body: { notBefore: '2026-03-01T12:00:00Z' }, says: 'ok', why: 'past: it may be dialed at once' },
  { body: { notBefore: '2026-04-01T12:00:00.000Z' }, says: 'ok', why: 'exactly 30 days ahead' },
  { body: { notBefore: tooFar }, says: 'invalid_schedule notBefore', why: 'a moment more' },
  { body: { notAfter: '2026-04-01T12:00:00.000Z' }, says: 'ok', why: 'exactly 30 days ahead' },
  { body: { notAfter: tooFar }, says: 'invalid_schedule notAfter', why: 'a moment more' },
  { body: { notAfter: '2026-03-02T12:00:00.001Z' }, says: 'ok', why: 'a moment is left' },
  { body: { notAfter: '2026-03-02T12:00:00.000Z' }, says: 'invalid_schedule notAfter', why: 'none is left' },
  {
    body: { notBefore: '2026-03-02T13:00:00Z', notAfter: '2026-03-02T13:00:00Z' },
    says: 'invalid_schedule notBefore',
    why: 'no time in between',
  },
  {
    body: { notBefore: '2026-03-02T14:00:00+01:00', notAfter: '2026-03-02T13:00:01Z' },
    says: 'ok',
    why: 'a second in between, told by two clocks',
  },
  { body: { notBefore: '2026-03-02T13:00:00' }, says: 'invalid_schedule notBefore', why: 'no offset' },
  { body: { notBefore: '2026-03-02' }, says: 'invalid_schedule notBefore', why: 'a day' },
  { body: { notAfter: '2026-02-30T12:00:00Z' }, says: 'invalid_schedule notAfter', why: 'no such day' },
  { body: { notAfter: 'tomorrow' }, says: 'invalid_schedule notAfter', why: 'a word' },
  { body: { notAfter: 1_772_456_400_000 }, says: 'invalid_schedule notAfter', why: 'a number' },
])('a schedule is $says: $why', ({ body, says }) => {
  expect(answer(body)).toBe(says);
});

test('what is not told has its default', () => {
  expect(readBody({ colour: 'red' })).toEqual({
    to: { allowed: true, number: '+14155550101', region: 'US' },
    objective: 'Book a table',
    context: null,
    fields: [],
    webhookUrl: null,
    callerId: null,
    assistantId: null,
    voice: null,
    language: null,
    maxDurationSec: 600,
    metadata: null,
    schedule: { notBefore: null, notAfter: null },
    dryRun: false,
  });
});

test('what is told is read into one form', () => {
  const order = readBody({
    objective: '  Book a table ',
    fields: [{ name: 'time', colour: 'red' }],
    webhookUrl: 'HTTPS://Example.com:443/x',
    language: 'es',
    notBefore: '2026-03-02T14:00:00+01:00',
  });
  expect(order).toMatchObject({
    objective: 'Book a table',
    fields: [{ name: 'time', type: 'string', description: null }],
    webhookUrl: 'https://example.com/x',
    language: 'es-US',
    schedule: { notBefore: '2026-03-02T13:00:00.000Z', notAfter: null },
  });
});
