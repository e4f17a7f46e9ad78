import { BedrockRuntimeClient, ConverseCommand, type ToolInputSchema } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { env } from '../env.ts';
import type { Brain } from './brain.ts';

/** A caller waits on the line: what takes longer is asked anew. */
const ANSWER_MS = 8_000;
/** Enough for a spoken turn or a digest of 20 fields. */
const MOST_TOKENS = 2_000;

let client: BedrockRuntimeClient | undefined;
// HTTP/1.1: one request at a time leaves nothing to multiplex, and a kept connection is as fast.
const bedrock = () =>
  (client ??= new BedrockRuntimeClient({
    maxAttempts: 2,
    requestHandler: new NodeHttpHandler({ requestTimeout: ANSWER_MS, throwOnRequestTimeout: true }),
  }));

/** Amazon Bedrock's Converse. The form is a tool that the model must use. */
export const bedrockBrain: Brain = {
  async fillIn({ instructions, lines, form }) {
    const { output } = await bedrock().send(
      new ConverseCommand({
        modelId: env('MODEL_ID'),
        system: [{ text: instructions }],
        messages: lines.map(({ from, text }) => ({
          role: from === 'other' ? 'user' : 'assistant',
          content: [{ text }],
        })),
        inferenceConfig: { maxTokens: MOST_TOKENS, temperature: 0 },
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: form.name,
                description: form.description,
                inputSchema: { json: form.schema } as ToolInputSchema,
              },
            },
          ],
          toolChoice: { tool: { name: form.name } },
        },
      }),
    );
    const filledIn = output?.message?.content?.find(({ toolUse }) => toolUse)?.toolUse?.input;
    if (filledIn === undefined) throw new Error('the model has not filled in the form');
    return filledIn;
  },
};
