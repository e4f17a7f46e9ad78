import type { AnyTemplate } from '../../local/assembly/assembly.ts';

/**
 * Takes an action from the roles whose policies' logical ids begin with `role`: that is how an effect is lost between
 * two lines.
 */
export function takeAway(resources: AnyTemplate['Resources'], role: string, action: string): void {
  for (const [logicalId, { Type, Properties }] of Object.entries(resources)) {
    if (Type !== 'AWS::IAM::Policy' || !logicalId.startsWith(role)) continue;
    const document = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
    document.Statement = document.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((one) => one !== action),
    })).filter((statement) => statement.Action.length > 0);
  }
}
