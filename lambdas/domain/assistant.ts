import * as z from 'zod';
import { AccountId, AssistantId, E164, Provider } from './ids.ts';

/** Who an assistant is on the phone. Null members say nothing of their own. */
export const Assistant = z.object({
  id: AssistantId,
  accountId: AccountId,
  name: z.string(),
  active: z.boolean(),
  provider: Provider.nullable(),
  voice: z.string().nullable(),
  language: z.string().nullable(),
  persona: z.string().nullable(),
  greeting: z.string().nullable(),
  knowledge: z.string().nullable(),
  transfer: z.object({ allowed: z.boolean(), to: E164.nullable() }).nullable(),
});
export type Assistant = z.infer<typeof Assistant>;
