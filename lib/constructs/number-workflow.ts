import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  LogLevel,
  QueryLanguage,
  StateMachine,
  Succeed,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { EnvName } from '../../lambdas/env.ts';
import type { Door } from '../bundles.ts';
import { acknowledge, arnOf } from '../acknowledge.ts';
import { type Grant, ServiceFunction } from './service-function.ts';

/** A step asks the carrier a few things, each of which may be asked three times for 4 s. */
const STEP_TIMEOUT = Duration.seconds(60);

export interface NumberWorkflowProps {
  readonly door: Door;
  /** What it leads to its end, as its log is called. */
  readonly leads: 'orders' | 'releases';
  /** The variable that tells a function the machine to start. */
  readonly variable: Extract<EnvName, 'ORDER_WORKFLOW_ARN' | 'RELEASE_WORKFLOW_ARN'>;
  readonly logDays: RetentionDays;
  /** What the step may do. */
  readonly grants: readonly Grant[];
}

/**
 * Leads an order or a release to its end, one step after another: the step reads the row, does what comes next, and
 * answers `{done: true}`, or `{done: false, at}`, the instant from which it is to be run again. All that is known stands
 * in the row, so a step may be run twice, late, or by two executions at once. It holds ids alone, since the history of a
 * workflow can't be erased.
 */
export class NumberWorkflow extends Construct {
  readonly machine: StateMachine;
  readonly step: ServiceFunction;
  private readonly variable: NumberWorkflowProps['variable'];

  constructor(scope: Construct, id: string, props: NumberWorkflowProps) {
    super(scope, id);
    const { door, leads, variable, logDays, grants } = props;
    this.variable = variable;
    this.step = new ServiceFunction(this, 'StepFunction', { door, timeout: STEP_TIMEOUT, grants, logDays });

    const step = LambdaInvoke.jsonata(this, 'Step', {
      lambdaFunction: this.step.function,
      payload: TaskInput.fromObject(IDS),
      retryOnServiceExceptions: false,
      outputs: '{% $states.result.Payload %}',
    });
    // Whatever failed: a step may be repeated. For more than an hour; after that the sweep starts another execution.
    step.addRetry({
      errors: ['States.ALL'],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      maxAttempts: 100,
    });
    const wait = Wait.jsonata(this, 'Wait', { time: WaitTime.timestamp('{% $states.input.at %}') });
    const choice = Choice.jsonata(this, 'Done')
      .when(Condition.jsonata('{% $states.input.done %}'), Succeed.jsonata(this, 'End'))
      .otherwise(wait.next(step));

    const log = new LogGroup(this, 'Log', {
      // Log groups of this prefix share one resource policy, which is limited in size.
      logGroupName: `/aws/vendedlogs/states/${Aws.STACK_NAME}-${leads}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.machine = new StateMachine(this, 'Machine', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(step.next(choice)),
      logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
    });
    acknowledge(
      this.machine,
      'AwsSolutions-SF2',
      'One step and its log tell all that a trace would; X-Ray is billed for each transition.',
    );
    acknowledge(
      this.machine,
      `AwsSolutions-IAM5[Resource::${arnOf(this.step.function)}:*]`,
      'The versions and aliases of one function of this workflow, by its own ARN.',
    );
    acknowledge(
      this.machine,
      'AwsSolutions-IAM5[Resource::*]',
      'Log deliveries are set up by actions that take no resource (Step Functions developer guide, logging).',
    );
  }

  /** Lets a function start an execution. */
  readonly canStart: Grant = (fn) => {
    fn.allow(['states:StartExecution'], [this.machine.stateMachineArn]);
    fn.give(this.variable, this.machine.stateMachineArn);
  };
}

const IDS = {
  accountId: '{% $states.context.Execution.Input.accountId %}',
  id: '{% $states.context.Execution.Input.id %}',
  generation: '{% $states.context.Execution.Input.generation %}',
};
