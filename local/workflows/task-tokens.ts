import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StateFailure } from './failure.ts';

/** The task that waits for a token. */
export interface WaitingTask {
  /** @param output parsed */
  succeed(output: unknown): void;
  fail(failure: StateFailure): void;
  heartbeat(): void;
}

/** The execution a token was made for. */
export interface TokenOwner {
  readonly machine: string;
  readonly execution: string;
}

export interface TaskTokens {
  /** A new token: opaque, and nobody can guess it. */
  issue(owner: TokenOwner): string;
  /** From now on `task` hears what is sent with the token. The answer ends that. */
  open(token: string, task: WaitingTask): () => void;
  /** Who waits, if somebody still does. */
  waiting(token: string): WaitingTask | undefined;
  /** `undefined` for a text that is no token of ours. */
  ownerOf(token: string): TokenOwner | undefined;
}

const SEAL_BYTES = 32;
/** Makes tokens about as long as those of AWS, which are several hundred characters. */
const PADDING_BYTES = 192;

/** A token carries its owner under a seal, so that a closed one is still known without being kept. */
export function createTaskTokens(): TaskTokens {
  const key = randomBytes(32);
  const open = new Map<string, WaitingTask>();
  const seal = (content: Buffer) => createHmac('sha256', key).update(content).digest();

  return {
    issue({ machine, execution }) {
      const content = Buffer.concat([randomBytes(PADDING_BYTES), Buffer.from(`${machine} ${execution}`)]);
      return Buffer.concat([seal(content), content]).toString('base64');
    },
    open(token, task) {
      open.set(token, task);
      return () => void open.delete(token);
    },
    waiting: (token) => open.get(token),
    ownerOf(token) {
      const bytes = Buffer.from(token, 'base64');
      const content = bytes.subarray(SEAL_BYTES);
      if (bytes.length <= SEAL_BYTES + PADDING_BYTES) return undefined;
      if (!timingSafeEqual(bytes.subarray(0, SEAL_BYTES), seal(content))) return undefined;
      const [machine = '', execution = ''] = content.subarray(PADDING_BYTES).toString().split(' ');
      return { machine, execution };
    },
  };
}
