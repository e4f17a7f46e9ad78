import { aStage, nameOf, ofType, settingsOf, spoken } from './a-stage.ts';

const { service } = aStage(settingsOf('prod'));

interface State {
  readonly Type: string;
  readonly Arguments?: {
    readonly FunctionName: string;
    readonly Payload: Readonly<Record<string, string>>;
  };
  readonly Retry?: readonly unknown[];
}
interface Machine {
  readonly QueryLanguage: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Each machine that leads a number's work to its end, with the function of its step. */
const WORKFLOWS = [
  ['NumberOrdersMachine', 'NumberOrdersStepFunction'],
  ['NumberReleasesMachine', 'NumberReleasesStepFunction'],
] as const;

const propertiesOf = (name: string) => {
  const [, resource] =
    ofType(service, 'AWS::StepFunctions::StateMachine').find(([id]) => nameOf(id) === name) ?? [];
  if (!resource) throw new Error(`there is no ${name}`);
  return resource.Properties;
};
const machineOf = (name: string) =>
  JSON.parse(String(spoken(propertiesOf(name)['DefinitionString']))) as Machine;

describe.each(WORKFLOWS)('%s', (name, step) => {
  const machine = machineOf(name);

  test('it goes step by step, each at the instant that the one before has named', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
    expect(machine.StartAt).toBe('Step');
    expect(machine.States).toMatchObject({
      Step: { Type: 'Task', Output: '{% $states.result.Payload %}', Next: 'Done' },
      Done: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.done %}', Next: 'End' }],
        Default: 'Wait',
      },
      Wait: { Type: 'Wait', Timestamp: '{% $states.input.at %}', Next: 'Step' },
      End: { Type: 'Succeed' },
    });
    expect(Object.keys(machine.States)).toHaveLength(4);
  });

  test('a step that failed is repeated, whatever it failed at, for more than an hour', () => {
    expect(machine.States['Step']?.Retry).toEqual([
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxDelaySeconds: 60,
        MaxAttempts: 100,
      },
    ]);
  });

  test('its history, which can’t be erased, holds ids alone', () => {
    expect(machine.States['Step']?.Arguments).toEqual({
      FunctionName: step,
      Payload: {
        accountId: '{% $states.context.Execution.Input.accountId %}',
        id: '{% $states.context.Execution.Input.id %}',
        generation: '{% $states.context.Execution.Input.generation %}',
      },
    });
    expect(propertiesOf(name)['LoggingConfiguration']).toMatchObject({ IncludeExecutionData: false });
  });
});
