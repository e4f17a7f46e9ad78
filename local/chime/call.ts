import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Lex } from '../lex/lex.ts';
import { within } from '../clock/within.ts';
import type { AccessDenied, Invocation } from '../wire.ts';
import type { Action, Attributes } from './answer.ts';
import type { Application } from './applications.ts';
import { connect, UNAVAILABLE } from './connection.ts';
import { createDirector } from './director.ts';
import type { CarrierEvent, Leg } from './events.ts';
import { isoTime } from './fields.ts';
import { createNewsLine, type News } from './news.ts';
import { LOST } from './people.ts';
import * as parameters from './parameters.ts';
import { failure, parametersOf } from './parameters.ts';
import { createCallRecording, type Recorder } from './recording.ts';
import type { Script } from './script.ts';
import { createStage, HUNG_UP, isHeard, notPlayed, type Played } from './stage.ts';
import { createTeller } from './teller.ts';

/** A call as the carrier's books show it. Instants are ISO 8601. */
export interface CallRecord {
  readonly transactionId: string;
  /** Of the request's ArgumentsMap. */
  readonly callId: string | null;
  readonly to: string;
  readonly from: string;
  readonly requestedAt: string;
  readonly ringAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** 0 when the call was ended in good order. */
  readonly sipCode: number | null;
  /** `agent: ...` and `recipient: ...`, in order. */
  readonly said: readonly string[];
}

export interface Call {
  readonly transactionId: string;
  readonly application: Application;
  readonly isOver: () => boolean;
  /** The function is told of the request once no action runs that can't be interrupted. */
  readonly update: (args: Readonly<Record<string, string>>) => void;
  readonly record: () => CallRecord;
}

/** What a call is made of. */
export interface CallOrder {
  readonly direction: Leg['Direction'];
  readonly to: string;
  readonly from: string;
  readonly script: Script;
  readonly application: Application;
  /** The request's ArgumentsMap. */
  readonly args?: Readonly<Record<string, string>> | undefined;
  /** The rule that brought a call in. */
  readonly ruleId?: string;
}

export interface CallWorld {
  readonly clock: Clock;
  readonly lex: Pick<Lex, 'start'>;
  readonly recorder: Recorder;
  readonly account: string;
  readonly region: string;
  readonly invoke: (application: Application, event: CarrierEvent) => Promise<Invocation>;
  readonly onDenied: (error: AccessDenied) => void;
}

/**
 * Begins a call and lives it to its end.
 *
 * News are told one after the other. Between two actions, and during a Pause, all that is in line is told first; so an
 * update waits for a Speak or a conversation to end, but not for the next one to begin.
 */
