import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Lex } from '../lex/lex.ts';
import { within } from '../clock/within.ts';
import type { AccessDenied, Invocation } from '../wire.ts';
import type { Action, Attributes } from './answer.ts';
import type { Application } from './applications.ts';
import { bridge, type Network } from './bridge.ts';
import { UNAVAILABLE } from './connection.ts';
import { createDirector } from './director.ts';
import type { CarrierEvent, Leg } from './events.ts';
import { createNewsLine, type News } from './news.ts';
import * as parameters from './parameters.ts';
import { failure, parametersOf } from './parameters.ts';
import { createParticipant, type CallRecord, type Participant } from './participant.ts';
import type { Recorder } from './recording.ts';
import type { Script } from './script.ts';
import { HUNG_UP, isHeard, notPlayed, type Played } from './stage.ts';
import { createTeller } from './teller.ts';

export interface Call {
  readonly transactionId: string;
  readonly application: Application;
  readonly isOver: () => boolean;
  /** How many people are on the phone, or are being called. */
  readonly legsInUse: () => number;
  /** The function is told of the request once no action runs that can't be interrupted. */
  readonly update: (args: Readonly<Record<string, string>>) => void;
  /** One of each leg, in the order in which they were called. */
  readonly records: () => readonly CallRecord[];
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
 * update waits for a Speak or a conversation to end, but not for the next one to begin. Each leg sends its own HANGUP;
 * the call is over when nobody is on the phone any more.
 */
export function startCall(world: CallWorld, network: Network, order: CallOrder): Call {
  const { clock, account, region, onDenied } = world;
  const { application, script, direction } = order;
  const transactionId = randomUUID();
  const setting = { ...world, applicationId: application.id, transactionId };

  // Nothing happens on a call that comes in before its first event is answered, so nothing can overtake that.
  const overtaking = script.eventsRepeated && direction === 'Outbound';
  const news = createNewsLine(overtaking, () => present().map(({ leg }) => leg()));
  const legA = createParticipant(setting, {
    tag: 'LEG-A',
    direction,
    to: order.to,
    from: order.from,
    script,
    onNews(happened) {
      if (happened === 'ringing') news.report('RINGING');
      if (happened === 'answered' && direction === 'Outbound') news.report('CALL_ANSWERED');
      onNews();
    },
  });
  const legs = [legA];
  /** Whose HANGUP is in line or told. */
  const gone = new Set<Participant>();
  const isOver = () => legs.every(({ line }) => line.isOver());
  /** The first leg, and the second one once it was answered. */
  const present = (): readonly Participant[] => {
    const legB = legs.findLast(({ tag, line }) => tag === 'LEG-B' && line.times.answeredAt !== null);
    return legB ? [legA, legB] : [legA];
  };
  const onNews = () => {
    if (isOver()) news.drop('CALL_UPDATE_REQUESTED');
    news.wake();
  };
  const reportHangups = () => {
    for (const each of present()) {
      if (!each.line.isOver() || gone.has(each)) continue;
      gone.add(each);
      if (!each.script.hangupLost) news.report('HANGUP', { actionData: hangup(each) });
    }
  };

  const eventOf = (
    { sequence, type, participants, actionData, fault }: News,
    attributes?: Attributes,
  ): CarrierEvent => ({
    SchemaVersion: '1.0',
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
      Participants: participants,
    },
  });
  const tellFunction = createTeller({
    clock,
    invoke: (event) => world.invoke(application, event),
    script,
    onDenied,
  });
  const director = createDirector({ tell: tellFunction, eventOf });
  /** The leg that the latest event was about: an action that names none is for this one. */
  let invoked: Participant = legA;

  /** True when the function now wants other actions. */
  const tell = async (each: News): Promise<boolean> => {
    const effect = await director.tell(each);
    if (effect === 'actions') invoked = present().find((leg) => isAbout(each, leg)) ?? legA;
    if (effect === 'none' || effect === 'actions') return effect === 'actions';
    news.drop();
    if (effect !== 'unanswered' && !isOver()) {
      news.report('INVALID_LAMBDA_RESPONSE', { fault: effect.invalid });
      const fault = news.take();
      if (fault) await director.tell(fault);
    }
    for (const { line } of legs) line.end(UNAVAILABLE);
    return false;
  };

