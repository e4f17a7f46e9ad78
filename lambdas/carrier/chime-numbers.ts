import {
  ConflictException,
  CreateSipRuleCommand,
  GetPhoneNumberCommand,
  NotFoundException,
  SearchAvailablePhoneNumbersCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import { E164 } from '../domain/ids.ts';
import { env } from '../env.ts';
import type { NumberPort } from './carrier.ts';
import { toNumber } from './chime-books.ts';
import { askAgain } from './chime-client.ts';
import { rulesOf } from './chime-rules.ts';

/** Numbers of the Chime account. A SIP rule leads calls to a number to our SIP media application. */
export const chimeNumbers: NumberPort = {
  async find(number) {
    try {
      const { PhoneNumber } = await askAgain().send(new GetPhoneNumberCommand({ PhoneNumberId: number }));
      return PhoneNumber && toNumber(PhoneNumber);
    } catch (error) {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    }
  },

  async search({ country, areaCode, region, city }, most) {
    const { E164PhoneNumbers = [] } = await askAgain().send(
      new SearchAvailablePhoneNumbersCommand({
        Country: country,
        PhoneNumberType: 'Local',
        AreaCode: areaCode,
        State: region,
        City: city,
        MaxResults: most,
      }),
    );
    return E164PhoneNumbers.map((number) => E164.parse(number));
  },

  async link(number) {
    // Look first: an earlier attempt may have made the rule and been cut off before it could say so.
    const made = await ruleFor(number);
    if (made) return made;
    try {
      const { SipRule } = await askAgain().send(
        new CreateSipRuleCommand({
          Name: `trunkline-${number.slice(1)}`,
          TriggerType: 'ToPhoneNumber',
          TriggerValue: number,
          TargetApplications: [
            {
              SipMediaApplicationId: env('SIP_MEDIA_APPLICATION_ID'),
              Priority: 1,
              AwsRegion: env('AWS_REGION'),
            },
          ],
        }),
      );
      if (SipRule?.SipRuleId) return SipRule.SipRuleId;
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
    }
    const rule = await ruleFor(number);
    if (!rule) throw new Error('the carrier has neither made the SIP rule nor does it list it');
    return rule;
  },
};

/** The rule of our application that names a number. */
async function ruleFor(number: E164): Promise<string | undefined> {
  for await (const { SipRuleId } of rulesOf(number)) if (SipRuleId) return SipRuleId;
  return undefined;
}
