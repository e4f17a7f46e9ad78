import { type Service, jsonOf, refuseInJson, targetOf } from '../gate/service.ts';
import type { Workflows } from '../workflows/workflows.ts';

/** Step Functions: requests are about a machine, named by its ARN, by an execution or by a token. */
export function createStates(workflows: Workflows): Service {
  return {
    operationOf: targetOf,
    needsOf(request, operation) {
      const { stateMachineArn, executionArn, taskToken } = jsonOf(request);
      const machine = typeof taskToken === 'string' ? workflows.machineOfToken(taskToken) : undefined;
      const resource = [stateMachineArn, executionArn, machine].find((arn) => typeof arn === 'string');
      // A token of no machine is refused by the service itself.
      return typeof resource === 'string' ? [{ action: `states:${operation}`, resource }] : [];
    },
    handle: (request) => workflows.handle(request),
    refuse: refuseInJson,
  };
}
