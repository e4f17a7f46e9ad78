import { type Instant, plusSeconds } from '../domain/time.ts';
import type { DueNumberWork } from '../store/due.ts';
import { raiseGeneration, startNumberWorkflow } from '../store/number-workflows.ts';

/** How long an order or a release is left to the workflow that was started for it. */
const LEFT_ALONE_SEC = 300;

/**
 * Starts another workflow for an order or a release whose own one is gone, or was never started. The row's generation is
 * raised first: of two sweeps at once one goes on, a crash after this line only delays, and an execution that is still
 * there finds that the row isn't its own any more.
 */
export async function lookAfterNumberWork(work: DueNumberWork, now: Instant): Promise<void> {
  const generation = await raiseGeneration(work, work.due, plusSeconds(now, LEFT_ALONE_SEC));
  if (generation !== undefined) await startNumberWorkflow(work, generation);
}
