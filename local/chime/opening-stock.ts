import type { NumberRow } from './inventory.ts';

/** Area codes of the opening stock, with their country. */
const AREAS = [
  ['415', 'US'],
  ['212', 'US'],
  ['312', 'US'],
  ['206', 'US'],
  ['604', 'CA'],
  ['416', 'CA'],
] as const;
/** The lines of each area: of the ranges that are kept for films, and none plays a part of its own when it is called. */
const LINES = ['0190', '0191', '0192', '0193', '0194', '0195'] as const;
const LONDON = ['+442079460991', '+442079460992'];

/** The numbers with which the account begins: the carrier has them, nobody owns them. */
const NUMBERS = [
  ...LINES.flatMap((line) => AREAS.map(([area, country]) => ({ number: `+1${area}555${line}`, country }))),
  ...LONDON.map((number) => ({ number, country: 'GB' })),
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
