import * as z from 'zod/mini';
import { env } from '../env.ts';

const Aliases = z.record(z.string(), z.string());
let aliases: Readonly<Record<string, string>> | undefined;

/** The alias of the bot that speaks in a voice: each voice of ours is a bot. */
export function botOf(voice: string): string {
  aliases ??= Aliases.parse(JSON.parse(env('BOT_ALIASES')));
  const alias = aliases[voice];
  if (!alias) throw new Error(`no bot speaks in the voice ${voice}`);
  return alias;
}
