import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { EndedCall, PlacedCall } from '../domain/call.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { cycleItem, ledgerItem } from './items.ts';
import { db, table } from './table.ts';
import { type TransactItem, atMost } from './transact.ts';

/**
 * A cycle's minutes stand in one counter, in whole seconds, which sum up without a rest: `takenSec` is what is used or
 * held, which the plan's minutes are compared with; `usedSec` is the part that is settled. The ledger's lines say the
 * same and can count it anew. Minutes of calls that came in are nobody's to hold: they stand beside them, in `inboundSec`.
 */
interface Caps {
  /** Minutes that the account may take in the cycle. */
  readonly account: number;
  /** Minutes that the key may take in the cycle, null if it has none of its own. */
  readonly key: number | null;
}

type LedgerKind = 'reserve' | 'extend' | 'settle' | 'adjust';

/** Holds minutes for a call: all of them within the caps, or the conditions `minutes` or `keyMinutes` break. */
export function holdItems(
  call: PlacedCall,
  {
    minutes,
    caps,
    line,
  }: { minutes: number; caps: Caps; line: { kind: 'reserve' | 'extend'; n: number; at: Instant } },
) {
  const first = line.kind === 'reserve';
  const hold = (cap: number) => {
    const room = secondsOf(cap - minutes);
    return {
      UpdateExpression: first ? 'ADD takenSec :held, placed :one' : 'ADD takenSec :held',
      ConditionExpression: atMost('takenSec', room),
      ExpressionAttributeValues: {
        ':held': secondsOf(minutes),
        ':most': room,
        ...(first && { ':one': 1 }),
      },
    };
  };
  return {
    minutes: onCounter(call, hold(caps.account)),
    keyMinutes: caps.key === null ? undefined : onKeyCounter(call, hold(caps.key)),
    line: ledgerLine(call, line.kind, line.n, { at: line.at, heldSec: secondsOf(minutes) }),
  };
}

/** Bills an ended call and gives back what was held beyond. Once: its ledger line can't be written twice. */
export function settleItems(call: EndedCall) {
  const [heldSec, billedSec] = [secondsOf(call.heldMinutes), secondsOf(call.billedMinutes)];
  const settle: Change =
    call.direction === 'inbound'
      ? { UpdateExpression: 'ADD inboundSec :billed', ExpressionAttributeValues: { ':billed': billedSec } }
      : {
          UpdateExpression: 'ADD takenSec :back, usedSec :billed, answered :answered',
          ExpressionAttributeValues: {
            ':back': billedSec - heldSec,
            ':billed': billedSec,
            ':answered': call.startedAt ? 1 : 0,
          },
        };
  return {
    minutes: onCounter(call, settle),
    keyMinutes: call.keyPays ? onKeyCounter(call, settle) : undefined,
    line: ledgerLine(call, 'settle', 0, {
      at: call.endedAt,
      seconds: call.durationSec ?? 0,
      billedSec,
      heldSec,
    }),
  };
}

/** Seconds that came to light after a call was settled. They are ours to bear: nothing is billed for them. Once. */
export const adjustLine = (call: EndedCall, seconds: number, at: Instant): TransactItem =>
  ledgerLine(call, 'adjust', 0, { at, seconds, billedSec: 0, heldSec: 0 });

type Change = Pick<
  NonNullable<TransactItem['Update']>,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
> & {
  UpdateExpression: string;
};

const onCounter = (call: PlacedCall, change: Change): TransactItem => ({
  Update: { TableName: table('ACCOUNTS_TABLE'), Key: cycleItem(call.accountId, call.cycle), ...change },
});

const onKeyCounter = (call: PlacedCall, change: Change): TransactItem => ({
  Update: {
    TableName: table('ACCOUNTS_TABLE'),
    Key: cycleItem(call.accountId, call.cycle, call.keyId ?? undefined),
    ...change,
  },
});

/** A line is known by call, kind and number: the same line twice is no line. */
const ledgerLine = (
  call: PlacedCall,
  kind: LedgerKind,
  n: number,
  line: Readonly<Record<string, unknown>>,
): TransactItem => ({
  Put: {
    TableName: table('ACCOUNTS_TABLE'),
    Item: {
      ...ledgerItem(call.accountId, call.cycle, call.callId, kind, n),
      kind,
      direction: call.direction,
      keyId: call.keyId,
      ...line,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** Minutes are held and billed in whole seconds: the rest of a binary fraction would stay held for ever. */
const secondsOf = (minutes: number) => Math.round(minutes * 60);

/** The minutes of a cycle: nothing taken if no call belongs to it yet. */
export async function readMinutes(account: AccountId, cycle: Instant) {
  const { Item } = await db().send(
    new GetCommand({
      TableName: table('ACCOUNTS_TABLE'),
      Key: cycleItem(account, cycle),
      ConsistentRead: true,
    }),
  );
  const count = (name: string) => (typeof Item?.[name] === 'number' ? Item[name] : 0);
  return {
    used: count('usedSec') / 60,
    reserved: (count('takenSec') - count('usedSec')) / 60,
    placed: count('placed'),
    answered: count('answered'),
  };
}
