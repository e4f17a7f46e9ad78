import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { EndedCall, LiveCall } from '../domain/call.ts';
import { eventOf } from '../domain/call-event.ts';
import type { Digest } from '../domain/conversation.ts';
import type { CallId } from '../domain/ids.ts';
import { LostRace } from '../domain/errors.ts';
import { MINUTES_PER_EXTENSION } from '../domain/minutes.ts';
import type { Instant } from '../domain/time.ts';
import { type SeenCall, saveItem } from './calls.ts';
import { eventPut } from './events.ts';
import { digestItem, lineItem, transcriptItem } from './items.ts';
import { holdItems, settleItems } from './minutes.ts';
import { namedMapText } from './named-map.ts';
import { giveBackItems } from './open-calls.ts';
import { db, table } from './table.ts';
import { transact } from './transact.ts';

/** Stores the text of what was said. It is read with the call once the call has ended, and not before. */
export async function storeTranscript(callId: CallId, transcript: string): Promise<void> {
  await db().send(
    new PutCommand({ TableName: table('CALLS_TABLE'), Item: { ...transcriptItem(callId), transcript } }),
  );
}

/**
 * The one terminal write of a call: its end, digest, minutes, the lines it gives back and the event that tells of it, all or
 * nothing.
 * @param digest null if nobody spoke
 * @throws LostRace when somebody saved first: read again, it may have ended
 */
export async function endCall(ended: EndedCall, digest: Digest | null, seen: SeenCall): Promise<void> {
  const event = eventOf(seen.call, ended);
  const wasInLine = seen.call.status === 'queued' && seen.call.inLine;
  const broken = await transact({
    call: saveItem(ended, seen),
    digest: digest
      ? {
          Put: {
            TableName: table('CALLS_TABLE'),
            Item: {
              ...digestItem(ended.accountId, ended.callId),
              summary: digest.summary,
              extracted: namedMapText(digest.extracted),
            },
          },
        }
      : undefined,
    event: event && eventPut(event),
    leaveLine: wasInLine
      ? { Delete: { TableName: table('CALLS_TABLE'), Key: lineItem(ended.accountId, ended.callId) } }
      : undefined,
    ...settleItems(ended),
    ...giveBackItems(ended),
  });
  if (broken.length > 0) throw new LostRace('somebody else saved the call');
}

/**
 * Holds another minute for a live call.
 * @returns the call with the minute, or undefined when no minute is left
 * @throws LostRace when somebody saved first
 */
export async function extendCall(
  seen: SeenCall<LiveCall>,
  caps: { account: number; key: number | null },
  at: Instant,
): Promise<SeenCall<LiveCall> | undefined> {
  const call = { ...seen.call, heldMinutes: seen.call.heldMinutes + MINUTES_PER_EXTENSION };
  const broken = await transact({
    call: saveItem(call, seen),
    ...holdItems(call, {
      minutes: MINUTES_PER_EXTENSION,
      caps,
      line: { kind: 'extend', n: seen.call.heldMinutes, at },
    }),
  });
  switch (broken[0]?.label) {
    case undefined:
      return { call, version: seen.version + 1, due: seen.due };
    case 'minutes':
    case 'keyMinutes':
      return undefined;
    case 'call':
    case 'line':
      throw new LostRace('somebody else saved the call');
  }
}
