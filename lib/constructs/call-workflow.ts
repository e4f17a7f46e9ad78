import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  IntegrationPattern,
  LogLevel,
  QueryLanguage,
  StateMachine,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Door } from '../bundles.ts';
import { acknowledge, arnOf } from '../acknowledge.ts';
import { type Grant, ServiceFunction } from './service-function.ts';

/** The longest call (an hour) and two minutes. A constant: a shorter call is ended by the due index. */
const LONGEST_WAIT = Duration.seconds(3_600 + 120);
/** Waiting for a token takes no time of the function that hands it out. */
const STEP_TIMEOUT = Duration.seconds(20);
/** A repeat waits in it for a slot of the carrier: at most as many seconds as it has lines, at one call a second. */
const RING_TIMEOUT = Duration.seconds(120);
/** The digest of a long call takes a model a while. */
const CONCLUDE_TIMEOUT = Duration.seconds(60);

export interface CallWorkflowProps {
  readonly logDays: RetentionDays;
  readonly grants: {
    readonly ring: readonly Grant[];
    readonly awaitEnd: readonly Grant[];
    readonly conclude: readonly Grant[];
  };
}

/**
 * The life of one call from the claim on: ring, wait for the end, conclude. It holds ids alone, since its history can't
 * be erased, and a usual call enters two states, since each costs more than all else.
 */
export class CallWorkflow extends Construct {
  readonly conclude: ServiceFunction;
  readonly machine: StateMachine;
  /** Of a call that came in: its end is all that there is to wait for, and begins it. */
  readonly conclusion: StateMachine;
  readonly ring: ServiceFunction;

  constructor(scope: Construct, id: string, { logDays, grants }: CallWorkflowProps) {
    super(scope, id);
    const step = (name: string, door: Door, timeout: Duration, granted: readonly Grant[], memoryMb: number) =>
      new ServiceFunction(this, name, { door, timeout, grants: granted, logDays, memoryMb });
    this.ring = step('RingFunction', 'steps/ring', RING_TIMEOUT, grants.ring, 256);
    const awaitEnd = step('AwaitEndFunction', 'steps/await-end', STEP_TIMEOUT, grants.awaitEnd, 256);
    this.conclude = step('ConcludeFunction', 'steps/conclude', CONCLUDE_TIMEOUT, grants.conclude, 512);

    const concluded = concluding(this, this.conclude);
    const awaited = LambdaInvoke.jsonata(this, 'AwaitEnd', {
      ...WAITING,
      lambdaFunction: awaitEnd.function,
    });
    // It asks nobody to ring, so it may be tried again.
    awaited.addRetry({
      errors: ['States.ALL'],
      interval: Duration.seconds(5),
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      maxAttempts: 20,
    });
    awaited.next(concluded);

    const rung = LambdaInvoke.jsonata(this, 'Ring', { ...WAITING, lambdaFunction: this.ring.function });
    // CarrierBusy alone, which is thrown only when the carrier proved that it did not take the call: after 5 s and 20 s.
    rung.addRetry({ errors: ['CarrierBusy'], interval: Duration.seconds(5), backoffRate: 4, maxAttempts: 2 });
    // Whatever else fails may have rung a phone: wait for evidence, do not end the call and do not ring again.
    rung.addCatch(awaited, { errors: ['States.ALL'], outputs: {} });

    const log = new LogGroup(this, 'Log', {
      // Log groups of this prefix share one resource policy, which is limited in size.
      logGroupName: `/aws/vendedlogs/states/${Aws.STACK_NAME}-calls`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const machine = (name: string, first: IChainable, functions: readonly ServiceFunction[]) => {
      const made = new StateMachine(this, name, {
        queryLanguage: QueryLanguage.JSONATA,
        definitionBody: DefinitionBody.fromChainable(first),
        logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
      });
      acknowledgeAll(made, functions);
      return made;
    };
    this.machine = machine('Machine', rung.next(concluded), [this.ring, awaitEnd, this.conclude]);
    // A state belongs to one machine.
    const alone = concluding(new Construct(this, 'Conclusion'), this.conclude);
    this.conclusion = machine('ConclusionMachine', alone, [this.conclude]);
    for (const fn of [this.ring, awaitEnd]) this.canGoOn(fn);
  }

  /** Lets a function start the workflow of a call. */
  readonly canStart: Grant = (fn) => {
    fn.allow(['states:StartExecution'], [this.machine.stateMachineArn]);
    fn.give('CALL_WORKFLOW_ARN', this.machine.stateMachineArn);
  };

  /** Lets a function start the conclusion of a call that came in. It stands on nothing of the carrier's. */
  readonly canConclude: Grant = (fn) => {
    fn.allow(['states:StartExecution'], [this.conclusion.stateMachineArn]);
    fn.give('CONCLUSION_ARN', this.conclusion.stateMachineArn);
  };

  /**
   * Lets a function tell a call's workflow to go on. By a policy of its own: the function must not wait for it, since
   * the workflow waits for the application, which waits for this function.
   */
  readonly canGoOn: Grant = (fn) => {
    new Policy(fn, 'GoOn', {
      roles: [fn.role],
      statements: [
        new PolicyStatement({
          actions: ['states:SendTaskSuccess'],
          resources: [this.machine.stateMachineArn],
        }),
      ],
    });
  };
}

/** Until it holds: what is missing at the end of a call is its minutes and its result. */
function concluding(scope: Construct, conclude: ServiceFunction): LambdaInvoke {
  const concluded = LambdaInvoke.jsonata(scope, 'Conclude', {
    lambdaFunction: conclude.function,
    payload: TaskInput.fromObject(IDS),
    retryOnServiceExceptions: false,
    outputs: {},
  });
  concluded.addRetry({
    errors: ['States.ALL'],
    interval: Duration.seconds(5),
    backoffRate: 2,
    maxDelay: Duration.minutes(5),
    maxAttempts: 200,
  });
  return concluded;
}

function acknowledgeAll(machine: StateMachine, functions: readonly ServiceFunction[]): void {
  acknowledge(
    machine,
    'AwsSolutions-SF2',
    'Two states and their log tell all that a trace would; X-Ray is billed for each transition.',
  );
  for (const { function: fn } of functions) {
    acknowledge(
      machine,
      `AwsSolutions-IAM5[Resource::${arnOf(fn)}:*]`,
      'The versions and aliases of one function of this workflow, by its own ARN.',
    );
  }
  acknowledge(
    machine,
    'AwsSolutions-IAM5[Resource::*]',
    'Log deliveries are set up by actions that take no resource (Step Functions developer guide, logging).',
  );
}

const IDS = {
  accountId: '{% $states.context.Execution.Input.accountId %}',
  callId: '{% $states.context.Execution.Input.callId %}',
  generation: '{% $states.context.Execution.Input.generation %}',
};

/** A step that hands out its token and waits for it. Without CDK's own retries: they would ring again. */
const WAITING = {
  integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
  payload: TaskInput.fromObject({ ...IDS, token: '{% $states.context.Task.Token %}' }),
  taskTimeout: Timeout.duration(LONGEST_WAIT),
  retryOnServiceExceptions: false,
  outputs: {},
};
