import * as z from 'zod';

/** Items that hold words of a call, by their sort key: they may be long, so that budgets leave them aside. */
const TEXT = /^(C#[^#]+#(words|digest)|BRIEF|WEBHOOK|TRANSCRIPT|TURN#\d+)$/;

type Value = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Value>>;
const Put = z.looseObject({ Item: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Request = z.looseObject({
  Item: Put.shape.Item.optional(),
  TransactItems: z.array(z.looseObject({ Put: Put.optional() })).optional(),
});

/** The write units of those items of a DynamoDB request that hold texts: one a KB, two in a transaction. */
export function textUnits(body: string): number {
  const { Item, TransactItems = [] } = Request.parse(JSON.parse(body));
  const unitsOf = (item: Item | undefined, perKb: number) =>
    item && TEXT.test(String(item['sk']?.['S'])) ? perKb * Math.ceil(sizeOf(item) / 1024) : 0;
  return TransactItems.reduce((sum, { Put }) => sum + unitsOf(Put?.Item, 2), unitsOf(Item, 1));
}

/** Bytes of an item as DynamoDB counts them: names and values, three a list or map, one an element of them. */
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

function valueSize(value: Value): number {
  const [[type, inner] = []] = Object.entries(value);
  if (type === 'S') return Buffer.byteLength(String(inner));
  if (type === 'N') return Math.ceil(String(inner).length / 2) + 1;
  if (type === 'M') {
    const members = inner as Item;
    return 3 + sizeOf(members) + Object.keys(members).length;
  }
  if (type === 'L') return (inner as Value[]).reduce((sum, one) => sum + valueSize(one) + 1, 3);
  return 1;
}
