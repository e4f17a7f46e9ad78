import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { VOICES } from '../lambdas/voices.ts';
import { Alarms } from './constructs/alarms.ts';
import { Books } from './constructs/books.ts';
import { canAskModel } from './constructs/brain.ts';
import { CallWorkflow } from './constructs/call-workflow.ts';
import { DialQueue } from './constructs/dial-queue.ts';
import { recordingGrants } from './constructs/recordings.ts';
import { RestApi } from './constructs/rest-api.ts';
import { NumberWorkflow } from './constructs/number-workflow.ts';
import type { Grant } from './constructs/service-function.ts';
import { Sweep } from './constructs/sweep.ts';
import { Telephony } from './constructs/telephony.ts';
import { Webhooks } from './constructs/webhooks.ts';
import type { DataStack } from './data-stack.ts';
import type { Stage } from './stage.ts';

export interface ServiceStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: DataStack;
}

/** All that can be thrown away and deployed again: functions, queue, workflow, API and telephony. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { accounts, numbers, calls } = data;
    const { logDays } = stage;
    const stagePolicy: Grant = (fn) => {
      fn.give('PLANS', JSON.stringify(stage.plans));
      fn.give('POLICY', JSON.stringify(stage.policy));
      fn.give('CARRIER', stage.carrier);
    };
    const publicUrl: Grant = (fn) => {
      if (stage.publicUrl !== null) fn.give('PUBLIC_URL', stage.publicUrl);
    };
    const model = canAskModel(stage);
    const recordings = recordingGrants(data.recordings);
    const endsCalls = [accounts.allows('GetItem', 'UpdateItem', 'PutItem'), stagePolicy];

    const webhooks = new Webhooks(this, 'Webhooks', {
      logDays,
      grants: [accounts.allows('GetItem'), calls.allows('GetItem', 'Query', 'UpdateItem'), stagePolicy],
    });
    const telephony =
      stage.carrier === 'chime'
        ? new Telephony(this, 'Telephony', {
            logDays,
            voices: VOICES,
            grants: {
              carrierEvents: [
                accounts.allows('GetItem', 'BatchGetItem'),
                numbers.allows('GetItem'),
                calls.allows('GetItem', 'PutItem', 'Query'),
                webhooks.canTell,
                recordings.canName,
              ],
              converse: [...endsCalls, calls.allows('GetItem', 'PutItem', 'Query'), model],
            },
          })
        : undefined;
    const withCarrier = (pick: (carrier: Telephony) => Grant): Grant[] =>
      telephony ? [pick(telephony)] : [];

    const workflow = new CallWorkflow(this, 'CallWorkflow', {
      logDays,
      grants: {
        ring: [
          accounts.allows('GetItem', 'BatchGetItem', 'UpdateItem'),
          stagePolicy,
          numbers.allows('GetItem'),
          calls.allows('GetItem', 'PutItem'),
          ...withCarrier(({ canDial }) => canDial),
        ],
        awaitEnd: [calls.allows('GetItem', 'PutItem')],
        conclude: [...endsCalls, calls.allows('GetItem', 'PutItem', 'Query'), model, webhooks.canTell],
      },
    });
    const line = new DialQueue(this, 'DialQueue', {
      logDays,
      grants: [
        accounts.allows('GetItem', 'BatchGetItem', 'UpdateItem', 'PutItem', 'ConditionCheckItem'),
        calls.allows('GetItem', 'PutItem', 'DeleteItem', 'Query'),
        stagePolicy,
        workflow.canStart,
        webhooks.canTell,
      ],
    });
    // What stands on one another in a circle is granted once both are there.
    line.canPoke(workflow.conclude);
    if (telephony) {
      workflow.canGoOn(telephony.carrierEvents);
      workflow.canConclude(telephony.carrierEvents);
    }

    const orders = new NumberWorkflow(this, 'NumberOrders', {
      door: 'steps/order-number',
      leads: 'orders',
      variable: 'ORDER_WORKFLOW_ARN',
      logDays,
      grants: [
        accounts.allows('GetItem', 'UpdateItem'),
        numbers.allows('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
        ...withCarrier(({ canOrderNumbers }) => canOrderNumbers),
      ],
    });
    const releases = new NumberWorkflow(this, 'NumberReleases', {
      door: 'steps/release-number',
      leads: 'releases',
      variable: 'RELEASE_WORKFLOW_ARN',
      logDays,
      grants: [
        numbers.allows('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
        ...withCarrier(({ canReturnNumbers }) => canReturnNumbers),
      ],
    });

    new Sweep(this, 'Sweep', {
      logDays,
      grants: [
        accounts.allows('GetItem', 'BatchGetItem', 'UpdateItem', 'PutItem'),
        stagePolicy,
        calls.allows('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
        calls.allowsIndex('due'),
        numbers.allows('UpdateItem'),
        numbers.allowsIndex('due'),
        orders.canStart,
        releases.canStart,
        recordings.canErase,
        line.canPoke,
        workflow.canStart,
        workflow.canConclude,
        workflow.canGoOn,
        webhooks.canTell,
        ...withCarrier(({ canHangUp }) => canHangUp),
      ],
    });
    const comparesBooks = [
      numbers.allows('BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      ...withCarrier(({ canListNumbers }) => canListNumbers),
    ];
    if (telephony) new Books(this, 'Books', { logDays, grants: comparesBooks });
    const { api, address } = new RestApi(this, 'RestApi', {
      logDays,
      throttle: stage.throttle,
      grants: {
        calls: [
          accounts.allows('GetItem', 'BatchGetItem', 'UpdateItem', 'PutItem', 'ConditionCheckItem'),
          numbers.allows('GetItem'),
          numbers.allowsIndex('byAccount'),
          calls.allows('GetItem', 'BatchGetItem', 'PutItem', 'Query', 'ConditionCheckItem'),
          calls.allowsIndex('byKey'),
          stagePolicy,
          publicUrl,
          line.canPoke,
        ],
        control: [
          publicUrl,
          ...endsCalls,
          calls.allows('GetItem', 'PutItem', 'DeleteItem', 'Query'),
          line.canPoke,
          workflow.canGoOn,
          webhooks.canTell,
          ...withCarrier(({ canHangUp }) => canHangUp),
        ],
        account: [
          accounts.allows('GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'Query'),
          numbers.allows('GetItem'),
          numbers.allowsIndex('byAccount'),
          calls.allows('GetItem', 'PutItem'),
          stagePolicy,
        ],
        numbers: [
          accounts.allows('GetItem', 'BatchGetItem', 'UpdateItem'),
          numbers.allows('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query'),
          numbers.allowsIndex('byAccount'),
          calls.allows('GetItem', 'PutItem'),
          stagePolicy,
          orders.canStart,
          releases.canStart,
          ...withCarrier(({ canSearchNumbers }) => canSearchNumbers),
        ],
        recordings: [
          accounts.allows('GetItem'),
          calls.allows('GetItem', 'PutItem', 'DeleteItem', 'Query'),
          recordings.canLead,
          recordings.canErase,
        ],
        door: [publicUrl],
        operator: [
          accounts.allows('GetItem', 'BatchGetItem', 'UpdateItem', 'PutItem', 'Query'),
          numbers.allows('GetItem'),
          stagePolicy,
          ...comparesBooks,
        ],
      },
    });

    // A function that no request reaches is told what a request tells the others.
    webhooks.deliverer.give('PUBLIC_URL', stage.publicUrl ?? address);

    new Alarms(this, 'Alarms', {
      stage,
      line,
      workflow,
      webhooks,
      api,
      tables: { Accounts: accounts, Numbers: numbers, Calls: calls },
      carrierEvents: telephony?.carrierEvents,
    });

    new CfnOutput(this, 'ApiUrl', { value: api.url, description: 'Base address of the API' });
    new CfnOutput(this, 'RecordingsBucket', { value: data.recordings.bucketName });
    if (telephony) new CfnOutput(this, 'SipMediaApplicationId', { value: telephony.applicationId });
  }
}
