import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { DataStack } from '../../lib/data-stack.ts';
import { ServiceStack } from '../../lib/service-stack.ts';
import { type Stage, readStage } from '../../lib/stage.ts';

/** A resource as it stands in a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface StageTemplates {
  readonly data: StackTemplate;
  readonly service: StackTemplate;
}

/** The context of cdk.json: settings and feature flags. */
export const cdkContext = (): Record<string, unknown> => {
  const file = new URL('../../cdk.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
};

/** The settings of a stage, as cdk.json has them. */
export const settingsOf = (name: Stage['name']): Stage => readStage(name, cdkContext()['trunkline']);

/** Synthesizes what `build` puts into an app, and gives its templates. Nothing is bundled: no template promises a bundle. */
export function templatesOf(build: (app: App) => readonly Stack[]): readonly StackTemplate[] {
  const outdir = mkdtempSync(join(tmpdir(), 'trunkline-template-'));
  try {
    const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
    // Whether CloudFormation and cdk-nag would take them is asked once, by the whole app.
    const app = new App({
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
      context,
      outdir,
    });
    const stacks = build(app);
    const assembly = app.synth();
    return stacks.map(({ artifactId }) => assembly.getStackArtifact(artifactId).template as StackTemplate);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Both stacks of a stage, named alike for every stage, so that templates can be compared. */
export function aStage(stage: Stage): StageTemplates {
  const [data, service] = templatesOf((app) => {
    const env = { region: stage.region };
    const dataStack = new DataStack(app, 'Trunkline-Data', { env, stage });
    return [dataStack, new ServiceStack(app, 'Trunkline', { env, stage, data: dataStack })];
  });
  if (!data || !service) throw new Error('a stage has two stacks');
  return { data, service };
}

/** The resources of a type with their logical ids. */
export const ofType = ({ Resources }: StackTemplate, type: string): [string, TemplateResource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** The one resource of a type. @throws Error when there are none or several */
export function oneOf(template: StackTemplate, type: string): [string, TemplateResource] {
  const [only, ...others] = ofType(template, type);
  if (!only || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return only;
}

/** Logical ids end in a hash of their path, and names of outputs in one or two. */
const HASH = /[0-9A-F]{8}(?=$|Arn[0-9A-F]{8}$|[0-9A-F]{8}$)/;
export const nameOf = (logicalId: string): string => logicalId.replace(HASH, '');

const call = (fn: string, argument: unknown): string => {
  switch (fn) {
    case 'Ref':
      return nameOf(String(argument));
    case 'Fn::GetAtt': {
      const [id, attribute] = argument as [string, string];
      return attribute === 'Arn' ? nameOf(id) : `${nameOf(id)}.${attribute}`;
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => String(spoken(part))).join(separator);
    }
    case 'Fn::GetStackOutput': {
      const { OutputName } = argument as { OutputName: string };
      return OutputName.replace(/^PublishOutput(Ref|FnGetAtt)/, '')
        .replace(/(Arn)?[0-9A-F]{8}$/, '')
        .replace(HASH, '');
    }
    default:
      return `${fn} ${JSON.stringify(argument)}`;
  }
};

/** A value of a template with its functions read aloud: a resource and its ARN are both called by the resource's name. */
export function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
    return call(only[0], only[1]);
  return Object.fromEntries(entries.map(([name, item]) => [name, spoken(item)]));
}