  const pause = async ({ line }: Participant, ms: number): Promise<Played | 'interrupted'> => {
    const until = clock.now() + ms;
    while (!line.isOver() && clock.now() < until) {
      reportHangups();
      const each = news.take();
      if (!each) await within(clock, until - clock.now(), news.arrival());
      else if ((await tell(each)) && !line.isOver()) return 'interrupted';
    }
    return line.isOver() ? HUNG_UP : { results: {} };
  };

  const play = async (action: Action): Promise<Played | 'interrupted' | 'hung up'> => {
    const who = present().find((leg) => isFor(action, leg)) ?? invoked;
    if (who.line.isOver()) return { error: failure('InvalidActionParameter', 'The participant is gone') };
    if (action.Type === 'Hangup') {
      const read = parametersOf(parameters.Hangup, action, who.leg());
      if ('error' in read) return read;
      who.line.end(Number(read.ok.SipResponseCode));
      return 'hung up';
    }
    if (action.Type === 'Pause') {
      const read = parametersOf(parameters.Pause, action, who.leg());
      return 'error' in read ? read : pause(who, read.ok.DurationInMilliseconds);
    }
    if (action.Type === 'CallAndBridge') {
      if (present().length > 1) return { error: BRIDGED };
      return bridge({ action, legA, setting, network, onDialed: (legB) => void legs.push(legB), onNews });
    }
    // The guide has no bot on a bridged call; whether one may come back after the second leg, it doesn't say.
    if (action.Type === 'StartBotConversation' && present().length > 1) return { error: BRIDGED };
    const records = action.Type === 'StartCallRecording' || action.Type === 'StopCallRecording';
    if (!records && !isHeard(action)) return { error: notPlayed(action.Type) };
    if (direction === 'Inbound') legA.line.answer();
    if (who.line.status() === 'Connected') return isHeard(action) ? who.play(action) : who.record(action);
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
    } else if (isOver() || !director.hasMore()) {
      news.report('ACTION_SUCCESSFUL', { actionData: { ...action, ...played.results } });
    }
  };

  const live = async () => {
    for (;;) {
      reportHangups();
      const each = news.take();
      if (!each && isOver()) return;
      const action = each ? undefined : director.take();
      if (each) await tell(each);
      else if (action) await perform(action);
      else await news.arrival();
    }
  };

  if (direction === 'Inbound') news.report('NEW_INBOUND_CALL');
  else news.report('NEW_OUTBOUND_CALL', order.args && requested('CallCreateRequest', order.args));
  void live();

  return {
    transactionId,
    application,
    isOver,
    legsInUse: () => legs.filter(({ line }) => !line.isOver()).length,
    update: (args) => news.report('CALL_UPDATE_REQUESTED', requested('CallUpdateRequest', args)),
    records: () =>
      legs.map(({ inTheBooks }) => inTheBooks((order.args ?? director.attributes())?.['callId'] ?? null)),
  };
}

const BRIDGED = failure('InvalidActionParameter', 'The call is bridged');

/** Whether an action names this leg. */
const isFor = ({ Parameters: { CallId: callId, ParticipantTag: tag } }: Action, { leg }: Participant) =>
  callId === undefined ? leg().ParticipantTag === tag : leg().CallId === callId;

/** Whether news are about this leg. */
const isAbout = ({ actionData }: News, { leg }: Participant) => {
  const about = actionData?.['Parameters'];
  return typeof about === 'object' && about !== null && Reflect.get(about, 'CallId') === leg().CallId;
};

const requested = (type: string, args: Readonly<Record<string, string>>) => ({
  actionData: { Type: type, Parameters: { Arguments: args } },
});

const hangup = ({ leg, line }: Participant) => ({
  Type: 'Hangup',
  Parameters: {
    SipResponseCode: line.times.sipCode,
    CallId: leg().CallId,
    ParticipantTag: leg().ParticipantTag,
  },
});
