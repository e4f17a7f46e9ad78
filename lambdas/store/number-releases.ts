import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { LostRace } from '../domain/errors.ts';
import type { AccountId, OrderId, ReleaseId } from '../domain/ids.ts';
import { type NumberStatus, type OwnedNumber, isSeenBy } from '../domain/number.ts';
import {
  type ClosedRelease,
  type OpenRelease,
  Release,
  type TakingDownRelease,
  type WaitingRelease,
  dueOf,
} from '../domain/number-release.ts';
import { dueShardOf, heldItem, numberItem, releaseItem, slotsItem } from './items.ts';
import { readNumber } from './numbers.ts';
import { db, table } from './table.ts';
import { type Broken, transact } from './transact.ts';

/** A release as it was read: the version tells whether somebody saved since. */
export interface SeenRelease<R extends Release = Release> {
  readonly release: R;
  readonly version: number;
}

/** A release as it is now; undefined if the account has no such release. */
export async function readRelease(account: AccountId, id: ReleaseId): Promise<SeenRelease | undefined> {
  const { Item } = await db().send(
    new GetCommand({
      TableName: table('NUMBERS_TABLE'),
      Key: releaseItem(account, id),
      ConsistentRead: true,
    }),
  );
  return Item && { release: Release.parse(Item['release']), version: Number(Item['version']) };
}

/**
 * Gives a live number back: it has its last instant, its release stands in the due index, and its slot is free, all or
 * nothing. Twice is once.
 * @returns the number as it is then: with the instant of whoever asked first; undefined if it is live no more
 */
export async function askRelease(
  seen: OwnedNumber,
  release: WaitingRelease,
): Promise<OwnedNumber | undefined> {
  const { accountId, releaseAt, releaseId } = release;
  const broken = await transact({
    number: {
      Update: {
        TableName: table('NUMBERS_TABLE'),
        Key: numberItem(release.number),
        UpdateExpression: 'SET #number.releaseAt = :at, #number.releaseId = :id',
        // By its members, not as a whole: whoever gives it a new name meanwhile is not in the way.
        ConditionExpression:
          '#number.accountId = :account AND #number.#status = :live AND #number.releaseAt = :none',
        ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
        ExpressionAttributeValues: {
          ':at': releaseAt,
          ':id': releaseId,
          ':account': accountId,
          ':live': 'live',
          ':none': null,
        },
      },
    },
    release: newRelease(release),
    slot: {
      Update: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: slotsItem(accountId),
        UpdateExpression: 'ADD used :less',
        ExpressionAttributeValues: { ':less': -1 },
      },
    },
  });
  if (broken.length === 0) return { ...seen, releaseAt, releaseId };
  // An SDK that was not answered asks again, and may meet what it has written itself.
  const now = await readNumber(release.number);
  return now?.releaseAt && isSeenBy(now, accountId) ? now : undefined;
}

/**
 * The writes by which a number that was bought for an order and can't be linked goes back. They belong into the
 * transaction that ends the order, which gives back its slot too: its account never has the number, and is never shown it.
 * @param release its `releaseAt` is the order's end
 */
export const openRelease = (order: OrderId, release: WaitingRelease) => ({
  number: {
    Update: {
      TableName: table('NUMBERS_TABLE'),
      Key: numberItem(release.number),
      UpdateExpression:
        'SET #number.#status = :releasing, #number.releaseAt = :at, #number.releaseId = :id REMOVE accountId, createdAt',
      ConditionExpression: '#number.orderId = :order AND #number.#status = :pending',
      ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
      ExpressionAttributeValues: {
        ':releasing': 'releasing',
        ':at': release.releaseAt,
        ':id': release.releaseId,
        ':order': order,
        ':pending': 'pending',
      },
    },
  },
  release: newRelease(release),
});

/**
 * Stores that the carrier is about to be asked, and that the number works no more. It holds only as long as the number's
 * row names this release, so a number that somebody has bought anew is not taken down by a release of long ago.
 * @returns the release as it is then
 * @throws LostRace when somebody saved first
 */
export async function storeTry(
  release: TakingDownRelease,
  seen: SeenRelease<OpenRelease>,
): Promise<SeenRelease<TakingDownRelease>> {
  const broken = await transact({
    release: savedRelease(release, seen),
    number: numberOf(release, 'SET #number.#status = :status', 'releasing'),
  });
  mustHold(broken);
  return { release, version: seen.version + 1 };
}

/**
 * Stores that the carrier has let go of the number: it is nobody's, and whoever the carrier sells it to may have it.
 * @throws LostRace when somebody saved first
 */
export async function closeRelease(
  release: ClosedRelease,
  seen: SeenRelease<TakingDownRelease>,
): Promise<void> {
  const broken = await transact({
    release: savedRelease(release, seen),
    number: numberOf(release, 'SET #number.#status = :status REMOVE accountId, createdAt', 'released'),
    held: { Delete: { TableName: table('NUMBERS_TABLE'), Key: heldItem(release.number) } },
  });
  mustHold(broken);
}

function mustHold(broken: readonly Broken<'release' | 'number' | 'held'>[]): void {
  switch (broken[0]?.label) {
    case 'release':
      throw new LostRace('somebody else saved the release');
    case 'number':
      throw new Error('the number is not this release’s any more');
    case 'held':
    case undefined:
      return;
  }
}

const newRelease = (release: WaitingRelease) => ({
  Put: {
    TableName: table('NUMBERS_TABLE'),
    Item: row(release, 1),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

const savedRelease = (release: Release, seen: SeenRelease) => ({
  Put: {
    TableName: table('NUMBERS_TABLE'),
    Item: row(release, seen.version + 1),
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':seen': seen.version },
  },
});

const row = (release: Release, version: number) => ({
  ...releaseItem(release.accountId, release.releaseId),
  version,
  release,
  ...(release.status !== 'closed' && { due: dueOf(release), dueShard: dueShardOf(release.releaseId) }),
});

const numberOf = (
  { number, releaseId }: Release,
  change: string,
  status: Extract<NumberStatus, 'releasing' | 'released'>,
) => ({
  Update: {
    TableName: table('NUMBERS_TABLE'),
    Key: numberItem(number),
    UpdateExpression: change,
    ConditionExpression: '#number.releaseId = :id',
    ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
    ExpressionAttributeValues: { ':id': releaseId, ':status': status },
  },
});
