import { createHash } from 'node:crypto';
import * as z from 'zod';
import { checked, isoTime, NonEmpty, paged, pageQuery, ResourceName } from './fields.ts';
import type { Operate, OperationName } from './operation.ts';
import { notFound } from './refusal.ts';

/** A SIP media application: the function that is told of a call's events. */
export interface Application {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly awsRegion: string;
  readonly lambdaArn: string;
  readonly createdAt: number;
}

type Operations = Record<
  Extract<OperationName, 'GetSipMediaApplication' | 'ListSipMediaApplications'>,
  Operate
>;

export interface Applications {
  readonly operations: Operations;
  /** @throws Error when CloudFormation would refuse it */
  create(wanted: { name: string; awsRegion: string; lambdaArn: string }): Application;
  find(id: string): Application | undefined;
}

/** The SIP media applications of the account, as CloudFormation makes them. */
export function createApplications(world: {
  now: () => number;
  account: string;
  region: string;
}): Applications {
  const applications = new Map<string, Application>();

  return {
    operations: {
      GetSipMediaApplication({ ids: [id] }) {
        const application = applications.get(checked(NonEmpty, id));
        if (!application) throw notFound(`No SIP media application ${id ?? ''}.`);
        return { status: 200, body: { SipMediaApplication: shown(application) } };
      },
      ListSipMediaApplications({ query }) {
        const { page, next } = paged([...applications.values()], checked(z.object(pageQuery(100)), query));
        return { status: 200, body: { SipMediaApplications: page.map(shown), ...next } };
      },
    },
    create({ name, awsRegion, lambdaArn }) {
      ResourceName.parse(name);
      // The function and the application must be in one region.
      if (awsRegion !== world.region || lambdaArn.split(':')[3] !== awsRegion) {
        throw new Error(
          `SIP media application ${name}: ${lambdaArn} and ${awsRegion} are not in ${world.region}`,
        );
      }
      const id = idOf(name);
      const arn = `arn:aws:chime:${world.region}:${world.account}:sma/${id}`;
      const application = { id, arn, name, awsRegion, lambdaArn, createdAt: world.now() };
      applications.set(id, application);
      return application;
    },
    find: (id) => applications.get(id),
  };
}

const shown = ({ id, arn, name, awsRegion, lambdaArn, createdAt }: Application) => ({
  SipMediaApplicationId: id,
  AwsRegion: awsRegion,
  Name: name,
  Endpoints: [{ LambdaArn: lambdaArn }],
  CreatedTimestamp: isoTime(createdAt),
  UpdatedTimestamp: isoTime(createdAt),
  SipMediaApplicationArn: arn,
});

/** A UUID in form that follows from the name, so that a restart keeps what refers to it. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`sma:${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
