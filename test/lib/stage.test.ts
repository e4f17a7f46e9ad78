import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stage, readStage } from '../../lib/stage.ts';
import { synthesize } from '../../local/synth.ts';
import { aStage, cdkContext, settingsOf } from './a-stage.ts';

interface Settings {
  readonly common: Readonly<Record<string, unknown>>;
  readonly stages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const settings = cdkContext()['trunkline'] as Settings;
const withCommon = (changes: Readonly<Record<string, unknown>>): Settings => ({
  ...settings,
  common: { ...settings.common, ...changes },
});

test('a deployment is the dev stage if nothing else is said', () => {
  expect(readStage(undefined, settings).name).toBe('dev');
});

test('a stage has its own say over the common settings, member by member', () => {
  const own = { ...settings, stages: { dev: { logDays: 3, policy: { carrierLines: 4 } } } };

  expect(readStage('dev', own)).toMatchObject({
    logDays: 3,
    carrier: 'chime',
    policy: { carrierLines: 4, carrierCallsPerSecond: 1, callsPerRecipientPerDay: 3 },
  });
});

test.each([
  { changes: { carrier: 'twilio' }, says: 'carrier: ' },
  { changes: { region: 'eu-central-1' }, says: 'region: ' },
  { changes: { logDays: 8 }, says: 'logDays: ' },
  { changes: { keepData: 'yes' }, says: 'keepData: ' },
  { changes: { throttle: { requestsPerSecond: 0, burst: 1 } }, says: 'throttle.requestsPerSecond: ' },
  { changes: { model: { id: 'us.amazon.nova-lite-v1:0', regions: [] } }, says: 'model.regions: ' },
  { changes: { plans: {} }, says: 'plans: at least one plan' },
  { changes: { plans: { Pro: {} } }, says: 'plans.Pro: ' },
  {
    changes: { plans: { pro: { numbers: 1, minutes: -1, callsPerMinute: 1, concurrentCalls: 1 } } },
    says: 'plans.pro.minutes: must be a whole number from 0 to 1000000',
  },
  { changes: { policy: { carrierLines: 10 } }, says: 'policy.dialWindowSec: ' },
  { changes: { carier: 'chime' }, says: '"carier"' },
])('a broken setting is named: $says', ({ changes, says }) => {
  const read = () => readStage('prod', withCommon(changes));

  expect(read).toThrow("the settings of stage prod can't be used:\n");
  expect(read).toThrow(says);
});

test('several broken settings are named at once, a line each', () => {
  const read = () => readStage('prod', withCommon({ carrier: 'twilio', logDays: 8, keepData: 1 }));

  expect(read).toThrow(/:\n {2}carrier: .*\n {2}logDays: .*\n {2}keepData: .*$/);
});

test.each([
  { name: 'staging', context: settings, says: 'stage: must be one of local, dev, prod (-c stage=...)' },
  { name: 'dev', context: undefined, says: 'the context "trunkline" of cdk.json can\'t be used' },
  { name: 'dev', context: { stages: {} }, says: 'common: ' },
])('what is no stage is told so: $says', ({ name, context, says }) => {
  expect(() => readStage(name, context)).toThrow(says);
});

/** All that the local stage has of its own. */
const ONLY_LOCAL: Readonly<Record<string, string>> = {
  name: 'names the stacks',
  'policy.callsPerRecipientPerDay': 'whoever tries things out calls one scripted number all day',
};

const flat = (value: unknown, path: readonly string[] = []): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, member]) => flat(member, [...path, name]))
    : [[path.join('.'), value]];

test('the local stage differs from prod by the listed settings, at most fifteen', () => {
  const prod = new Map(flat(settingsOf('prod')));
  const local = new Map(flat(settingsOf('local')));
  const different = [...new Set([...prod.keys(), ...local.keys()])].filter(
    (setting) => JSON.stringify(prod.get(setting)) !== JSON.stringify(local.get(setting)),
  );

  expect(different).toEqual(Object.keys(ONLY_LOCAL));
  expect(different.length).toBeLessThanOrEqual(15);
});

test('what runs locally is what would be deployed: those settings aside, the templates are the same', () => {
  const prod = settingsOf('prod');
  const local = settingsOf('local');
  const levelled: Stage = {
    ...local,
    policy: { ...local.policy, callsPerRecipientPerDay: prod.policy.callsPerRecipientPerDay },
  };

  // The name stays `local`: were the code to ask for it, this would tell.
  expect(aStage(levelled)).toEqual(aStage(prod));
});

/** A template as the app wrote it, without the name of its stage and the hashes in which that name is. */
function writtenBy(folder: string, stack: string, stage: string): { Resources: object } {
  const text = readFileSync(join(folder, `${stack.replace('*', stage)}.template.json`), 'utf8');
  const plain = text
    .replaceAll(new RegExp(`Trunkline-?${stage}`, 'g'), 'Trunkline')
    .replaceAll(/[0-9A-F]{8}(?:[0-9a-f]{32}|[0-9A-F]{8})?/g, '');
  const template = JSON.parse(plain) as { Resources: object };
  const before = (JSON.parse(text) as { Resources: object }).Resources;
  // Two resources of one name would hide each other.
  expect(Object.keys(template.Resources)).toHaveLength(Object.keys(before).length);
  return template;
}

/** Members by path; what stands in a variable as JSON is read too. */
const members = (template: object) =>
  new Map(
    flat(template).flatMap(([path, value]) =>
      path.endsWith('.POLICY') ? flat(JSON.parse(String(value)), [path]) : [[path, value] as const],
    ),
  );

test('the templates that the app writes for local and prod differ by those settings alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-prod-'));
  try {
    await synthesize('prod', folder);
    const different = ['Trunkline-*-Data', 'Trunkline-*'].flatMap((stack) => {
      const prod = members(writtenBy(folder, stack, 'prod'));
      const local = members(writtenBy(process.env['TRUNKLINE_TEST_ASSEMBLY'] ?? '', stack, 'local'));
      return [...new Set([...prod.keys(), ...local.keys()])].filter(
        (path) => JSON.stringify(prod.get(path)) !== JSON.stringify(local.get(path)),
      );
    });

    expect(different.length).toBeGreaterThan(0);
    expect(new Set(different.map((path) => path.replace(/^.*\.POLICY\./, 'policy.')))).toEqual(
      new Set(Object.keys(ONLY_LOCAL).filter((setting) => setting !== 'name')),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
