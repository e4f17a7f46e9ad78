/** Every way the product says no. Clients switch on these, so a token is never renamed. */
export const TOKENS = [
  'to_required',
  'objective_required',
  'invalid_assistant',
  'invalid_number',
  'destination_blocked',
  'caller_id_not_owned',
  'caller_id_required',
  'invalid_fields',
  'invalid_context',
  'invalid_caller_id',
  'invalid_webhook_url',
  'invalid_objective',
  'invalid_voice',
  'invalid_language',
  'invalid_max_duration',
  'invalid_metadata',
  'invalid_schedule',
  'invalid_json',
  'invalid_limit',
  'invalid_cursor',
  'invalid_idempotency_key',
  'invalid_request',
  'do_not_call',
  'nickname_required',
  'number_required',
  'search_required',
  'confirmation_mismatch',
  'invalid_area',
  'unauthorized',
  'forbidden',
  'account_suspended',
  'account_setup_required',
  'not_found',
  'recording_not_found',
  'recording_not_ready',
  'method_not_allowed',
  'idempotency_in_progress',
  'number_limit_reached',
  'registration_required',
  'area_unavailable',
  'number_unavailable',
  'assistant_in_use',
  'assistant_inactive',
  'provider_mismatch',
  'provider_not_configured',
  'call_not_ended',
  'number_not_live',
  'release_pending',
  'body_too_large',
  'idempotency_key_reused',
  'rate_limited',
  'recipient_limit_reached',
  'over_minute_cap',
  'order_limit_reached',
  'provider_failed',
  'store_error',
  'dialing_paused',
  'version_conflict',
] as const;

export type Token = (typeof TOKENS)[number];

/** A no that the client may hear: its token, one sentence, and for 429 and 503 the seconds to wait. */
export class Refusal extends Error {
  readonly token: Token;
  readonly retryAfterSec: number | undefined;

  constructor(token: Token, message: string, retryAfterSec?: number) {
    super(message);
    this.name = 'Refusal';
    this.token = token;
    this.retryAfterSec = retryAfterSec;
  }
}

/** Someone saved first. Read again and decide again, or let the queue do so. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
}
