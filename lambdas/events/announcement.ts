import type { Announcement } from '../carrier/chime-actions.ts';
import type { Call } from '../domain/call.ts';
import { announcing } from '../domain/bridge-phrases.ts';
import { LONGEST_MESSAGE, cut } from '../domain/conversation.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { readTurns } from '../store/conversation.ts';
import { fresh } from '../store/fresh.ts';
import { VOICES } from '../voices.ts';

const account = fresh(readAccount);

/**
 * What whoever a call is handed over to is told first: that an AI hands it over, for whom, and what the agent said of who is
 * on the line. Told again, it is the same.
 */
export async function announcementOf(
  { accountId, callId, language, voice }: Call,
  now: Instant,
): Promise<Announcement | undefined> {
  const [read, turns] = await Promise.all([account(accountId, now), readTurns(callId)]);
  const about = turns.findLast(({ end }) => end === 'transferred')?.announce ?? '';
  const words = cut(announcing({ language, name: read?.name ?? '', about }), LONGEST_MESSAGE);
  const speaker = VOICES_BY_NAME[voice]?.[language];
  return speaker ? { words, voice: speaker, language } : undefined;
}

const VOICES_BY_NAME: Readonly<Partial<Record<string, (typeof VOICES)[keyof typeof VOICES]>>> = VOICES;
