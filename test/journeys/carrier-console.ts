import type { Cloud } from '../../local/cloud/cloud.ts';

/** What somebody does in the console of the carrier's account, behind our back. @throws Error when the carrier refuses */
export async function inTheConsole(
  { chime }: Cloud,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const answer = await chime.handle({
    method,
    path: path.split('?')[0] ?? '',
    query: new URLSearchParams(path.split('?')[1]),
    headers: {},
    body: Buffer.from(body ? JSON.stringify(body) : ''),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body.toString()}`);
  return answer.body.length > 0 ? (JSON.parse(answer.body.toString()) as Record<string, unknown>) : {};
}

export const pathOf = (number: string) => `/phone-numbers/${encodeURIComponent(number)}`;

/** Deletes the SIP rule of a number. */
export async function unlinkByHand(cloud: Cloud, number: string): Promise<void> {
  const ruleId = cloud.chime.numbers().find((one) => one.number === number)?.ruleId;
  await inTheConsole(cloud, 'PUT', `/sip-rules/${ruleId ?? ''}`, { Name: 'gone', Disabled: true });
  await inTheConsole(cloud, 'DELETE', `/sip-rules/${ruleId ?? ''}`);
}

/** Deletes a number, its SIP rule first. */
export async function deleteByHand(cloud: Cloud, number: string): Promise<void> {
  await unlinkByHand(cloud, number);
  await inTheConsole(cloud, 'DELETE', pathOf(number));
}
