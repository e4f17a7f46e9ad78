import { createHash } from 'node:crypto';
import { Aws } from 'aws-cdk-lib';
import type { CfnSipMediaApplication } from 'aws-cdk-lib/aws-chime';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBot, CfnBotAlias, CfnBotVersion, CfnResourcePolicy } from 'aws-cdk-lib/aws-lex';
import { Construct } from 'constructs';
import { type Language, lexLocale } from '../../lambdas/voices.ts';
import { acknowledge } from '../acknowledge.ts';
import type { ServiceFunction } from './service-function.ts';

/** A bot conversation lasts at most 15 minutes (Lex quota); so long may a session be idle. */
const SESSION_SEC = 900;
/** Above any score: whatever is said falls back to the code hook. */
const NEVER_CONFIDENT = 1;

export interface LexBotProps {
  readonly voice: string;
  /** BCP-47 language → Polly's neural voice. */
  readonly spoken: Readonly<Partial<Record<Language, string>>>;
  readonly hook: ServiceFunction;
  /** Whose calls may talk with the bot. */
  readonly application: CfnSipMediaApplication;
}

/** A bot that hears and speaks in one of our voices, in every language of it, and understands nothing by itself. */
export class LexBot extends Construct {
  readonly aliasArn: string;
  private readonly bot: CfnBot;
  private readonly version: CfnBotVersion;

  constructor(scope: Construct, id: string, { voice, spoken, hook, application }: LexBotProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lexv2.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['polly:SynthesizeSpeech'], resources: ['*'] }));
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'Speech is made of nothing that has an ARN: Polly takes a resource for lexicons alone, and none is used.',
    );

    const locales = Object.entries(spoken).map(([language, pollyVoice]) => ({
      localeId: lexLocale(language as Language),
      pollyVoice,
    }));
    const definition = {
      name: `${Aws.STACK_NAME}-${voice}`,
      dataPrivacy: { ChildDirected: false },
      idleSessionTtlInSeconds: SESSION_SEC,
      autoBuildBotLocales: true,
      botLocales: locales.map(({ localeId, pollyVoice }) => ({
        localeId,
        nluConfidenceThreshold: NEVER_CONFIDENT,
        voiceSettings: { voiceId: pollyVoice, engine: 'neural' },
        intents: [
          // Lex builds no locale without an intent of one's own; nobody says this.
          { name: 'Never', sampleUtterances: [{ utterance: 'qwxz' }] },
          {
            name: 'FallbackIntent',
            parentIntentSignature: 'AMAZON.FallbackIntent',
            fulfillmentCodeHook: { enabled: true },
          },
        ],
      })),
    };
    this.bot = new CfnBot(this, 'Bot', { ...definition, roleArn: role.roleArn });

    // A version never changes: another definition is another version, so its name holds the definition's hash.
    const hash = createHash('sha256').update(JSON.stringify(definition.botLocales)).digest('hex').slice(0, 8);
    this.version = new CfnBotVersion(this, `Version${hash}`, {
      botId: this.bot.attrId,
      botVersionLocaleSpecification: locales.map(({ localeId }) => ({
        localeId,
        botVersionLocaleDetails: { sourceBotVersion: 'DRAFT' },
      })),
    });
    const alias = new CfnBotAlias(this, 'Alias', {
      botId: this.bot.attrId,
      botAliasName: 'live',
      botVersion: this.version.attrBotVersion,
      botAliasLocaleSettings: locales.map(({ localeId }) => ({
        localeId,
        botAliasLocaleSetting: {
          enabled: true,
          codeHookSpecification: {
            lambdaCodeHook: { codeHookInterfaceVersion: '1.0', lambdaArn: hook.function.functionArn },
          },
        },
      })),
    });
    this.aliasArn = alias.attrArn;
    hook.function.addPermission(`By${voice}`, {
      principal: new ServicePrincipal('lexv2.amazonaws.com'),
      sourceAccount: Aws.ACCOUNT_ID,
      sourceArn: alias.attrArn,
    });
    new CfnResourcePolicy(this, 'ByChime', {
      resourceArn: alias.attrArn,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ChimeMayTalk',
            Effect: 'Allow',
            Principal: { Service: 'voiceconnector.chime.amazonaws.com' },
            Action: 'lex:StartConversation',
            Resource: alias.attrArn,
            Condition: {
              StringEquals: { 'AWS:SourceAccount': Aws.ACCOUNT_ID },
              // Lex knows the application by another service's name than IAM does (Chime SDK developer guide).
              ArnEquals: {
                'AWS:SourceArn': `arn:${Aws.PARTITION}:voiceconnector:${Aws.REGION}:${Aws.ACCOUNT_ID}:sma/${application.attrSipMediaApplicationId}`,
              },
            },
          },
        ],
      },
    });
  }

  /** Has this bot built once another one is. */
  buildAfter(other: LexBot): void {
    this.bot.addResourceDependency(other.version);
  }
}
