import {
  ChimeSDKVoiceServiceException,
  CreateSipMediaApplicationCallCommand,
  NotFoundException,
  UpdateSipMediaApplicationCallCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import { TransactionId } from '../domain/ids.ts';
import { env } from '../env.ts';
import { type Carrier, ProvedRefusal } from './carrier.ts';
import { askAgain, askOnce } from './chime-client.ts';

/** Amazon Chime SDK Voice: SIP media applications. */
export const chime: Carrier = {
  async dial({ accountId, callId, from, to }) {
    const response = await askOnce()
      .send(
        new CreateSipMediaApplicationCallCommand({
          SipMediaApplicationId: env('SIP_MEDIA_APPLICATION_ID'),
          FromPhoneNumber: from,
          ToPhoneNumber: to,
          ArgumentsMap: { accountId, callId },
        }),
      )
      .catch((error: unknown) => {
        throw provedRefusal(error) ?? error;
      });
    return TransactionId.parse(response.SipMediaApplicationCall?.TransactionId);
  },

  async hangUp(id) {
    try {
      await askAgain().send(
        new UpdateSipMediaApplicationCallCommand({
          SipMediaApplicationId: env('SIP_MEDIA_APPLICATION_ID'),
          TransactionId: id,
          Arguments: { do: 'hang_up' },
        }),
      );
    } catch (error) {
      // It is over already.
      if (!(error instanceof NotFoundException)) throw error;
    }
  },
};

/** Failures of the connection before a byte of the request was sent. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const NO_TLS = /^(CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** Reads an error as a proof that the carrier did not take the call, if it is one (the table in docs/calls.md). */
export function provedRefusal(error: unknown): ProvedRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ChimeSDKVoiceServiceException) {
    const status = error.$metadata.httpStatusCode;
    if (status === 429 || error.name.startsWith('ResourceLimitExceeded')) return busy(error);
    if (status === 400 || status === 401 || status === 403 || status === 404) {
      return new ProvedRefusal('refused', error.name);
    }
    return undefined;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NEVER_CONNECTED.has(code) || NO_TLS.test(code)) return busy(error);
  const unconnected =
    error.name === 'TimeoutError' && error.message.includes('did not establish a connection');
  return unconnected || error.name === 'CredentialsProviderError' ? busy(error) : undefined;
}

const busy = ({ name }: Error) => new ProvedRefusal('busy', name);
