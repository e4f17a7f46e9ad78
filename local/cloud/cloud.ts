import { join } from 'node:path';
import type { ApiGateway } from '../api/api-gateway.ts';
import { type AnyTemplate, readAssembly } from '../assembly/assembly.ts';
import { checkProperties } from '../assembly/properties.ts';
import { createResolver } from '../assembly/resolver.ts';
import { type Model, createBedrock, standIn } from '../bedrock/bedrock.ts';
import { type Chime, createChime } from '../chime/chime.ts';
import { DEFAULT_LIMITS } from '../chime/limits.ts';
import type { Clock } from '../clock/clock.ts';
import { type Faults, createFaults } from '../faults/faults.ts';
import { shortName } from '../faults/order.ts';
import { type FunctionConfig, type Invoked, type LogLine, createFunctions } from '../functions/functions.ts';
import { type AnswerInstead, type Asked, startGate } from '../gate/gate.ts';
import { type Permissions, createPermissions } from '../gate/permissions.ts';
import type { Service } from '../gate/service.ts';
import { type Trace, createTrace } from '../gate/trace.ts';
import { createLex } from '../lex/lex.ts';
import { createCarrier } from '../services/carrier.ts';
import { startDynamoDb } from '../services/dynamodb-process.ts';
import { startQueueEmulator } from '../services/queue-emulator.ts';
import { createRecorder } from '../services/recorder.ts';
import { createStates } from '../services/states.ts';
import type { AccessDenied, Invocation, WireRequest } from '../wire.ts';
import { type Workflows, createWorkflows } from '../workflows/workflows.ts';
import { startApi } from './api.ts';
import { type Deployed, deploy } from './deployed.ts';
import { functionConfigs } from './function-configs.ts';
import { createNames } from './names.ts';
import { checkTrust, readPolicies } from './policies.ts';
import { startSources } from './sources.ts';
import { createStorage } from './storage.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export interface CloudOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  readonly clock: Clock;
  /** 0: any free one. */
  readonly apiPort: number;
  /** Where tables and the carrier's books are kept; nothing is kept if not given. */
  readonly dataFolder?: string;
  /** @default the stand-in */
  readonly model?: Model;
  /** Changes a template before it is booted: a test that takes a grant away. */
  readonly alter?: (stack: string, template: AnyTemplate) => void;
  readonly onLog?: (line: LogLine) => void;
  readonly onDenied?: (error: AccessDenied) => void;
  readonly onRequest?: (asked: Asked) => void;
  readonly onInvoked?: (invoked: Invoked) => void;
  /** Answers before any fault of `faults` does. */
  readonly answerInstead?: AnswerInstead;
}

/** The deployed template, on this machine. */
export interface Cloud {
  readonly clock: Clock;
  readonly api: ApiGateway;
  readonly chime: Chime;
  readonly workflows: Workflows;
  readonly trace: Trace;
  readonly faults: Faults;
  /** Invokes a function by its short name, as AWS's own sources do: to tell it what they might, once more, late or askew. */
  deliver(shortName: string, payload: unknown): Promise<Invocation>;
  readonly permissions: Pick<Permissions, 'used'>;
  /**
   * Connections of functions to receivers outside of the gate, by their local ports, whose requests are kept waiting on
   * purpose, for virtual time.
   */
  readonly onHold: Set<number>;
  /** Where its DynamoDB listens, and what the tables are called there. */
  readonly tables: { readonly url: string; readonly names: readonly string[] };
  /** The same of its S3. */
  readonly buckets: { readonly url: string; readonly names: readonly string[] };
  stop(): Promise<void>;
}

/** The carrier's account has room for orders; AWS gives a new one 5 numbers. */
const CARRIER_LIMITS = { ...DEFAULT_LIMITS, numbers: 1_000 };

