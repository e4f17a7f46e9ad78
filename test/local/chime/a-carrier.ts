import { createChime, type ChimeOptions } from '../../../local/chime/chime.ts';
import type { CarrierEvent } from '../../../local/chime/events.ts';
import { createClock } from '../../../local/clock/clock.ts';
import type { AccessDenied, Caller, Invocation, WireRequest } from '../../../local/wire.ts';

export const START = '2026-03-01T12:00:00.000Z';
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:events';
/** One of ours from the start. */
export const OURS = '+14155550190';

/** How long a deleted number waits. */
export const WEEK_SEC = 7 * 24 * 3_600;

/** What a function answers to an event; nothing at all when it is undefined. */
export type Answers = (event: CarrierEvent, attempt: number) => unknown;

export const doNothing = { SchemaVersion: '1.0', Actions: [] };
export const actions = (...list: unknown[]) => ({ SchemaVersion: '1.0', Actions: list });
export const hangup = { Type: 'Hangup', Parameters: { SipResponseCode: '0' } };
export const speak = (event: CarrierEvent, text = 'Hello there') => ({
  Type: 'Speak',
  Parameters: { CallId: legOf(event).CallId, Text: text },
});
export const pause = (ms: number) => ({ Type: 'Pause', Parameters: { DurationInMilliseconds: ms } });

export function legOf(event: CarrierEvent) {
  const [leg] = event.CallDetails.Participants;
  if (!leg) throw new Error('an event without a participant');
  return leg;
}

/** A carrier on a standing clock, and a function that notes each event and answers as it is told to. */
export function aCarrier(answers: Answers = () => doNothing, options: Partial<ChimeOptions> = {}) {
  const clock = options.clock ?? createClock({ start: Date.parse(START), speed: 0 });
  const told: { readonly sec: number; readonly event: CarrierEvent; readonly caller: Caller }[] = [];
  const denied: AccessDenied[] = [];
  const sinceStart = () => (clock.now() - Date.parse(START)) / 1_000;
  const attempts = new Map<number, number>();

  const chime = createChime({
    clock,
    account: ACCOUNT,
    region: REGION,
    limits: { callsPerSecond: Infinity, updatesPerSecond: Infinity, concurrentLegs: Infinity, numbers: 50 },
    lex: {
      start() {
        throw new Error('no bots here');
      },
    },
    recorder: {
      admit: () => undefined,
      deliver: () => Promise.resolve(),
    },
    onDenied: (error) => void denied.push(error),
    async invoke(_arn, payload, caller): Promise<Invocation> {
      const event = payload as CarrierEvent;
      told.push({ sec: sinceStart(), event, caller });
      const attempt = (attempts.get(event.Sequence) ?? 0) + 1;
      attempts.set(event.Sequence, attempt);
      return { ok: true, payload: await answers(event, attempt) };
    },
    ...options,
  });
  const { id: smaId } = chime.createSipMediaApplication({
    name: 'trunkline-test',
    awsRegion: REGION,
    lambdaArn: LAMBDA,
  });

  const request = async (method: string, target: string, body?: unknown) => {
    const { pathname, searchParams } = new URL(target, 'http://chime');
    const wire: WireRequest = {
      method,
      path: pathname,
      query: searchParams,
      headers: {},
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    };
    const { status, headers, body: text } = await chime.handle(wire);
    const parsed = text.length > 0 ? (JSON.parse(text.toString()) as Record<string, unknown>) : {};
    return { status, error: headers['x-amzn-errortype'], body: parsed };
  };

  return {
    clock,
    chime,
    smaId,
    told,
    denied,
    request,
    /** Asks the carrier to call `to`. */
    dial: (to: string, args?: Record<string, string>, from = OURS) =>
      request('POST', `/sip-media-applications/${smaId}/calls`, {
        FromPhoneNumber: from,
        ToPhoneNumber: to,
        ...(args && { ArgumentsMap: args }),
      }),
    update: (transactionId: string, args: Record<string, string>) =>
      request('POST', `/sip-media-applications/${smaId}/calls/${transactionId}`, { Arguments: args }),
    advance: (sec: number) => clock.advance(clock.now() + sec * 1_000),
    /** The types of the events so far, in the order in which they were told. */
    events: () => told.map(({ event }) => event.InvocationEventType),
    eventOf(type: string) {
      const found = told.find(({ event }) => event.InvocationEventType === type)?.event;
      if (!found) throw new Error(`no ${type} was told`);
      return found;
    },
    /** The only call so far. */
    onlyCall() {
      const [call, ...others] = chime.calls();
      if (!call || others.length > 0) throw new Error(`${chime.calls().length} calls`);
      return call;
    },
  };
}

type Carrier = ReturnType<typeof aCarrier>;

export const search = async (carrier: Carrier, query: string) =>
  (await carrier.request('GET', `/search?type=phone-numbers&${query}`)).body['E164PhoneNumbers'] as string[];

export const order = (carrier: Carrier, ...numbers: string[]) =>
  carrier.request('POST', '/phone-number-orders', {
    ProductType: 'SipMediaApplicationDialIn',
    E164PhoneNumbers: numbers,
    Name: 'order-1',
  });

export const numberPath = (number: string) => `/phone-numbers/${encodeURIComponent(number)}`;

export const aRule = (carrier: Carrier, number: string, changes: object = {}) =>
  carrier.request('POST', '/sip-rules', {
    Name: 'rule',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: number,
    TargetApplications: [{ SipMediaApplicationId: carrier.smaId, Priority: 1, AwsRegion: 'us-east-1' }],
    ...changes,
  });
