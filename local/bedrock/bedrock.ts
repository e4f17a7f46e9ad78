import type { Service } from '../gate/service.ts';
import type { WireAnswer } from '../wire.ts';
import { digest } from './digester.ts';
import { understand } from './request.ts';
import { nextTurn } from './talker.ts';

/** Geographies whose name begins the id of an inference profile. */
const PROFILE = /^(us|eu|apac|global)\./;

/** Somebody who answers a Converse request: its body in, the answer's body out. */
export type Model = (modelId: string, body: string) => Promise<string>;

/** Bedrock's Converse: what IAM asks of it, and a model behind it. */
export function createBedrock(
  model: Model,
  { account, region }: { account: string; region: string },
): Service {
  const modelOf = (path: string) => decodeURIComponent(/^\/model\/([^/]+)\//.exec(path)?.[1] ?? '');
  return {
    operationOf: ({ path }) => (path.endsWith('/converse') ? 'Converse' : path),
    needsOf({ path }) {
      const id = modelOf(path);
      const behind = `arn:aws:bedrock:${region}::foundation-model/${id.replace(PROFILE, '')}`;
      const profile = `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`;
      return (PROFILE.test(id) ? [profile, behind] : [behind]).map((resource) => ({
        action: 'bedrock:InvokeModel',
        resource,
      }));
    },
    async handle({ path, body }, operation): Promise<WireAnswer> {
      if (operation !== 'Converse')
        return refusal('ValidationException', `${operation} is not played by the local cloud`);
      try {
        const headers = { 'content-type': 'application/json' };
        return { status: 200, headers, body: await model(modelOf(path), body.toString()) };
      } catch (error) {
        return refusal(
          'ValidationException',
          error instanceof Error ? error.message : 'the request was not understood',
        );
      }
    },
    refuse: ({ message }) => ({ ...refusal('AccessDeniedException', message), status: 403 }),
  };
}

const refusal = (kind: string, message: string): WireAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': kind },
  body: JSON.stringify({ message }),
});

/** Rough: four characters are a token. */
const tokens = (text: string) => Math.ceil(text.length / 4);

/**
 * A small model made of rules. It gets the request and nothing else: it knows no script and no call. It speaks English,
 * Spanish, French, German, Italian and Portuguese.
 */
export const standIn: Model = (_, body) => {
  const understood = understand(body);
  const input = understood.members.includes('say') ? nextTurn(understood) : digest(understood);
  const written = JSON.stringify(input);
  const usage = { inputTokens: tokens(body), outputTokens: tokens(written) };
  return Promise.resolve(
    JSON.stringify({
      output: {
        message: {
          role: 'assistant',
          content: [{ toolUse: { toolUseId: 'tooluse_local', name: understood.tool, input } }],
        },
      },
      stopReason: 'tool_use',
      usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens },
      metrics: { latencyMs: 1 },
    }),
  );
};
