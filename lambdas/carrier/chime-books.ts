import { ListPhoneNumbersCommand, type PhoneNumber } from '@aws-sdk/client-chime-sdk-voice';
import { E164 } from '../domain/ids.ts';
import type { CarrierBooks, CarrierNumber } from './carrier.ts';
import { askAgain } from './chime-client.ts';

/** The most that a page of the list may hold. */
const PAGE = 100;

/** All numbers of the Chime account that are for applications like ours. */
export const chimeBooks: CarrierBooks = {
  async list() {
    const numbers: CarrierNumber[] = [];
    let token: string | undefined;
    do {
      const { PhoneNumbers = [], NextToken } = await askAgain().send(
        new ListPhoneNumbersCommand({
          ProductType: 'SipMediaApplicationDialIn',
          MaxResults: PAGE,
          ...(token && { NextToken: token }),
        }),
      );
      numbers.push(...PhoneNumbers.map(toNumber));
      token = NextToken;
    } while (token);
    return numbers;
  },
};

const USABLE: readonly (string | undefined)[] = ['Unassigned', 'Assigned'];

/** A number of Chime in our words. */
export const toNumber = ({
  E164PhoneNumber,
  Country,
  Status,
  ProductType,
  Name,
  Associations = [],
}: PhoneNumber): CarrierNumber => ({
  number: E164.parse(E164PhoneNumber),
  country: Country ?? '',
  usable: USABLE.includes(Status) && ProductType === 'SipMediaApplicationDialIn',
  name: Name ?? null,
  linkId: Associations.find((one) => one.Name === 'SipRuleId')?.Value ?? null,
});
