import { ListSipRulesCommand, type SipRule } from '@aws-sdk/client-chime-sdk-voice';
import type { E164 } from '../domain/ids.ts';
import { env } from '../env.ts';
import { askAgain } from './chime-client.ts';

/** The rules of our application that name a number. Rules can't be looked up by their number: all are listed. */
export async function* rulesOf(number: E164): AsyncGenerator<SipRule> {
  let token: string | undefined;
  do {
    const { SipRules = [], NextToken } = await askAgain().send(
      new ListSipRulesCommand({
        SipMediaApplicationId: env('SIP_MEDIA_APPLICATION_ID'),
        MaxResults: 100,
        ...(token && { NextToken: token }),
      }),
    );
    yield* SipRules.filter(({ TriggerValue }) => TriggerValue === number);
    token = NextToken;
  } while (token);
}
