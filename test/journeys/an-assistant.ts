import { v7 as uuidv7 } from 'uuid';
import { anAssistant } from '../makers.ts';
import type { Client, TestCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

/** An assistant of an account, by its id. */
export async function anAssistantOf(
  { cloud }: TestCloud,
  { accountId }: Client,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = uuidv7();
  await booksOf(cloud).put('Accounts', {
    pk: `A#${accountId}`,
    sk: `ASSISTANT#${id}`,
    assistant: { ...anAssistant(), id, accountId, ...changes },
  });
  return id;
}
