import { join } from 'node:path';
import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import type { FunctionConfig } from '../functions/functions.ts';
import type { Deployed } from './deployed.ts';

const Properties = z.looseObject({
  Code: z.object({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
  Handler: z.literal('index.handler'),
  Runtime: z.literal('nodejs24.x'),
  Role: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
});

/** The functions of the template. @throws z.ZodError for one that isn't a bundle for Node 24 */
export const functionConfigs = (deployed: Deployed, assembly: Assembly): readonly FunctionConfig[] =>
  deployed.all('AWS::Lambda::Function').map(({ logicalId, identity, properties }) => {
    const { Code, Environment, Role, Timeout, MemorySize } = Properties.parse(properties);
    return {
      logicalId,
      name: identity.ref,
      arn: identity.attributes['Arn'] ?? '',
      file: join(assembly.assetFolder(Code.S3Key), 'index.js'),
      roleArn: Role,
      timeoutSec: Timeout,
      memoryMb: MemorySize,
      env: Environment?.Variables ?? {},
    };
  });
