import { Refusal } from '../../lambdas/domain/errors.ts';
import { type OrderFacts, readOrderRequest } from '../../lambdas/domain/order-request.ts';
import { ASSISTANT_ID } from '../makers.ts';

const FACTS: OrderFacts = { listing: true, providers: ['chime'], registration: { GB: ['identity'] } };
const read = (body: Readonly<Record<string, unknown>>, facts: Partial<OrderFacts> = {}) =>
  readOrderRequest(body, { ...FACTS, ...facts });
function tokenOf(body: Readonly<Record<string, unknown>>, facts: Partial<OrderFacts> = {}): string {
  try {
    read(body, facts);
    return 'fine';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.token;
  }
}

test('an order by area is searched by the area’s code, in its country', () => {
  expect(read({ areaId: 'CA-514', nickname: ' Montréal ', outboundAssistantId: ASSISTANT_ID })).toEqual({
    wish: { by: 'area', areaId: 'CA-514', areaCode: '514' },
    country: 'CA',
    provider: 'chime',
    nickname: 'Montréal',
    inboundAssistantId: null,
    outboundAssistantId: ASSISTANT_ID,
  });
});

test('a number that was picked is of the country that its digits tell', () => {
  const wish = { number: '+15145550190', provider: 'chime', nickname: 'Montréal' };
  expect(read(wish)).toMatchObject({ wish: { by: 'number', number: '+15145550190' }, country: 'CA' });
  expect(tokenOf({ ...wish, number: '+972501234567' })).toBe('invalid_number');
});

test('null is as good as nothing', () => {
  expect(tokenOf({ areaId: 'US-510', number: null, provider: null, nickname: null })).toBe('fine');
  expect(tokenOf({ areaId: null, number: '+15105550190', nickname: 'Oakland' })).toBe('fine');
});

test('where there is no carrier nothing can be ordered, which is told last', () => {
  expect(tokenOf({ areaId: 'US-510' }, { providers: [] })).toBe('provider_not_configured');
  expect(tokenOf({ areaId: 'GB-20' }, { providers: [] })).toBe('registration_required');
  expect(tokenOf({ number: '+15105550190', nickname: 'Oakland' }, { providers: [] })).toBe(
    'provider_not_configured',
  );
});
