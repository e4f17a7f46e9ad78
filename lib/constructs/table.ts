import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { EnvName } from '../../lambdas/env.ts';
import type { Grant } from './service-function.ts';

/** A string attribute of a key. */
export const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

type Operation =
  'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

export interface TableProps {
  readonly variable: Extract<EnvName, `${string}_TABLE`>;
  readonly key: IKey;
  /** Whether the table outlives its stack and can't be deleted by mistake. */
  readonly keep: boolean;
  readonly indexes: readonly GlobalSecondaryIndexPropsV2[];
}

/** A table of items by `pk` and `sk`, restorable to any second of the last 35 days, encrypted by the customer's key. */
export class Table extends Construct {
  readonly table: TableV2;
  private readonly props: TableProps;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    this.props = props;
    this.table = new TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(props.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.keep,
      removalPolicy: props.keep ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      // Rows that only guard a day or a minute go by themselves; no rule relies on when.
      timeToLiveAttribute: 'expiresAt',
      globalSecondaryIndexes: [...props.indexes],
    });
  }

  /** Lets a function do the named operations, and the key's part in them. Nothing lists or scans. */
  allows(...operations: Operation[]): Grant {
    return this.grant(operations, [this.table.tableArn]);
  }

  /** Lets a function query one of the table's indexes. */
  allowsIndex(index: string): Grant {
    return this.grant(['Query'], [`${this.table.tableArn}/index/${index}`]);
  }

  private grant(operations: readonly Operation[], resources: readonly string[]): Grant {
    const { key, variable } = this.props;
    return (fn) => {
      fn.allow(
        operations.map((operation) => `dynamodb:${operation}`),
        resources,
      );
      fn.allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'], [key.keyArn], {
        StringEquals: { 'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com` },
      });
      fn.give(variable, this.table.tableName);
    };
  }
}
