import * as z from 'zod';

const Enum = z.array(z.string()).optional().catch(undefined);
const Text = z.array(z.object({ text: z.string() }));

/** A Converse request, as far as the stand-in reads it. It is all that the stand-in knows. */
const Converse = z.object({
  system: Text.default([]),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: Text })).min(1),
  toolConfig: z.object({
    tools: z
      .array(
        z.object({
          toolSpec: z.object({
            name: z.string(),
            inputSchema: z.object({
              json: z.object({ properties: z.record(z.string(), z.looseObject({ enum: Enum })) }),
            }),
          }),
        }),
      )
      .min(1),
    toolChoice: z.object({ tool: z.object({ name: z.string() }) }),
  }),
});

/** Something that is asked for. */
const AskedField = z.object({
  name: z.string(),
  type: z.enum(['string', 'boolean', 'number']),
  description: z.string().nullable().optional(),
});
export type AskedField = z.infer<typeof AskedField>;

/** What a request says, in the stand-in's own terms. */
export interface Understood {
  readonly tool: string;
  /** What the tool's input may hold. */
  readonly members: readonly string[];
  /** How the form lets a turn end. */
  readonly ends: readonly string[];
  /** Empty for a call that came in. */
  readonly objective: string;
  /** Empty when the agent knows nothing. */
  readonly knowledge: string;
  readonly fields: readonly AskedField[];
  /** A base language: `es`. */
  readonly language: string;
  /** The tags among which it may choose what to speak; none where the form doesn't ask. */
  readonly languages: readonly string[];
  readonly lines: readonly { readonly from: 'other' | 'self'; readonly text: string }[];
}

/** @throws z.ZodError when it is no request that makes the model use a tool */
export function understand(body: string): Understood {
  const { system, messages, toolConfig } = Converse.parse(JSON.parse(body));
  const instructions = textOf(system);
  const { name } = toolConfig.toolChoice.tool;
  const spec = toolConfig.tools.find(({ toolSpec }) => toolSpec.name === name)?.toolSpec;
  if (!spec) throw new Error(`the tool ${name} that must be used is not among the tools`);
  const { properties } = spec.inputSchema.json;
  return {
    tool: name,
    members: Object.keys(properties),
    ends: properties['end']?.enum ?? [],
    languages: properties['language']?.enum ?? [],
    objective: z.string().catch('').parse(section(instructions, 'objective')),
    knowledge: z.string().catch('').parse(section(instructions, 'knowledge')),
    fields: z.array(AskedField).catch([]).parse(section(instructions, 'fields')),
    language: /\(([a-z]{2})-[A-Z]{2}\)/.exec(instructions)?.[1] ?? 'en',
    lines: messages.map(({ role, content }) => ({
      from: role === 'user' ? 'other' : 'self',
      text: textOf(content),
    })),
  };
}

/** What stands between a pair of tags, which is JSON. */
export function section(text: string, tag: string): unknown {
  const found = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1];
  return found === undefined ? undefined : JSON.parse(found);
}

const textOf = (content: readonly { text: string }[]) => content.map(({ text }) => text).join('\n');
