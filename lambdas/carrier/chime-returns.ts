import {
  DeletePhoneNumberCommand,
  DeleteSipRuleCommand,
  GetPhoneNumberCommand,
  NotFoundException,
  type SipRule,
  UpdateSipRuleCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import type { E164 } from '../domain/ids.ts';
import { env } from '../env.ts';
import type { NumberReturns } from './carrier.ts';
import { askAgain } from './chime-client.ts';
import { rulesOf } from './chime-rules.ts';

/** Chime deletes a number only once no SIP rule names it, and a rule only once it is disabled. */
export const chimeReturns: NumberReturns = {
  async unlink(number) {
    for await (const rule of rulesOf(number)) await removeRule(rule);
  },

  async remove(number) {
    // Chime refuses to delete what waits for its deletion, in the words of any refusal: look before, and after.
    if (await isGone(number)) return;
    await unlessGone(() => askAgain().send(new DeletePhoneNumberCommand({ PhoneNumberId: number })));
    if (!(await isGone(number)))
      throw new Error('the carrier was told to delete the number, and still has it');
  },
};

async function removeRule({ SipRuleId, Name, Disabled, TargetApplications = [] }: SipRule): Promise<void> {
  const ours = env('SIP_MEDIA_APPLICATION_ID');
  if (TargetApplications.some(({ SipMediaApplicationId }) => SipMediaApplicationId !== ours))
    throw new Error('a SIP rule leads calls to the number to another application besides ours');
  if (!Disabled)
    await unlessGone(() =>
      askAgain().send(new UpdateSipRuleCommand({ SipRuleId, Name, Disabled: true, TargetApplications })),
    );
  await unlessGone(() => askAgain().send(new DeleteSipRuleCommand({ SipRuleId })));
}

/** Whether the number is in the deletion queue, or was never in this account, or left it. */
async function isGone(number: E164): Promise<boolean> {
  const answer = await unlessGone(() =>
    askAgain().send(new GetPhoneNumberCommand({ PhoneNumberId: number })),
  );
  const status = answer?.PhoneNumber?.Status;
  return !answer || status === 'ReleaseInProgress' || status === 'DeleteInProgress';
}

/** What is asked of something that isn't there is done. */
async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
