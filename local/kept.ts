import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cloud } from './cloud/cloud.ts';
import type { Seed } from './seed.ts';

const Kept = z.object({
  /** The virtual instant at which it was stopped. */
  now: z.number(),
  seed: z.object({
    apiKey: z.string(),
    accountId: z.string(),
    callerId: z.string().nullable(),
    webhookSecret: z.string(),
  }),
  carrier: z.unknown(),
});
export type Kept = z.infer<typeof Kept>;

const FILE = 'cloud.json';

/** What a folder keeps beside its tables: the time, the first key, and the carrier's books. */
export function readKept(folder: string): Kept | undefined {
  const file = join(folder, FILE);
  return existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

export function keep(folder: string, { clock, chime }: Cloud, seed: Seed): void {
  const kept = { now: clock.now(), seed, carrier: chime.snapshot() } satisfies Kept;
  writeFileSync(join(folder, FILE), JSON.stringify(kept), { mode: 0o600 });
}
