import { DialingSwitch } from '../contract/operator-requests.ts';
import { DenyTable } from '../domain/deny-table.ts';
import { readSettings, replaceDestinations, setDialing } from '../store/settings.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { parseBody } from './parse.ts';

/** GET /v1/operator/destination-rules: the ranges that are never rung. */
export const showDestinations = async (): Promise<Answer> => ({
  status: 200,
  body: (await readSettings()).destinations,
});

/** PUT /v1/operator/destination-rules: replaces the whole table by its next version, in force within 5 s. */
export async function putDestinations({ body }: Request): Promise<Answer> {
  const next = parseBody(DenyTable, body);
  await replaceDestinations(next);
  return { status: 200, body: next };
}

/** GET /v1/operator/dialing */
export const showDialing = async (): Promise<Answer> => ({
  status: 200,
  body: { enabled: (await readSettings()).dialing },
});

/** PUT /v1/operator/dialing: off, new calls are refused and queued ones wait; in force within 5 s. */
export async function putDialing({ body }: Request): Promise<Answer> {
  const { enabled } = parseBody(DialingSwitch, body);
  await setDialing(enabled);
  return { status: 200, body: { enabled } };
}