/**
 * Boots a synthesized template: no list of routes, functions, tables, queues or schedules stands here.
 * @throws Error in plain words when something in the template isn't known; nothing is left running then
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const one of stops.reverse()) await one();
    stops.length = 0;
  };
  try {
    return { ...(await boot(options, (one) => stops.push(one))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function boot(
  { assembly: folder, clock, apiPort, dataFolder, model = standIn, alter, ...told }: CloudOptions,
  onStop: (stop: () => unknown) => void,
): Promise<Omit<Cloud, 'stop'>> {
  const { onLog, onDenied, onRequest, onInvoked, answerInstead } = told;
  const assembly = readAssembly(folder, alter);
  checkProperties(assembly.resources);
  onStop(() => clock.stop());

  const [database, queues] = await Promise.all([
    startDynamoDb(dataFolder && join(dataFolder, 'tables.db')),
    startQueueEmulator(clock.shared, dataFolder && join(dataFolder, 'buckets')),
  ]);
  onStop(() => database.stop());
  onStop(() => queues.stop());

  const trace = createTrace(clock);
  const permissions = createPermissions({ account: ACCOUNT });
  const denied = (error: AccessDenied) => onDenied?.(error);
  const services: Record<string, Service> = {};
  const onHold = new Set<number>();
  const configs: FunctionConfig[] = [];
  const faults = createFaults({
    clock,
    functions: () => configs,
    kill: (instance) => functions.kill(instance),
  });
  const gate = await startGate({
    clock,
    account: ACCOUNT,
    services,
    permissions,
    trace,
    running: (instance) => functions.running(instance),
    onDenied: denied,
    ...(onRequest && { onRequest }),
    answerInstead: (asked, carryOut) =>
      answerInstead?.(asked, carryOut) ?? faults.answerInstead(asked, carryOut),
  });
  const gateUrl = `http://127.0.0.1:${gate.port}`;
  const functions = createFunctions({
    clock,
    mayInvoke: ({ arn }, caller) =>
      permissions.check(caller, { action: 'lambda:InvokeFunction', resource: arn }),
    environment: (fn, instance) => environmentOf(fn, instance, gateUrl),
    held: (instance, ports) => gate.held(instance) + ports.filter((port) => onHold.has(port)).length,
    interfere: (fn, carryOut) => faults.interfere(fn, carryOut),
    onLog: (line) => onLog?.(line),
    onDenied: denied,
    ...(onInvoked && { onInvoked }),
  });
  onStop(() => functions.stop());
  onStop(() => gate.stop());

  const { invoke } = functions;
  const shared = { clock, invoke, account: ACCOUNT, region: REGION };
  const lex = createLex({
    ...shared,
    mayStart: (aliasArn, caller) =>
      permissions.check(caller, { action: 'lex:StartConversation', resource: aliasArn }),
    onDenied: denied,
  });
  const held = new Set<WireRequest>();
  const chime = createChime({
    ...shared,
    lex,
    recorder: createRecorder({ url: queues.url, permissions, account: ACCOUNT, region: REGION }),
    limits: CARRIER_LIMITS,
    onDenied: denied,
    onHeld: (request) => void held.add(request),
  });
  const workflows = createWorkflows({
    ...shared,
    onStateEntered: ({ execution, state, input }) =>
      trace.add(
        execution,
        { function: null, service: 'states', operation: 'EnterState', state, ms: 0 },
        JSON.stringify(input),
      ),
  });

  const identify = createNames({ account: ACCOUNT, region: REGION, gateUrl, chime, lex });
  const deployed = deploy(assembly, createResolver({ assembly, account: ACCOUNT, region: REGION, identify }));
  readPolicies(deployed, permissions);

  const storage = await createStorage(deployed, {
    databaseUrl: database.url,
    queuesUrl: queues.url,
    region: REGION,
  });
  Object.assign(services, {
    ...storage.services,
    states: createStates(workflows),
    chime: createCarrier(chime, { account: ACCOUNT, region: REGION, held }),
    bedrock: createBedrock(model, { account: ACCOUNT, region: REGION }),
  });
  configs.push(...functionConfigs(deployed, assembly));
  for (const config of configs) {
    checkTrust(deployed, config.roleArn, trusted('lambda', config.arn));
    functions.define(config);
  }
  defineMachines(deployed, workflows);
  const stopSources = startSources(deployed, configs, {
    clock,
    functions,
    permissions,
    storage,
    account: ACCOUNT,
    region: REGION,
    onDenied: denied,
  });
  onStop(stopSources);
  // Before all else: what time sets off would find half of the cloud gone.
  onStop(() => clock.stop());
  const api = await startApi(deployed, { clock, invoke, account: ACCOUNT, region: REGION, port: apiPort });
  onStop(() => api.stop());
  return {
    clock,
    api,
    chime,
    workflows,
    trace,
    faults,
    deliver(wanted, payload) {
      const fn = configs.find((one) => shortName(one) === wanted);
      if (!fn) throw new Error(`there is no function ${wanted}`);
      return functions.deliver(fn.arn, payload);
    },
    permissions,
    onHold,
    tables: { url: database.url, names: storage.tableNames },
    buckets: { url: queues.url, names: storage.bucketNames },
  };
}

function defineMachines(deployed: Deployed, workflows: Workflows): void {
  for (const { where, identity, properties } of deployed.all('AWS::StepFunctions::StateMachine')) {
    const role = String(properties['RoleArn']);
    const arn = identity.attributes['Arn'] ?? '';
    checkTrust(deployed, role, trusted('states', arn));
    try {
      const definition: unknown = JSON.parse(String(properties['DefinitionString']));
      workflows.define({ arn, definition, role });
    } catch (error) {
      throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** A service that acts as a role for one of its resources. */
const trusted = (service: string, sourceArn: string) => ({
  service: `${service}.amazonaws.com`,
  sourceArn,
  sourceAccount: ACCOUNT,
});

/** What Lambda itself sets. The credentials name the role and the instance: the gate goes by them. */
const environmentOf = ({ name, memoryMb, roleArn }: FunctionConfig, instance: string, gateUrl: string) => ({
  AWS_ACCESS_KEY_ID: roleArn.split('/').at(-1) ?? '',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: instance,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ENDPOINT_URL: gateUrl,
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
});
