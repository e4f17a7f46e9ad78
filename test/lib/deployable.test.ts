import { type StackTemplate, aStage, cdkContext, settingsOf } from './a-stage.ts';
import { aSynthesis } from './a-synthesis.ts';

/** Logical ids that a value refers to. */
function referredBy(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referredBy);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === 'Ref') return [String(member)];
    if (name === 'Fn::GetAtt') return [String((member as readonly string[])[0])];
    if (name === 'Fn::Sub')
      return [...String(member).matchAll(/\$\{([^}.]+)/g)].map(([, referred = '']) => referred);
    return referredBy(member);
  });
}

/** A circle of resources that wait for one another, which CloudFormation refuses; empty when there is none. */
function circleIn({ Resources }: StackTemplate): readonly string[] {
  const done = new Set<string>();
  const walk = (id: string, way: readonly string[]): readonly string[] => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    const resource = Resources[id];
    if (!resource || done.has(id)) return [];
    const next = new Set([...referredBy(resource.Properties), ...[resource.DependsOn ?? []].flat()]);
    for (const other of next) {
      const circle = walk(other, [...way, id]);
      if (circle.length > 0) return circle;
    }
    done.add(id);
    return [];
  };
  return (
    Object.keys(Resources)
      .map((id) => walk(id, []))
      .find((circle) => circle.length > 0) ?? []
  );
}

test('a circle of resources is seen', () => {
  const one = (Properties: Record<string, unknown>, DependsOn?: string) => ({
    Type: 'AWS::Any',
    Properties,
    ...(DependsOn && { DependsOn }),
  });

  expect(circleIn({ Resources: { A: one({ Of: { Ref: 'B' } }), B: one({}, 'A') } })).toEqual(['A', 'B', 'A']);
  expect(circleIn({ Resources: { A: one({ Of: { 'Fn::Sub': '${B.Arn}' } }), B: one({}) } })).toEqual([]);
});

const STAGES = [
  { stage: 'local', settings: settingsOf('local') },
  { stage: 'dev', settings: settingsOf('dev') },
  { stage: 'prod', settings: settingsOf('prod') },
  { stage: 'prod without a carrier', settings: { ...settingsOf('prod'), carrier: 'none' as const } },
];

test.each(STAGES)('no resource of $stage waits for itself, and they are under 400', ({ settings }) => {
  const { data, service } = aStage(settings);

  expect(circleIn(service)).toEqual([]);
  expect(circleIn(data)).toEqual([]);
  // CloudFormation takes 500 a stack; the rest is kept for what is still to come.
  expect(Object.keys({ ...data.Resources, ...service.Resources }).length).toBeLessThan(400);
});

test.each(['dev', 'prod'])(
  '%s passes every check of CDK and cdk-nag, or says why it need not',
  async (stage) => {
    expect(await aSynthesis({ stage })).toEqual({ exitCode: 0, said: '' });
  },
);

test('a finding that nobody has acknowledged ends the synthesis by its name', async () => {
  const { exitCode, said } = await aSynthesis(
    { stage: 'prod', '@aws-cdk/core:validateAgainstDefaultRules': false },
    { with: 'test/lib/an-open-bucket.ts' },
  );

  expect(exitCode).toBe(1);
  expect(said).toMatch(/AwsSolutions-S10/);
  expect(said).toMatch(/Trunkline-prod-Data\/Open/);
});

test('a broken setting ends the synthesis with one message that names it, not with a stack', async () => {
  const { common, stages } = cdkContext()['trunkline'] as { common: object; stages: object };

  const { exitCode, said } = await aSynthesis({
    trunkline: { common: { ...common, region: 'eu-west-1' }, stages },
  });

  expect(exitCode).toBe(1);
  expect(said).toMatch(/^the settings of stage dev can't be used:\n {2}region: Invalid option: /);
  expect(said.split('\n')).toHaveLength(2);
});

test('a stage that isn’t there ends the synthesis with one line', async () => {
  expect(await aSynthesis({ stage: 'staging' })).toEqual({
    exitCode: 1,
    said: 'stage: must be one of local, dev, prod (-c stage=...)',
  });
});
