import type { WireAnswer } from '../wire.ts';

/** An error that Step Functions tells its client, by the name the SDK throws. */
export class ServiceError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The text of a member that must be there, of at most `longest` bytes in UTF-8. */
export function textIn(body: Readonly<Record<string, unknown>>, member: string, longest: number): string {
  const text = optionalTextIn(body, member, longest);
  if (text === undefined) throw invalid(' null', member, 'Member must not be null');
  return text;
}

export function optionalTextIn(
  body: Readonly<Record<string, unknown>>,
  member: string,
  longest: number,
): string | undefined {
  const value = body[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new ServiceError('SerializationException', `${member} is no text`);
  if (Buffer.byteLength(value) <= longest) return value;
  throw invalid('', member, `Member must have length less than or equal to ${longest}`);
}

/** In the words of AWS for a value outside its model. `value` begins with a space, or is left out. */
export const invalid = (value: string, member: string, constraint: string): ServiceError =>
  new ServiceError(
    'ValidationException',
    `1 validation error detected: Value${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );

const JSON_TYPE = 'application/x-amz-json-1.0';

export const answer = (body: unknown): WireAnswer => ({
  status: 200,
  headers: { 'content-type': JSON_TYPE },
  body: JSON.stringify(body),
});

export const refuse = ({ name, message }: ServiceError): WireAnswer => ({
  status: 400,
  headers: { 'content-type': JSON_TYPE, 'x-amzn-errortype': name },
  body: JSON.stringify({ __type: name, message }),
});
