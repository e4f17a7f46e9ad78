import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DataStack } from '../lib/data-stack.ts';
import { ServiceStack } from '../lib/service-stack.ts';
import { readStage } from '../lib/stage.ts';

/** The CDK app: two stacks of one stage (`-c stage=local|dev|prod`, default dev). Nothing is looked up. */
const app = new App({ analyticsReporting: false });
try {
  const stage = readStage(app.node.tryGetContext('stage'), app.node.tryGetContext('trunkline'));
  const account = process.env['CDK_DEFAULT_ACCOUNT'];
  const env = { region: stage.region, ...(account !== undefined && { account }) };
  const data = new DataStack(app, `Trunkline-${stage.name}-Data`, { env, stage });
  new ServiceStack(app, `Trunkline-${stage.name}`, { env, stage, data });
  Tags.of(app).add('app', 'trunkline');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  // A mistake in the settings is one clear message, not a stack of the toolchain.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