export function startCall(world: CallWorld, order: CallOrder): Call {
  const { clock, account, region, onDenied } = world;
  const { application, script, direction } = order;
  const transactionId = randomUUID();
  const callId = randomUUID();
  const said: string[] = [];

  const news = createNewsLine(script.eventsRepeated, () => line.status());
  const recording = createCallRecording({
    clock,
    recorder: world.recorder,
    applicationId: application.id,
    transactionId,
    callId,
    onDenied,
  });
  const line = connect({
    clock,
    direction,
    script,
    onNews(happened) {
      if (happened === 'ringing') news.report('RINGING');
      if (happened === 'answered' && direction === 'Outbound') news.report('CALL_ANSWERED');
      if (happened === 'over') {
        news.drop('CALL_UPDATE_REQUESTED');
        recording.end();
      }
      news.wake();
    },
  });
  const legOf = (status: Leg['Status']): Leg => ({
    CallId: callId,
    ParticipantTag: 'LEG-A',
    To: order.to,
    From: order.from,
    Direction: direction,
    StartTimeInMilliseconds: String(line.times.requestedAt),
    ...(status && { Status: status }),
  });
  const eventOf = ({ sequence, type, status, actionData, fault }: News, attributes?: Attributes) => ({
    SchemaVersion: '1.0' as const,
    Sequence: sequence,
    InvocationEventType: type,
    ...(actionData && { ActionData: actionData }),
    ...fault,
    CallDetails: {
      TransactionId: transactionId,
      ...(attributes && { TransactionAttributes: attributes }),
      AwsAccountId: account,
      AwsRegion: region,
      ...(order.ruleId !== undefined && { SipRuleId: order.ruleId }),
      SipMediaApplicationId: application.id,
      Participants: [legOf(status)],
    },
  });
  const tellFunction = createTeller({
    clock,
    invoke: (event) => world.invoke(application, event),
    script,
    onDenied,
  });
  const director = createDirector({ tell: tellFunction, eventOf });

  /** True when the function now wants other actions. */
  const tell = async (each: News): Promise<boolean> => {
    const effect = await director.tell(each);
    if (effect === 'none' || effect === 'actions') return effect === 'actions';
    news.drop();
    if (effect !== 'unanswered' && !line.isOver()) {
      news.report('INVALID_LAMBDA_RESPONSE', { fault: effect.invalid });
      const fault = news.take();
      if (fault) await director.tell(fault);
    }
    line.end(UNAVAILABLE);
    return false;
  };

  const stage = createStage({
    line: {
      hold: line.hold,
      unlessOver: line.unlessOver,
      leg: legOf(undefined),
      script,
      nextLine: recipient(script),
      note: (who, text) => void said.push(`${who}: ${text}`),
      now: () => clock.now(),
    },
    lex: world.lex,
    region,
    account,
    applicationId: application.id,
    onDenied,
  });

  const pause = async (ms: number): Promise<Played | 'interrupted'> => {
    const until = clock.now() + ms;
    while (!line.isOver() && clock.now() < until) {
      const each = news.take();
      if (!each) await within(clock, until - clock.now(), news.arrival());
      else if ((await tell(each)) && !line.isOver()) return 'interrupted';
    }
    return line.isOver() ? HUNG_UP : { results: {} };
  };

  const play = async (action: Action): Promise<Played | 'interrupted' | 'hung up'> => {
    if (action.Type === 'Hangup') {
      const read = parametersOf(parameters.Hangup, action, callId);
      if ('error' in read) return read;
      line.end(Number(read.ok.SipResponseCode));
      return 'hung up';
    }
    if (action.Type === 'Pause') {
      const read = parametersOf(parameters.Pause, action, callId);
      return 'error' in read ? read : pause(read.ok.DurationInMilliseconds);
    }
    const records = action.Type === 'StartCallRecording';
    if (!records && !isHeard(action)) return { error: notPlayed(action.Type) };
    if (direction === 'Inbound') line.answer();
    if (line.status() === 'Connected') return isHeard(action) ? stage(action) : recording.start(action);
    return { error: failure('InvalidActionParameter', 'The participant has not answered') };
  };

  const perform = async (action: Action) => {
    const played = await play(action);
    if (played === 'hung up') return;
    if (played === 'interrupted') {
      news.report('ACTION_INTERRUPTED', { actionData: { ...action } });
    } else if ('error' in played) {
      director.drop();
      news.report('ACTION_FAILED', { actionData: { ...action, ...played.error } });
    } else if (line.isOver() || !director.hasMore()) {
      news.report('ACTION_SUCCESSFUL', { actionData: { ...action, ...played.results } });
    }
  };

  const live = async () => {
    while (!news.isEmpty() || !line.isOver()) {
      const each = news.take();
      const action = each ? undefined : director.take();
      if (each) await tell(each);
      else if (action) await perform(action);
      else await news.arrival();
    }
    news.report('HANGUP', { actionData: hangup(line.times.sipCode, callId) });
    for (let last = news.take(); last; last = news.take()) await tell(last);
  };

  if (direction === 'Inbound') news.report('NEW_INBOUND_CALL');
  else news.report('NEW_OUTBOUND_CALL', order.args && requested('CallCreateRequest', order.args));
  void live();

  return {
    transactionId,
    application,
    isOver: line.isOver,
    update: (args) => news.report('CALL_UPDATE_REQUESTED', requested('CallUpdateRequest', args)),
    record: () => ({
      transactionId,
      callId: order.args?.['callId'] ?? null,
      to: order.to,
      from: order.from,
      requestedAt: isoTime(line.times.requestedAt),
      ringAt: shown(line.times.ringAt),
      answeredAt: shown(line.times.answeredAt),
      endedAt: shown(line.times.endedAt),
      sipCode: line.times.sipCode,
      said: [...said],
    }),
  };
}

/**
 * The recipient's lines, one after the other; then silence, or all over again. Whoever is spoken to in another language
 * than theirs says so once they have heard more than a greeting, and gives up in the end.
 */
function recipient({ says, neverSilent, language }: Script): (locale: string) => string | undefined {
  let spoken = 0;
  let lost = 0;
  return (locale) => {
    if (spoken > 0 && language !== null && !locale.startsWith(language)) return LOST[language][lost++];
    return says[neverSilent ? spoken++ % says.length : spoken++];
  };
}

const requested = (type: string, args: Readonly<Record<string, string>>) => ({
  actionData: { Type: type, Parameters: { Arguments: args } },
});

const hangup = (sipCode: number | null, callId: string) => ({
  Type: 'Hangup',
  Parameters: { SipResponseCode: sipCode, CallId: callId, ParticipantTag: 'LEG-A' },
});

const shown = (instant: number | null) => (instant === null ? null : isoTime(instant));
