import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { FunctionConfig, Functions } from '../functions/functions.ts';
import type { Permissions } from '../gate/permissions.ts';
import { startQueueSource } from '../sources/queue-source.ts';
import { startSchedule } from '../sources/schedules.ts';
import type { AccessDenied } from '../wire.ts';
import type { Deployed } from './deployed.ts';
import { checkTrust } from './policies.ts';
import type { Storage } from './storage.ts';

const Mapping = z.looseObject({ EventSourceArn: z.string(), FunctionName: z.string() });
const Target = z.looseObject({ Target: z.looseObject({ RoleArn: z.string() }) });

export interface SourcesOptions {
  readonly clock: Clock;
  readonly functions: Functions;
  readonly permissions: Permissions;
  readonly storage: Storage;
  readonly account: string;
  readonly region: string;
  readonly onDenied: (error: AccessDenied) => void;
}

/**
 * Starts whatever invokes functions by itself: queues and schedules.
 * @returns what ends the queues; schedules end with the clock
 */
export function startSources(
  deployed: Deployed,
  configs: readonly FunctionConfig[],
  options: SourcesOptions,
): () => Promise<void> {
  const { clock, functions, permissions, storage, account, region, onDenied } = options;
  const stops: (() => Promise<void>)[] = [];
  for (const { where, properties } of deployed.all('AWS::Lambda::EventSourceMapping')) {
    const { EventSourceArn, FunctionName } = Mapping.parse(properties);
    const queue = storage.queues.find(({ arn }) => arn === EventSourceArn);
    const fn = configs.find(({ name, arn }) => name === FunctionName || arn === FunctionName);
    if (!queue || !fn) throw new Error(`${where}: its queue or its function is not of this template`);
    const stop = startQueueSource(properties, {
      clock,
      deliver: (arn, payload) => functions.deliver(arn, payload),
      sqs: storage.sqs,
      queue,
      functionArn: fn.arn,
      roleArn: fn.roleArn,
      region,
      permissions,
      onDenied,
    });
    stops.push(stop);
  }
  for (const { where, identity, properties } of deployed.all('AWS::Scheduler::Schedule')) {
    checkTrust(deployed, Target.parse(properties).Target.RoleArn, {
      service: 'scheduler.amazonaws.com',
      sourceArn: `arn:aws:scheduler:${region}:${account}:schedule/default/${identity.ref}`,
      sourceAccount: account,
    });
    startSchedule(where, properties, { clock, invoke: functions.invoke });
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
