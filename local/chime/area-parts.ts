/**
 * What may go wrong with a number that is for sale, by its area code: the counterpart of the numbers that end in 555-01NN.
 * `sold_out`: nothing is found. `taken`: what is found somebody else has by the time it is ordered. `slow`: an order takes
 * ten minutes. `failing`: an order ends without a number. `unlinkable`: no SIP rule may name it. `linkable_later`: none in
 * its first minute. Each is an area code that came later over another, so that whoever asks for a city meets none of them.
 */
const PARTS = {
  '327': 'sold_out',
  '329': 'taken',
  '350': 'slow',
  '353': 'failing',
  '363': 'unlinkable',
  '369': 'linkable_later',
} as const;
export type AreaPart = (typeof PARTS)[keyof typeof PARTS];

/** How long an order of a slow area is under way. */
export const SLOW_ORDER_SEC = 600;
/** How long a number can't be named by a rule after it was bought, where that takes time. */
export const UNLINKABLE_SEC = 60;

/** The part that a number's area plays; undefined for all but a few. */
export const partOf = (number: string): AreaPart | undefined =>
  number.startsWith('+1') ? (PARTS as Readonly<Record<string, AreaPart>>)[number.slice(2, 5)] : undefined;
