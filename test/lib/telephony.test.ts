import { Stack } from 'aws-cdk-lib';
import { Telephony } from '../../lib/constructs/telephony.ts';
import {
  type StackTemplate,
  aStage,
  nameOf,
  ofType,
  oneOf,
  settingsOf,
  spoken,
  templatesOf,
} from './a-stage.ts';

const prod = settingsOf('prod');
const { service } = aStage(prod);
const { data: bareData, service: bare } = aStage({ ...prod, carrier: 'none' });

test('Chime may invoke the function of its events from this account, and the application is made after that', () => {
  const [id, permission] = ofType(service, 'AWS::Lambda::Permission').find(
    ([, { Properties }]) => Properties['Principal'] === 'voiceconnector.chime.amazonaws.com',
  ) ?? ['', undefined];
  const [, application] = oneOf(service, 'AWS::Chime::SipMediaApplication');

  // No SourceArn: the application's own is known only once it is made, and it can't be made without the permission.
  expect(spoken(permission?.Properties)).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: 'TelephonyCarrierEventsFunction',
    Principal: 'voiceconnector.chime.amazonaws.com',
    SourceAccount: 'AWS::AccountId',
  });
  expect(application.DependsOn).toEqual([id]);
  expect(spoken(application.Properties)).toEqual({
    AwsRegion: 'AWS::Region',
    Name: 'AWS::StackName-calls',
    Endpoints: [{ LambdaArn: 'TelephonyCarrierEventsFunction' }],
  });
});

test('calls of our own application may talk with a bot, nobody else’s', () => {
  const policies = ofType(service, 'AWS::Lex::ResourcePolicy').map(([, { Properties }]) =>
    spoken(Properties),
  );

  expect(policies).toEqual(
    ['TelephonyAoedeAlias', 'TelephonyPuckAlias', 'TelephonyCharonAlias'].map((alias) => ({
      ResourceArn: alias,
      Policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ChimeMayTalk',
            Effect: 'Allow',
            Principal: { Service: 'voiceconnector.chime.amazonaws.com' },
            Action: 'lex:StartConversation',
            Resource: alias,
            Condition: {
              StringEquals: { 'AWS:SourceAccount': 'AWS::AccountId' },
              ArnEquals: {
                'AWS:SourceArn':
                  'arn:AWS::Partition:voiceconnector:AWS::Region:AWS::AccountId:sma/TelephonyApplication.SipMediaApplicationId',
              },
            },
          },
        ],
      },
    })),
  );
});

test('a bot may ask the function that converses, by its own alias alone', () => {
  const permissions = ofType(service, 'AWS::Lambda::Permission')
    .map(([, { Properties }]) => spoken(Properties) as Record<string, unknown>)
    .filter(({ Principal }) => Principal === 'lexv2.amazonaws.com');

  expect(permissions).toEqual(
    ['TelephonyAoedeAlias', 'TelephonyPuckAlias', 'TelephonyCharonAlias'].map((SourceArn) => ({
      Action: 'lambda:InvokeFunction',
      FunctionName: 'TelephonyConverseFunction',
      Principal: 'lexv2.amazonaws.com',
      SourceAccount: 'AWS::AccountId',
      SourceArn,
    })),
  );
});

interface Locale {
  readonly LocaleId: string;
  readonly NluConfidenceThreshold: number;
  readonly VoiceSettings: { readonly VoiceId: string; readonly Engine: string };
  readonly Intents: readonly { readonly Name: string }[];
}
const localesOf = (bot: string) => {
  const found = ofType(service, 'AWS::Lex::Bot').find(([id]) => nameOf(id) === bot);
  return (found?.[1].Properties['BotLocales'] ?? []) as readonly Locale[];
};

test('every voice is a bot, every language of it a locale with a neural voice', () => {
  expect(ofType(service, 'AWS::Lex::Bot').map(([id]) => nameOf(id))).toEqual([
    'TelephonyAoedeBot',
    'TelephonyPuckBot',
    'TelephonyCharonBot',
  ]);
  const voices = localesOf('TelephonyPuckBot').map(({ LocaleId, VoiceSettings }) => [
    LocaleId,
    VoiceSettings.VoiceId,
    VoiceSettings.Engine,
  ]);
  expect(voices).toEqual([
    ['en_US', 'Stephen', 'neural'],
    ['en_GB', 'Arthur', 'neural'],
    ['es_ES', 'Sergio', 'neural'],
    ['es_US', 'Pedro', 'neural'],
    ['fr_FR', 'Remi', 'neural'],
    ['fr_CA', 'Liam', 'neural'],
    ['de_DE', 'Daniel', 'neural'],
    ['it_IT', 'Adriano', 'neural'],
    ['pt_BR', 'Thiago', 'neural'],
    ['ar_AE', 'Zayd', 'neural'],
    ['ja_JP', 'Takumi', 'neural'],
  ]);
  expect(localesOf('TelephonyAoedeBot')).toHaveLength(26);
});

