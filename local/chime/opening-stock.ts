import type { NumberRow } from './inventory.ts';

/**
 * The numbers with which the account begins: the carrier has them, nobody owns them. All are of the ranges that are kept
 * for films, and none plays a part of its own when it is called.
 */
const NUMBERS = [
  { number: '+14155550190', country: 'US' },
  { number: '+12125550191', country: 'US' },
  { number: '+13125550192', country: 'US' },
  { number: '+16045550193', country: 'CA' },
  { number: '+14165550194', country: 'CA' },
  { number: '+442079460991', country: 'GB' },
];

export const openingStock = (now: number): readonly NumberRow[] =>
  NUMBERS.map(({ number, country }) => ({
    number,
    country,
    type: 'Local',
    productType: 'SipMediaApplicationDialIn',
    createdAt: now,
    updatedAt: now,
  }));
