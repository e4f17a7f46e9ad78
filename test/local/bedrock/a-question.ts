import { standIn } from '../../../local/bedrock/bedrock.ts';
import type { Field, Turn } from '../../../lambdas/domain/conversation.ts';
import type { Question } from '../../../lambdas/talk/brain.ts';
import { type Part, digestOf, nextTurn } from '../../../lambdas/talk/prompt.ts';

export const field = (
  name: string,
  type: Field['type'] = 'string',
  description: string | null = null,
): Field => ({ name, type, description });

const PART: Part = {
  onBehalfOf: 'Acme',
  objective: 'Book a table for four',
  context: null,
  fields: [],
  persona: null,
  knowledge: null,
  language: 'en-US',
  otherLanguages: [],
  transfer: null,
};

/** A question of the product's as the request in which it reaches Bedrock. */
export const converseBody = ({ instructions, lines, form }: Question): string =>
  JSON.stringify({
    system: [{ text: instructions }],
    messages: lines.map(({ from, text }) => ({
      role: from === 'other' ? 'user' : 'assistant',
      content: [{ text }],
    })),
    inferenceConfig: { maxTokens: 2_000, temperature: 0 },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: form.name,
            description: form.description,
            inputSchema: { json: form.schema },
          },
        },
      ],
      toolChoice: { tool: { name: form.name } },
    },
  });

/** The form as the stand-in fills it in. */
async function filledIn(question: Question): Promise<unknown> {
  const answer = JSON.parse(await standIn('amazon.nova-lite-v1:0', converseBody(question))) as {
    output: { message: { content: { toolUse: { input: unknown } }[] } };
  };
  return answer.output.message.content[0]?.toolUse.input;
}

/** A conversation in which the other side says these lines: all that the stand-in says, and how it ended. */
export async function talk(heard: readonly string[], part: Partial<Part> = {}) {
  const turns: Turn[] = [];
  const filled: unknown[] = [];
  let end = 'no';
  for (const words of heard) {
    const turn = await filledIn(nextTurn({ ...PART, ...part }, turns, words));
    filled.push(turn);
    const { say, end: ends } = turn as { say: string; end: string };
    turns.push({ heard: words, said: say });
    end = ends;
    if (end !== 'no') break;
  }
  return { said: turns.map(({ said }) => said), end, turns, filled };
}

/** What the stand-in makes of a conversation: lines of the agent and the recipient, as a transcript has them. */
export async function digestOfTalk(transcript: readonly string[], part: Partial<Part> = {}) {
  const question = digestOf({ ...PART, ...part }, transcript.join('\n'), [{ heard: 'something', said: '' }]);
  if (!question) throw new Error('nothing was said');
  return (await filledIn(question)) as { summary: string; extracted: Record<string, unknown> };
}