test('a bot understands nothing by itself: whatever is heard comes to the function', () => {
  for (const { NluConfidenceThreshold, Intents } of localesOf('TelephonyAoedeBot')) {
    expect(NluConfidenceThreshold).toBe(1);
    expect(Intents.map(({ Name }) => Name)).toEqual(['Never', 'FallbackIntent']);
    expect(Intents[1]).toMatchObject({ FulfillmentCodeHook: { Enabled: true } });
  }
});

test('bots are built one after the other, so that the builds of one don’t meet those of another', () => {
  const waits = ofType(service, 'AWS::Lex::Bot').map(([id, { DependsOn = [] }]) => [
    nameOf(id),
    [DependsOn].flat().filter((other) => service.Resources[other]?.Type === 'AWS::Lex::BotVersion'),
  ]);
  const versions = ofType(service, 'AWS::Lex::BotVersion').map(([id]) => id);

  expect(waits).toEqual([
    ['TelephonyAoedeBot', []],
    ['TelephonyPuckBot', [versions[0]]],
    ['TelephonyCharonBot', [versions[1]]],
  ]);
});

test('the function of the events knows the alias of each voice’s bot', () => {
  const found = ofType(service, 'AWS::Lambda::Function').find(
    ([id]) => nameOf(id) === 'TelephonyCarrierEventsFunction',
  );
  const { Variables } = spoken(found?.[1].Properties['Environment']) as { Variables: Record<string, string> };

  expect(JSON.parse(Variables['BOT_ALIASES'] ?? '')).toEqual({
    Aoede: 'TelephonyAoedeAlias',
    Puck: 'TelephonyPuckAlias',
    Charon: 'TelephonyCharonAlias',
  });
});

const versionsOf = (spokenByAoede: Readonly<Record<string, string>>): readonly string[] => {
  const [template] = templatesOf((app) => {
    const stack = new Stack(app, 'Trunkline', { env: { region: 'us-east-1' } });
    new Telephony(stack, 'Telephony', {
      logDays: prod.logDays,
      voices: { Aoede: spokenByAoede },
      grants: { carrierEvents: [], converse: [] },
    });
    return [stack];
  });
  return template ? ofType(template, 'AWS::Lex::BotVersion').map(([id]) => id) : [];
};

test('another definition of a bot is another version, since a version never changes; the same is the same', () => {
  const joanna = versionsOf({ 'en-US': 'Joanna' });

  expect(joanna).toHaveLength(1);
  expect(versionsOf({ 'en-US': 'Joanna' })).toEqual(joanna);
  expect(versionsOf({ 'en-US': 'Ruth' })).not.toEqual(joanna);
  expect(versionsOf({ 'en-US': 'Joanna', 'en-GB': 'Amy' })).not.toEqual(joanna);
});

test('without a carrier all else is deployed: nothing of Chime, Lex or Polly, and no function that needs them', () => {
  const types = new Set(Object.values(bare.Resources).map(({ Type }) => Type));

  expect([...types].filter((type) => /Chime|Lex/.test(type))).toEqual([]);
  expect(JSON.stringify(bare)).not.toMatch(/chime:|lex:|polly:|voiceconnector|SIP_MEDIA_APPLICATION_ID|BOT_/);
  const functionsOf = (template: StackTemplate) =>
    ofType(template, 'AWS::Lambda::Function').map(([id]) => nameOf(id));
  const left = functionsOf(bare);
  expect(functionsOf(service).filter((name) => !left.includes(name))).toEqual([
    'TelephonyConverseFunction',
    'TelephonyCarrierEventsFunction',
    'BooksFunction',
  ]);
});

test('without a carrier placing a call is refused by the functions, which are told so', () => {
  const carriers = ofType(bare, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
    const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    return 'CARRIER' in Variables ? [Variables['CARRIER']] : [];
  });

  expect(new Set(carriers)).toEqual(new Set(['none']));
});

test('giving a stage a carrier later leaves its data alone', () => {
  expect(bareData).toEqual(aStage(prod).data);
});
