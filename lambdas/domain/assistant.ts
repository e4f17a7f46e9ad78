import * as z from 'zod/mini';
import { Transfer } from './account.ts';
import { AccountId, AssistantId, Provider } from './ids.ts';

/** Who an assistant is on the phone. Null members say nothing of their own. */
export const Assistant = z.object({
  id: AssistantId,
  accountId: AccountId,
  name: z.string(),
  active: z.boolean(),
  provider: z.nullable(Provider),
  voice: z.nullable(z.string()),
  language: z.nullable(z.string()),
  persona: z.nullable(z.string()),
  greeting: z.nullable(z.string()),
  knowledge: z.nullable(z.string()),
  transfer: z.nullable(Transfer),
});
export type Assistant = z.infer<typeof Assistant>;
