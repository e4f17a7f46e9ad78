import * as z from 'zod/mini';
import { Transfer } from './account.ts';
import { AccountId, AssistantId } from './ids.ts';

/** Who an assistant is on the phone. Null members say nothing of their own. */
export const Assistant = z.object({
  id: AssistantId,
  accountId: AccountId,
  name: z.string(),
  active: z.boolean(),
  /** The carrier whose numbers it is for, maybe one that this deployment doesn't have; null: any. */
  provider: z.nullable(z.string()),
  voice: z.nullable(z.string()),
  language: z.nullable(z.string()),
  persona: z.nullable(z.string()),
  greeting: z.nullable(z.string()),
  knowledge: z.nullable(z.string()),
  transfer: z.nullable(Transfer),
});
export type Assistant = z.infer<typeof Assistant>;
