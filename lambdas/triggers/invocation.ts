import { freshLog, plainErrors } from './log.ts';
import { tellMetrics } from './metrics.ts';

/** What surrounds each invocation, whatever its trigger: lines of its own, its metrics, and errors that tell nothing more. */
export const invocation = [freshLog, tellMetrics, plainErrors];
