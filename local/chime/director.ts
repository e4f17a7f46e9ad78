import { readAnswer, type Action, type Attributes, type InvalidAnswer } from './answer.ts';
import type { CarrierEvent } from './events.ts';
import type { News } from './news.ts';
import type { Told } from './teller.ts';

/** Most invocations of one call. Source: PSTN audio guide, "Responding to invocations with action lists". */
const MAX_INVOCATIONS = 1_000;

/**
 * What an event led to: nothing new, other actions, an answer that the carrier won't have, or none at all.
 * After the last two the call ends.
 */
export type Effect = 'none' | 'actions' | 'unanswered' | { readonly invalid: InvalidAnswer };

/** The function's say in a call: the actions it wants and the attributes it keeps. */
export interface Director {
  tell(news: News): Promise<Effect>;
  /** Takes the next action of the list. */
  take(): Action | undefined;
  hasMore(): boolean;
  /** Drops the rest of the list. */
  drop(): void;
  /** The attributes as the function last gave them. */
  attributes(): Attributes | undefined;
}

export interface DirectorOptions {
  readonly tell: (event: CarrierEvent) => Promise<Told>;
  /** How news look as an event, with the attributes as they are by now. */
  readonly eventOf: (news: News, attributes: Attributes | undefined) => CarrierEvent;
}

/** Nobody is on the phone any more. As long as somebody is, the answer to another's HANGUP counts. */
const isTheEnd = ({ type, participants }: News) =>
  type === 'HANGUP' && participants.every(({ Status }) => Status === 'Disconnected');

export function createDirector({ tell, eventOf }: DirectorOptions): Director {
  let attributes: Attributes | undefined;
  let actions: readonly Action[] = [];

  return {
    async tell(news) {
      if (news.sequence > MAX_INVOCATIONS) return 'unanswered';
      const told = await tell(eventOf(news, attributes));
      if (news.type === 'INVALID_LAMBDA_RESPONSE' || isTheEnd(news)) return 'none';
      if (!told.answered) return 'unanswered';

      const answer = readAnswer(told.payload, news.type);
      if ('ErrorType' in answer) return { invalid: answer };
      attributes = answer.attributes ?? attributes;
      if (!answer.actions) return 'none';
      actions = answer.actions;
      return 'actions';
    },
    take() {
      const [first, ...rest] = actions;
      actions = rest;
      return first;
    },
    hasMore: () => actions.length > 0,
    drop: () => void (actions = []),
    attributes: () => attributes,
  };
}
