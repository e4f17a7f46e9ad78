import * as z from 'zod';
import type { Need } from '../gate/permissions.ts';
import { type Service, type Units, jsonOf, refuseInJson, targetOf } from '../gate/service.ts';
import type { WireAnswer } from '../wire.ts';
import { forward } from './forward.ts';

/** A table of the template, by its resolved properties. */
export interface TableConfig {
  readonly name: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const TableProperties = z.looseObject({
  AttributeDefinitions: z.unknown(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  KeySchema: z.unknown(),
  GlobalSecondaryIndexes: z.array(z.unknown()).optional(),
  Replicas: z
    .array(z.object({ SSESpecification: z.object({ KMSMasterKeyId: z.string() }).optional() }))
    .length(1),
});

const Actions = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z.array(z.record(z.string(), z.object({ TableName: z.string() }))).optional(),
});

/** The action that each part of a transaction needs. */
const OF_TRANSACTION: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** DynamoDB: the emulator behind it, and what IAM asks of its requests, the customer's key included. */
export function createDynamoDb({
  url,
  region,
  tables,
}: {
  url: string;
  region: string;
  tables: readonly TableConfig[];
}): Service & {
  /** Makes the tables that are not there yet. */
  createTables(): Promise<void>;
} {
  const byName = new Map(
    tables.map((table) => [table.name, { ...table, parsed: TableProperties.parse(table.properties) }]),
  );

  const asksAgain = new Set<unknown>();

  /** Whoever uses a table must be allowed to use its key, through DynamoDB. */
  const needsOn = (tableName: string, action: string, index?: string): Need[] => {
    const table = byName.get(tableName);
    const arn = table?.arn ?? `arn:aws:dynamodb:${region}:unknown:table/${tableName}`;
    const key = table?.parsed.Replicas[0]?.SSESpecification?.KMSMasterKeyId;
    return [
      { action: `dynamodb:${action}`, resource: index ? `${arn}/index/${index}` : arn },
      ...(key
        ? [
            {
              action: 'kms:Decrypt',
              resource: key,
              context: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
            },
          ]
        : []),
    ];
  };

  return {
    operationOf: targetOf,
    needsOf(request, operation) {
      const { TableName, IndexName, RequestItems, TransactItems } = Actions.parse(jsonOf(request));
      if (TransactItems) {
        return TransactItems.flatMap((item) =>
          Object.entries(item).flatMap(([part, of]) => needsOn(of.TableName, OF_TRANSACTION[part] ?? part)),
        );
      }
      if (RequestItems) return Object.keys(RequestItems).flatMap((name) => needsOn(name, operation));
      return needsOn(TableName ?? '', operation, IndexName);
    },
    async handle(request, _, unheard) {
      const { ClientRequestToken: token, ...body } = jsonOf(request);
      // The emulator walks all tokens that it remembers at each transaction, so it is told those alone under which an
      // SDK asks again: that of a transaction whose answer gets lost.
      if (unheard) asksAgain.add(token);
      const asked = JSON.stringify({
        ReturnConsumedCapacity: 'TOTAL',
        ...body,
        ...(typeof token === 'string' && asksAgain.has(token) && { ClientRequestToken: token }),
      });
      const answer = await forward(url, request, asked);
      const { 'x-amz-crc32': _crc, ...headers } = answer.headers;
      return { ...answer, headers };
    },
    refuse: refuseInJson,
    unitsOf,
    async createTables() {
      for (const { name, parsed } of byName.values()) {
        const { AttributeDefinitions, BillingMode, KeySchema, GlobalSecondaryIndexes } = parsed;
        const definition = {
          TableName: name,
          AttributeDefinitions,
          BillingMode,
          KeySchema,
          GlobalSecondaryIndexes,
        };
        const made = await call(url, 'CreateTable', definition);
        if (!made.ok && !made.body.includes('ResourceInUseException'))
          throw new Error(`the table ${name} was not made: ${made.body}`);
      }
    },
  };
}

const Consumed = z.object({
  ConsumedCapacity: z.union([
    z.array(z.looseObject({ CapacityUnits: z.number() })),
    z.looseObject({ CapacityUnits: z.number() }),
  ]),
});
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);

/** What a request has consumed. */
function unitsOf({ body, status }: WireAnswer, operation: string): Units {
  if (status !== 200) return {};
  const parsed = Consumed.safeParse(JSON.parse(body.toString()));
  if (!parsed.success) return {};
  const units = [parsed.data.ConsumedCapacity]
    .flat()
    .reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  return WRITES.has(operation) ? { writeUnits: units } : { readUnits: units };
}

async function call(url: string, operation: string, body: object): Promise<{ ok: boolean; body: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  return { ok: response.ok, body: await response.text() };
}
