import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag is right as it is. The reason is for a reviewer, not for the tool. */
export const acknowledge = (construct: IConstruct, rule: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id: rule, reason });

/** The name by which cdk-nag calls a resource in a finding about its ARN: `<LogicalId.Arn>`. */
export const arnOf = (construct: IConstruct): string => {
  const { defaultChild } = construct.node;
  if (!CfnElement.isCfnElement(defaultChild)) throw new Error(`${construct.node.path} is no single resource`);
  const stack = Stack.of(construct);
  return `<${String(stack.resolve(stack.getLogicalId(defaultChild)))}.Arn>`;
};
