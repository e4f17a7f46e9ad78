import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import type { Model } from './bedrock.ts';

/**
 * Amazon Bedrock itself, with the AWS credentials of whoever started the local cloud: to hear a real model talk to the
 * scripted people. It is billed.
 */
export function realBedrock(region: string): Model {
  const client = new BedrockRuntimeClient({ region });
  return async (modelId, body) => {
    const { output, stopReason, usage, metrics } = await client.send(
      new ConverseCommand({ ...(JSON.parse(body) as ConverseCommandInput), modelId }),
    );
    return JSON.stringify({ output, stopReason, usage, metrics });
  };
}
