import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { EnvName } from '../../lambdas/env.ts';
import type { ItemKey } from '../../lambdas/store/items.ts';
import { db, table } from '../../lambdas/store/table.ts';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { createResolver } from '../../local/assembly/resolver.ts';
import { type TableConfig, createDynamoDb } from '../../local/services/dynamodb.ts';
import { type DynamoDb, startDynamoDb } from '../../local/services/dynamodb-process.ts';

type TableName = Extract<EnvName, `${string}_TABLE`>;
export type Item = Readonly<Record<string, unknown>>;

/** The tables of the data stack, by the first word of their logical ids. */
const VARIABLES: Readonly<Record<string, TableName>> = {
  Accounts: 'ACCOUNTS_TABLE',
  Numbers: 'NUMBERS_TABLE',
  Calls: 'CALLS_TABLE',
};
const REGION = 'us-east-1';

/** Plans that make each limit easy to reach: `pro` rounds to minutes, `seconds` to whole seconds. */
const PLANS = {
  pro: { numbers: 3, minutes: 500, callsPerMinute: 30, concurrentCalls: 2 },
  seconds: { numbers: 1, minutes: 500, callsPerMinute: 30, concurrentCalls: 2, roundingSec: 1 },
};
const POLICY = {
  callsPerRecipientPerDay: 3,
  dialWindowSec: 3_600,
  carrierCallsPerSecond: 1,
  carrierLines: 10,
  carrierLinesForInbound: 2,
  webhookPrivateOrigins: [],
  registration: {},
};

/**
 * Gives each test of a file empty tables of its own, on the embedded DynamoDB, with keys and indexes as the template
 * has them. To be called once, outside of any test.
 */
export function onEmptyTables(): void {
  let database: DynamoDb | undefined;
  let tables: readonly TableConfig[] = [];
  let round = 0;
  beforeAll(async () => {
    database = await startDynamoDb();
    tables = templateTables();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: database.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      PLANS: JSON.stringify(PLANS),
      POLICY: JSON.stringify(POLICY),
    });
  });
  beforeEach(async () => {
    round += 1;
    if (database) await createTables(database.url, tables, `-${round}`);
  });
  afterAll(() => database?.stop());
}

/** The tables of the synthesized template. */
function templateTables(): readonly TableConfig[] {
  const assembly = readAssembly(process.env['TRUNKLINE_TEST_ASSEMBLY'] ?? '');
  const resolver = createResolver({
    assembly,
    account: '000000000000',
    region: REGION,
    identify: ({ logicalId }) => ({ ref: logicalId, attributes: { Arn: logicalId } }),
  });
  return assembly.resources
    .filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')
    .map((resource) => ({
      name: resource.logicalId,
      arn: resource.logicalId,
      properties: resolver.propertiesOf(resource),
    }));
}

async function createTables(url: string, templates: readonly TableConfig[], suffix: string): Promise<void> {
  const tables = templates.map((table) => ({ ...table, name: table.name + suffix }));
  for (const { name } of tables) {
    const variable = VARIABLES[/^[A-Z][a-z]+/.exec(name)?.[0] ?? ''];
    if (!variable) throw new Error(`the template has a table that the tests don't know: ${name}`);
    process.env[variable] = name;
  }
  await createDynamoDb({ url, region: REGION, tables }).createTables();
}

/** Everything that stands in a table. */
export async function itemsOf(variable: TableName): Promise<readonly Item[]> {
  const { Items = [] } = await db().send(
    new ScanCommand({ TableName: table(variable), ConsistentRead: true }),
  );
  return Items;
}

/** Everything that stands in the accounts and calls tables, in a fixed order: what two moments are compared by. */
export async function allItems(): Promise<readonly Item[]> {
  const items = [...(await itemsOf('ACCOUNTS_TABLE')), ...(await itemsOf('CALLS_TABLE'))];
  return items.sort((a, b) =>
    JSON.stringify([a['pk'], a['sk']]) < JSON.stringify([b['pk'], b['sk']]) ? -1 : 1,
  );
}

export async function itemAt(variable: TableName, { pk, sk }: ItemKey): Promise<Item | undefined> {
  return (await itemsOf(variable)).find((item) => item['pk'] === pk && item['sk'] === sk);
}

export async function putItem(variable: TableName, key: ItemKey, item: Item): Promise<void> {
  await db().send(new PutCommand({ TableName: table(variable), Item: { ...key, ...item } }));
}

export async function deleteItem(variable: TableName, Key: ItemKey): Promise<void> {
  await db().send(new DeleteCommand({ TableName: table(variable), Key: { ...Key } }));
}

/** What befalls a request: it is not sent, or its answer is lost. */
export type Fault = 'lost_before' | 'lost_after' | { readonly answered: Error };

/**
 * Watches the requests that a store makes. The operations so far are told by name; the next ones of an operation can
 * be made to fail. To be called in a test; the one before stops watching.
 */
export function watchRequests() {
  const sent: string[] = [];
  const faults: { operation: string; fault: Fault }[] = [];
  db().middlewareStack.remove('watch');
  db().middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, '');
        sent.push(operation);
        const at = faults.findIndex((one) => one.operation === operation);
        const [planned] = at < 0 ? [] : faults.splice(at, 1);
        if (!planned) return next(args);
        if (typeof planned.fault === 'object') throw planned.fault.answered;
        if (planned.fault === 'lost_after') await next(args);
        throw new Error('the connection was lost');
      },
    { step: 'initialize', name: 'watch', override: true },
  );
  return {
    sent,
    /** Lets the next request of an operation fail; called twice, the next two. */
    failNext: (operation: string, fault: Fault) => void faults.push({ operation, fault }),
  };
}
