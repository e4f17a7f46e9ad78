import type { Clock } from '../clock/clock.ts';

/** One AWS request, or one state that a workflow entered. */
export interface TraceEntry {
  /** Virtual, ISO 8601. */
  readonly at: string;
  /** The logical id of the function that asked; null for a state. */
  readonly function: string | null;
  /** The service's signing name. */
  readonly service: string;
  readonly operation: string;
  /** Real milliseconds. */
  readonly ms: number;
  readonly status?: number;
  readonly readUnits?: number;
  readonly writeUnits?: number;
  readonly state?: string;
}

interface Kept {
  readonly entry: TraceEntry;
  /** The invocation that it belongs to; its own for a state. */
  readonly of: string;
}

/** All that went through the gate, in order. */
export interface Trace {
  add(of: string, entry: Omit<TraceEntry, 'at'>, mentions: string): void;
  /** Of one call: whatever the invocations did that had to do with it. */
  entries(callId?: string): readonly TraceEntry[];
}

/** More than this is forgotten, oldest first. */
const MOST_ENTRIES = 50_000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export function createTrace(clock: Clock): Trace {
  let kept: Kept[] = [];
  /** Ids of ours by the invocation that had to do with them. */
  const mentioned = new Map<string, Set<string>>();

  return {
    add(of, entry, mentions) {
      if (kept.length >= MOST_ENTRIES) {
        kept = kept.slice(MOST_ENTRIES / 2);
        const left = new Set(kept.map((one) => one.of));
        for (const invocation of mentioned.keys()) if (!left.has(invocation)) mentioned.delete(invocation);
      }
      kept.push({ of, entry: { at: new Date(clock.now()).toISOString(), ...entry } });
      const ids = mentioned.get(of) ?? new Set();
      for (const [id] of mentions.matchAll(UUID)) ids.add(id);
      mentioned.set(of, ids);
    },
    entries: (callId) =>
      kept
        .filter(({ of }) => callId === undefined || mentioned.get(of)?.has(callId))
        .map(({ entry }) => entry),
  };
}
