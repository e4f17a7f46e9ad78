import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { anAssistant } from '../makers.ts';

type Item = Readonly<Record<string, unknown>>;

/** Minutes of an account over all its cycles: by the counters, and by the ledger's lines. */
export interface Minutes {
  readonly used: number;
  readonly reserved: number;
  /** Of calls that came in: in no counter of what is used. */
  readonly inbound: number;
}

/** What stands in the tables, read past the product. */
export function booksOf({ tables, buckets }: Cloud) {
  const db = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: tables.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  const nameOf = (table: string) => tables.names.find((name) => name.includes(`-${table}Table`)) ?? '';
  const all = async (table: 'Accounts' | 'Numbers' | 'Calls'): Promise<readonly Item[]> => {
    const TableName = nameOf(table);
    const items: Item[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await db.send(new ScanCommand({ TableName, ...(from && { ExclusiveStartKey: from }) }));
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from);
    return items;
  };
  /** The items of one partition: a page is more than a test writes there. */
  const part = async (table: Parameters<typeof all>[0], pk: string): Promise<readonly Item[]> => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: nameOf(table),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    );
    return Items;
  };
  const sum = (items: readonly Item[], member: string) =>
    items.reduce((total, item) => total + Number(item[member] ?? 0), 0);

  /** Every line of an account's ledger. */
  const ledger = async (accountId: string): Promise<readonly Item[]> =>
    (await all('Accounts')).filter(({ pk }) => String(pk).startsWith(`A#${accountId}#LEDGER#`));

  return {
    all,
    part,
    ledger,
    /** Puts an item where no route of the product can yet. */
    async put(table: Parameters<typeof all>[0], Item: Record<string, unknown>): Promise<void> {
      await db.send(new PutCommand({ TableName: nameOf(table), Item }));
    },
    /** Takes an item away that no route of the product takes away so. */
    async remove(table: Parameters<typeof all>[0], Key: { pk: string; sk: string }): Promise<void> {
      await db.send(new DeleteCommand({ TableName: nameOf(table), Key }));
    },
    /** Changes what stands in a number's row. @returns the number as it stands then */
    async changeNumber(number: string, changes: Readonly<Record<string, unknown>>): Promise<Item> {
      const row = (await all('Numbers')).find(({ pk }) => pk === `N#${number}`);
      const changed = { ...(row?.['number'] as Item), ...changes };
      await this.put('Numbers', { ...row, number: changed });
      return changed;
    },
    /** Gives a number a say of its own in how its calls are handled. */
    async handle(number: string, say: Readonly<Record<string, unknown>>): Promise<void> {
      const { callHandling } = await this.changeNumber(number, {});
      await this.changeNumber(number, { callHandling: { ...(callHandling as object), ...say } });
    },
    /** Calls to a number are answered by a new assistant of its account. @returns the assistant's id */
    async answeredBy(number: string, assistant: Readonly<Record<string, unknown>>): Promise<string> {
      const id = uuidv7();
      const { accountId } = await this.changeNumber(number, { inboundAssistantId: id });
      await this.put('Accounts', {
        pk: `A#${String(accountId)}`,
        sk: `ASSISTANT#${id}`,
        assistant: { ...anAssistant(), ...assistant, id, accountId },
      });
      return id;
    },
    /** The recordings that have been delivered: the keys of all objects. */
    async recordings(): Promise<readonly string[]> {
      const lists = await Promise.all(
        buckets.names.map(async (name) => (await fetch(`${buckets.url}/${name}?list-type=2`)).text()),
      );
      return lists.flatMap((list) => Array.from(list.matchAll(/<Key>([^<]+)/g), ([, key = '']) => key));
    },
    async minutes(accountId: string): Promise<Minutes> {
      const cycles = (await part('Accounts', `A#${accountId}`)).filter(({ sk }) =>
        /^CYCLE#[^#]+$/.test(String(sk)),
      );
      const used = sum(cycles, 'usedSec') / 60;
      const inbound = sum(cycles, 'inboundSec') / 60;
      return { used, reserved: sum(cycles, 'takenSec') / 60 - used, inbound };
    },
    /** The same, counted anew from the ledger. */
    async recount(accountId: string): Promise<Minutes> {
      const [lines, cameIn] = [[], []] as [Item[], Item[]];
      for (const line of await ledger(accountId))
        (line['direction'] === 'inbound' ? cameIn : lines).push(line);
      const of = (...kinds: string[]) => lines.filter((line) => kinds.includes(String(line['kind'])));
      const held = sum(of('reserve', 'extend'), 'heldSec') - sum(of('settle'), 'heldSec');
      return {
        used: sum(of('settle', 'adjust'), 'billedSec') / 60,
        reserved: held / 60,
        inbound: sum(cameIn, 'billedSec') / 60,
      };
    },
  };
}
