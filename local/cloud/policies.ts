import * as z from 'zod';
import type { Permissions } from '../gate/permissions.ts';
import { authorizeService } from '../iam/authorize.ts';
import { parsePolicy } from '../iam/policy.ts';
import type { Deployed } from './deployed.ts';

const RoleProperties = z.looseObject({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
});
const PolicyProperties = z.looseObject({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) });
const PermissionProperties = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

/** Reads every policy of the template, of roles and of resources. */
export function readPolicies(deployed: Deployed, permissions: Permissions): void {
  const roleArns = new Map(
    deployed.all('AWS::IAM::Role').map(({ identity }) => [identity.ref, identity.attributes['Arn'] ?? '']),
  );
  for (const { where, identity, properties } of deployed.all('AWS::IAM::Role')) {
    for (const { PolicyName, PolicyDocument } of RoleProperties.parse(properties).Policies) {
      permissions.addIdentityPolicy(
        identity.attributes['Arn'] ?? '',
        PolicyDocument,
        `${where}/${PolicyName}`,
      );
    }
  }
  for (const { where, properties } of deployed.all('AWS::IAM::Policy')) {
    const { PolicyDocument, Roles } = PolicyProperties.parse(properties);
    for (const role of Roles)
      permissions.addIdentityPolicy(roleArns.get(role) ?? role, PolicyDocument, where);
  }

  for (const { where, identity, properties } of deployed.all('AWS::KMS::Key'))
    permissions.addResourcePolicy(identity.attributes['Arn'] ?? '', properties['KeyPolicy'], where);
  for (const { where, properties } of deployed.all('AWS::Lex::ResourcePolicy'))
    permissions.addResourcePolicy(String(properties['ResourceArn']), properties['Policy'], where);
  for (const { where, properties } of deployed.all('AWS::S3::BucketPolicy'))
    permissions.addResourcePolicy(
      `arn:aws:s3:::${String(properties['Bucket'])}`,
      properties['PolicyDocument'],
      where,
    );
  const queueArns = new Map(
    deployed.all('AWS::SQS::Queue').map(({ identity }) => [identity.ref, identity.attributes['Arn'] ?? '']),
  );
  for (const { where, properties } of deployed.all('AWS::SQS::QueuePolicy')) {
    for (const url of z.array(z.string()).parse(properties['Queues']))
      permissions.addResourcePolicy(queueArns.get(url) ?? url, properties['PolicyDocument'], where);
  }
  for (const { where, properties } of deployed.all('AWS::Lambda::Permission')) {
    const permission = PermissionProperties.parse(properties);
    permissions.addResourcePolicy(permission.FunctionName, statementOf(permission), where);
  }
}

/** A Lambda permission as the statement that Lambda makes of it. */
const statementOf = ({
  Action,
  FunctionName,
  Principal,
  SourceAccount,
  SourceArn,
}: z.infer<typeof PermissionProperties>) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: Principal },
      Action,
      Resource: FunctionName,
      Condition: {
        ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
        ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      },
    },
  ],
});

/**
 * Whether a service may act as a role, on behalf of one of its resources.
 * @throws Error that names role and service when the role doesn't trust it, or relies on policies that aren't here
 */
export function checkTrust(
  deployed: Deployed,
  roleArn: string,
  { service, sourceArn, sourceAccount }: { service: string; sourceArn: string; sourceAccount: string },
): void {
  const role = deployed.all('AWS::IAM::Role').find(({ identity }) => identity.attributes['Arn'] === roleArn);
  if (!role) throw new Error(`there is no role ${roleArn} for ${service} to act as`);
  const { AssumeRolePolicyDocument, ManagedPolicyArns } = RoleProperties.parse(role.properties);
  if (ManagedPolicyArns.length > 0)
    throw new Error(
      `${role.where}: the local cloud doesn't know managed policies (${ManagedPolicyArns.join(', ')})`,
    );
  const decision = authorizeService({
    resourcePolicy: parsePolicy(AssumeRolePolicyDocument, role.where),
    service,
    sourceArn,
    sourceAccount,
    action: 'sts:AssumeRole',
    resource: roleArn,
    context: {},
  });
  if (!decision.allowed)
    throw new Error(`${role.where}: ${service} may not act as this role ${decision.because}`);
}
