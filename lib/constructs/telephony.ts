import { Aws, Duration } from 'aws-cdk-lib';
import { CfnSipMediaApplication } from 'aws-cdk-lib/aws-chime';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Language } from '../../lambdas/voices.ts';
import { acknowledge } from '../acknowledge.ts';
import { LexBot } from './lex-bot.ts';
import { type Grant, ServiceFunction } from './service-function.ts';

/** Chime asks again after 5 s without an answer: a function that is slower is better ended and asked anew. */
const EVENT_TIMEOUT = Duration.seconds(5);
/** Lex gives its hook 30 s. */
const HOOK_TIMEOUT = Duration.seconds(25);

export interface TelephonyProps {
  readonly logDays: RetentionDays;
  readonly voices: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>>;
  readonly grants: { readonly carrierEvents: readonly Grant[]; readonly converse: readonly Grant[] };
}

/** Amazon Chime SDK Voice and Lex: the application that calls are placed through, its events, and a bot a voice. */
export class Telephony extends Construct {
  readonly carrierEvents: ServiceFunction;
  private readonly application: CfnSipMediaApplication;

  constructor(scope: Construct, id: string, { logDays, voices, grants }: TelephonyProps) {
    super(scope, id);
    const converse = new ServiceFunction(this, 'Converse', {
      door: 'events/converse',
      timeout: HOOK_TIMEOUT,
      grants: grants.converse,
      logDays,
      memoryMb: 512,
    });
    this.carrierEvents = new ServiceFunction(this, 'CarrierEvents', {
      door: 'events/carrier-event',
      timeout: EVENT_TIMEOUT,
      grants: grants.carrierEvents,
      logDays,
      memoryMb: 512,
    });
    this.carrierEvents.function.addPermission('ByChime', {
      principal: new ServicePrincipal('voiceconnector.chime.amazonaws.com'),
      // The account alone: the application's ARN is known only once it is made, and it is made with this permission.
      sourceAccount: Aws.ACCOUNT_ID,
    });
    this.application = new CfnSipMediaApplication(this, 'Application', {
      awsRegion: Aws.REGION,
      name: `${Aws.STACK_NAME}-calls`,
      endpoints: [{ lambdaArn: this.carrierEvents.function.functionArn }],
    });
    const permission = this.carrierEvents.function.node.findChild('ByChime');
    this.application.node.addDependency(permission);

    const bots = Object.entries(voices).map(([voice, spoken]) => {
      const bot = new LexBot(this, voice, { voice, spoken, hook: converse, application: this.application });
      return [voice, bot] as const;
    });
    // One after the other: Lex builds five locales at a time (quota), and three bots at once would ask for all of theirs.
    bots.reduce((before, next) => {
      next[1].buildAfter(before[1]);
      return next;
    });
    this.carrierEvents.give(
      'BOT_ALIASES',
      // A text with tokens: the ARNs are known to CloudFormation alone.
      `{${bots.map(([voice, { aliasArn }]) => `"${voice}":"${aliasArn}"`).join(',')}}`,
    );
  }

  get applicationId(): string {
    return this.application.attrSipMediaApplicationId;
  }

  /** Lets a function place calls. */
  readonly canDial: Grant = (fn) => this.allow(fn, ['chime:CreateSipMediaApplicationCall']);

  /** Lets a function have a word with a call that is up. */
  readonly canHangUp: Grant = (fn) => this.allow(fn, ['chime:UpdateSipMediaApplicationCall']);

  /** Lets a function look at the carrier account's numbers and lead calls to them to our application. */
  readonly canListNumbers: Grant = (fn) => {
    fn.allow(
      ['chime:ListPhoneNumbers', 'chime:GetPhoneNumber', 'chime:ListSipRules', 'chime:CreateSipRule'],
      ['*'],
    );
    fn.give('SIP_MEDIA_APPLICATION_ID', this.applicationId);
    acknowledge(
      fn.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Phone numbers and SIP rules have no ARNs that a policy could name; four actions, none of which deletes or calls.',
    );
  };

  /** Lets a function buy numbers for the carrier account, and lead calls to them to our application. */
  readonly canOrderNumbers: Grant = (fn) => {
    fn.allow(
      [
        'chime:SearchAvailablePhoneNumbers',
        'chime:CreatePhoneNumberOrder',
        'chime:GetPhoneNumberOrder',
        'chime:ListPhoneNumberOrders',
        'chime:GetPhoneNumber',
        'chime:ListSipRules',
        'chime:CreateSipRule',
      ],
      ['*'],
    );
    fn.give('SIP_MEDIA_APPLICATION_ID', this.applicationId);
    acknowledge(
      fn.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Phone numbers, their orders and SIP rules have no ARNs that a policy could name; none of the actions deletes or calls.',
    );
  };

  /** Lets a function take numbers back: lead calls to them here no more, and delete them. */
  readonly canReturnNumbers: Grant = (fn) => {
    fn.allow(
      [
        'chime:ListSipRules',
        'chime:UpdateSipRule',
        'chime:DeleteSipRule',
        'chime:GetPhoneNumber',
        'chime:DeletePhoneNumber',
      ],
      ['*'],
    );
    fn.give('SIP_MEDIA_APPLICATION_ID', this.applicationId);
    acknowledge(
      fn.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Phone numbers and SIP rules have no ARNs that a policy could name; the function deletes those alone whose release has come due.',
    );
  };

  /** Lets a function look for numbers that can be bought. */
  readonly canSearchNumbers: Grant = (fn) => {
    fn.allow(['chime:SearchAvailablePhoneNumbers'], ['*']);
    acknowledge(
      fn.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Numbers that nobody has bought yet have no ARNs; the one action looks and buys nothing.',
    );
  };

  private allow(fn: ServiceFunction, actions: readonly string[]): void {
    fn.allow(actions, [this.application.attrSipMediaApplicationArn]);
    fn.give('SIP_MEDIA_APPLICATION_ID', this.applicationId);
  }
}
