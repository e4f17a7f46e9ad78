import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { LostRace } from '../domain/errors.ts';
import type { AccountId, AssistantId } from '../domain/ids.ts';
import { OwnedNumber } from '../domain/number.ts';
import type { Instant } from '../domain/time.ts';
import { numberItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';

/** Where a page ends: several numbers may be of one instant. */
export type NumberPlace = Pick<OwnedNumber, 'createdAt' | 'number'>;

/** One page of what an account is shown of its numbers, newest first: one query. `last` is undefined at the end. */
export async function listNumbers(account: AccountId, limit: number, after?: NumberPlace) {
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('NUMBERS_TABLE'),
      IndexName: 'byAccount',
      KeyConditionExpression: 'accountId = :account',
      ExpressionAttributeValues: { ':account': account },
      ScanIndexForward: false,
      // One more tells whether there is one.
      Limit: limit + 1,
      ...(after && {
        ExclusiveStartKey: {
          ...numberItem(after.number),
          accountId: account,
          createdAt: after.createdAt,
        },
      }),
    }),
  );
  const numbers = Items.slice(0, limit).map((item) => OwnedNumber.parse(item['number']));
  return { numbers, last: LastEvaluatedKey || Items.length > limit ? numbers.at(-1) : undefined };
}

/** The most that a query is asked for at once. */
const MOST_AT_ONCE = 100;

/** Of the numbers that an account is shown, those that name an assistant. */
export async function numbersNaming(account: AccountId, id: AssistantId): Promise<readonly OwnedNumber[]> {
  const naming: OwnedNumber[] = [];
  let after: NumberPlace | undefined;
  do {
    const { numbers, last } = await listNumbers(account, MOST_AT_ONCE, after);
    naming.push(
      ...numbers.filter(
        ({ inboundAssistantId, outboundAssistantId }) =>
          inboundAssistantId === id || outboundAssistantId === id,
      ),
    );
    after = last;
  } while (after);
  return naming;
}

/** What an account changes of a number by itself. */
const OWN = ['nickname', 'inboundAssistantId', 'outboundAssistantId', 'callHandling'] as const;

/**
 * Stores what the account changes of its live number, and nothing else: what its release writes meanwhile stays.
 * @throws LostRace when somebody changed the same since `seen` was read, or the number is live no more
 */
export async function saveNumber(number: OwnedNumber, seen: OwnedNumber, now: Instant): Promise<void> {
  try {
    await db().send(
      new UpdateCommand({
        TableName: table('NUMBERS_TABLE'),
        Key: numberItem(number.number),
        UpdateExpression: `SET ${OWN.map((member) => `#number.${member} = :${member}`).join(', ')}`,
        ConditionExpression: [
          '#number.accountId = :account',
          '#number.#status = :live',
          '(#number.releaseAt = :nothing OR #number.releaseAt > :now)',
          ...OWN.map((member) => `#number.${member} = :seen_${member}`),
        ].join(' AND '),
        ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
        ExpressionAttributeValues: {
          ':account': seen.accountId,
          ':live': 'live',
          ':nothing': null,
          ':now': now,
          ...Object.fromEntries(OWN.map((member) => [`:${member}`, number[member]])),
          ...Object.fromEntries(OWN.map((member) => [`:seen_${member}`, seen[member]])),
        },
      }),
    );
  } catch (error) {
    throw isConditionBroken(error) ? new LostRace('somebody else changed the number') : error;
  }
}
