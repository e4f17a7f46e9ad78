import { type Digest, type Turn, checkedDigest, transcriptOf } from '../domain/conversation.ts';
import type { Brain } from './brain.ts';
import { type Part, digestOf } from './prompt.ts';

/** A model that fails or talks nonsense is asked so many times in all; then the call ends without a digest. */
const TRIES = 2;

/**
 * What is left of a conversation: its summary, and the asked fields, checked; nulls where the model could not tell.
 * @param report told of each failure of the model
 */
export async function digest(
  brain: Brain,
  part: Pick<Part, 'objective' | 'fields' | 'language'>,
  turns: readonly Turn[],
  report: (error: unknown) => void,
): Promise<Digest> {
  const question = digestOf(part, transcriptOf(turns), turns);
  if (!question) return checkedDigest({}, part.fields);
  for (let tries = 1; tries <= TRIES; tries++) {
    const told = await brain.fillIn(question).catch(report);
    const checked = checkedDigest(told, part.fields);
    if (checked.summary !== null) return checked;
  }
  return checkedDigest({}, part.fields);
}
