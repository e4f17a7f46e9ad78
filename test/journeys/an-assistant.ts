import type { Client } from './a-cloud.ts';

/** An assistant of an account, by its id. @throws Error when it isn't made */
export async function anAssistantOf(
  client: Client,
  wish: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { status, body } = await client.ask('POST', '/v1/assistants', { name: 'Robin', ...wish });
  if (status !== 201) throw new Error(`no assistant: ${JSON.stringify(body)}`);
  return String(body['id']);
}
