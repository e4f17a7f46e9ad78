import { refuseField } from './fields.ts';

/** Parts of `$states` that exist in some fields only. */
export type Visible = 'result' | 'errorOutput' | 'Task' | 'RetryCount';

type Known = { readonly [name: string]: Known } | 'anything';

const CONTEXT = {
  Execution: {
    Id: 'anything',
    Input: 'anything',
    Name: 'anything',
    StartTime: 'anything',
  },
  State: { Name: 'anything', EnteredTime: 'anything', RetryCount: 'anything' },
  StateMachine: { Id: 'anything', Name: 'anything' },
  Task: { Token: 'anything' },
} satisfies Known;

const STATES: Known = {
  input: 'anything',
  result: 'anything',
  errorOutput: 'anything',
  context: CONTEXT,
};

const WHY_NOT: Readonly<Record<Visible, string>> = {
  result: 'only a Task has it, in Output and Assign',
  errorOutput: 'only a Catch has it, in Output and Assign',
  Task: 'only a .waitForTaskToken task has it',
  RetryCount: 'only a Task has it',
};

/**
 * Refuses an expression that could never work: `$eval`, which Step Functions lacks, and parts of `$states` that do not
 * exist, or not in this field.
 * @param ast as jsonata parsed it
 */
export function checkReferences(ast: unknown, sees: readonly Visible[], field: string): void {
  for (const node of nodesOf(ast)) {
    if (node['type'] === 'variable' && node['value'] === 'eval')
      refuseField(field, 'Step Functions has no $eval');
    const path = pathInStates(node);
    if (path) checkPath(path, sees, field);
  }
}

function checkPath(path: readonly string[], sees: readonly Visible[], field: string) {
  let known: Known = STATES;
  for (const [at, name] of path.entries()) {
    if (known === 'anything') return;
    const spoken = `$states.${path.slice(0, at + 1).join('.')}`;
    const next: Known | undefined = Object.hasOwn(known, name) ? known[name] : undefined;
    if (next === undefined) return refuseField(field, `there is no ${spoken}`);
    if (isVisible(name) && !sees.includes(name))
      refuseField(field, `there is no ${spoken} here: ${WHY_NOT[name]}`);
    known = next;
  }
}

const isVisible = (name: string): name is Visible => Object.hasOwn(WHY_NOT, name);

/** The names that follow `$states` in a path such as `$states.context.Task.Token`. */
function pathInStates({ type, steps }: Node): readonly string[] | undefined {
  if (type !== 'path' || !Array.isArray(steps)) return undefined;
  const [first, ...rest] = steps.filter(isNode);
  if (first?.['type'] !== 'variable' || first['value'] !== 'states') return undefined;
  const names: string[] = [];
  for (const { type: kind, value } of rest) {
    if (kind !== 'name' || typeof value !== 'string') break;
    names.push(value);
  }
  return names;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every node of the tree once; jsonata's trees may hold a node in two places. */
function* nodesOf(root: unknown, seen = new Set()): Generator<Node> {
  if (!isNode(root) || seen.has(root)) return;
  seen.add(root);
  yield root;
  for (const child of Object.values(root)) yield* nodesOf(child, seen);
}
