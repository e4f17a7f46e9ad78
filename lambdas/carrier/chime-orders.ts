import {
  ChimeSDKVoiceServiceException,
  CreatePhoneNumberOrderCommand,
  GetPhoneNumberCommand,
  GetPhoneNumberOrderCommand,
  ListPhoneNumberOrdersCommand,
  NotFoundException,
  type PhoneNumberOrder,
} from '@aws-sdk/client-chime-sdk-voice';
import type { E164 } from '../domain/ids.ts';
import type { OrderProgress } from '../domain/number-order.ts';
import { type Instant, millisOf } from '../domain/time.ts';
import { NotForSale, type OrderPort, ProvedRefusal } from './carrier.ts';
import { provedRefusal } from './chime.ts';
import { askAgain, askOnce } from './chime-client.ts';

/** How far the carrier's clock may be behind ours. */
const CLOCKS_APART_MS = 60_000;

/** Orders of the Chime account. An order takes no idempotency token, and shows no name: its number does. */
export const chimeOrders: OrderPort = {
  async order(number, name) {
    const response = await askOnce()
      .send(
        new CreatePhoneNumberOrderCommand({
          ProductType: 'SipMediaApplicationDialIn',
          E164PhoneNumbers: [number],
          Name: name,
        }),
      )
      .catch((error: unknown) => {
        throw refusalOf(error) ?? error;
      });
    const id = response.PhoneNumberOrder?.PhoneNumberOrderId;
    if (!id) throw new Error('the carrier has not named the order that it took');
    return id;
  },

  async progressOf(carrierOrderId, number) {
    try {
      const { PhoneNumberOrder } = await askAgain().send(
        new GetPhoneNumberOrderCommand({ PhoneNumberOrderId: carrierOrderId }),
      );
      return progressIn(PhoneNumberOrder, number);
    } catch (error) {
      if (error instanceof NotFoundException) return 'gone';
      throw error;
    }
  },

  async lookUp(number, name, since) {
    // Orders first: one that is filled between the two requests is found by its number.
    const carrierOrderId = await orderFor(number, since);
    if (carrierOrderId) return { what: 'ordered', carrierOrderId };
    try {
      const { PhoneNumber } = await askAgain().send(new GetPhoneNumberCommand({ PhoneNumberId: number }));
      return { what: PhoneNumber?.Name === name ? 'acquired' : 'others' };
    } catch (error) {
      if (error instanceof NotFoundException) return { what: 'absent' };
      throw error;
    }
  },
};

/** The last order for a number since an instant that has not failed. Orders can't be looked up by number: all are listed. */
async function orderFor(number: E164, since: Instant): Promise<string | undefined> {
  const from = millisOf(since) - CLOCKS_APART_MS;
  let token: string | undefined;
  do {
    const { PhoneNumberOrders = [], NextToken } = await askAgain().send(
      new ListPhoneNumberOrdersCommand({ MaxResults: 100, ...(token && { NextToken: token }) }),
    );
    const ours = PhoneNumberOrders.find(
      (order) =>
        order.OrderedPhoneNumbers?.some(({ E164PhoneNumber }) => E164PhoneNumber === number) &&
        (order.CreatedTimestamp?.getTime() ?? 0) >= from &&
        progressIn(order, number) !== 'failed',
    );
    if (ours?.PhoneNumberOrderId) return ours.PhoneNumberOrderId;
    token = NextToken;
  } while (token);
  return undefined;
}

const OVER: readonly (string | undefined)[] = ['Failed', 'CancelRequested', 'Cancelled'];

/** An order of several numbers may be filled in part; ours name one, and its own status counts. */
function progressIn(order: PhoneNumberOrder | undefined, number: E164): OrderProgress {
  const status = order?.OrderedPhoneNumbers?.find((each) => each.E164PhoneNumber === number)?.Status;
  if (status === 'Acquired') return 'acquired';
  return status === 'Failed' || OVER.includes(order?.Status) ? 'failed' : 'processing';
}

/** Reads an error as a proof that the carrier did not take the order, if it is one (the table in docs/numbers.md). */
function refusalOf(error: unknown): NotForSale | ProvedRefusal | undefined {
  const refusal = provedRefusal(error);
  if (!refusal || !(error instanceof ChimeSDKVoiceServiceException)) return refusal;
  // The account's own limit: asked again it would answer the same, until an operator has it raised.
  if (error.name.startsWith('ResourceLimitExceeded')) return new ProvedRefusal('refused', error.name);
  return error.$metadata.httpStatusCode === 400 ? new NotForSale(error.name) : refusal;
}
