import type { WireAnswer } from '../wire.ts';

/** The exceptions of the control API that are played, with their status. Source: service model 2022-08-03. */
const STATUS = {
  BadRequestException: 400,
  ResourceLimitExceededException: 400,
  NotFoundException: 404,
  ConflictException: 409,
  ThrottledClientException: 429,
  ServiceFailureException: 500,
  UnknownOperationException: 404,
} as const;

/** The `Code` of an error's body. Which one goes with which exception is not documented; these are the likely ones. */
const CODE = {
  BadRequestException: 'BadRequest',
  ResourceLimitExceededException: 'ResourceLimitExceeded',
  NotFoundException: 'NotFound',
  ConflictException: 'Conflict',
  ThrottledClientException: 'Throttled',
  ServiceFailureException: 'ServiceFailure',
  UnknownOperationException: 'NotFound',
} as const satisfies Record<keyof typeof STATUS, string>;

export type ExceptionName = keyof typeof STATUS;

/** The carrier says no to a control request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exception: ExceptionName;
  readonly code: string;

  constructor(exception: ExceptionName, message: string, code: string = CODE[exception]) {
    super(message);
    this.exception = exception;
    this.code = code;
  }
}

export const badRequest = (message: string, code?: string) =>
  new Refusal('BadRequestException', message, code);
export const notFound = (message: string) => new Refusal('NotFoundException', message);

/** What an operation answers: a status of the service model, and a body unless it is 204. */
export interface Reply {
  readonly status: number;
  readonly body?: object;
}

export const onWire = ({ status, body }: Reply): WireAnswer => ({
  status,
  headers: body ? { 'content-type': 'application/json' } : {},
  body: body ? JSON.stringify(body) : '',
});

/** The SDK picks an error's class by the header, not by the body. */
export const refusalOnWire = ({ exception, code, message }: Refusal): WireAnswer => ({
  status: STATUS[exception],
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': exception },
  body: JSON.stringify({ Code: code, Message: message }),
});
