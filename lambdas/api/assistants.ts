import { v7 as uuidv7 } from 'uuid';
import type { AssistantAnswer, AssistantsAnswer } from '../contract/described-assistants.ts';
import {
  AssistantWish,
  afterAssistantWish,
  newAssistant,
  numbersToRingFor,
  readAssistantWish,
} from '../domain/assistant-change.ts';
import type { Assistant } from '../domain/assistant.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import { no } from '../domain/handling-change.ts';
import { AssistantId } from '../domain/ids.ts';
import { statusAt } from '../domain/number.ts';
import { millisOf } from '../domain/time.ts';
import {
  createAssistant,
  deleteAssistant,
  listAssistants,
  readAssistant,
  saveAssistant,
} from '../store/assistants.ts';
import { numbersNaming } from '../store/own-numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { accountNow } from './account-now.ts';
import { type Once, answerOnce, busy } from './answer-once.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { checkNumbersToRing } from './numbers-to-ring.ts';
import { readLimit } from './parse.ts';

const LIST = 'assistants';
/** An assistant is changed by few at a time. */
const MOST_TRIES = 5;

const CREATING: Once = {
  route: 'POST /v1/assistants',
  members: Object.keys(AssistantWish.shape),
  answerWith(body) {
    const made = JSON.parse(body) as AssistantAnswer;
    return { status: 201, body: made, headers: { location: `/v1/assistants/${made.id}` } };
  },
};

/** POST /v1/assistants */
export const makeAssistant = (request: KeyRequest): Promise<Answer> =>
  answerOnce(request, CREATING, async (receiptOf) => {
    const { account, body, now } = request;
    const wish = await readWish(body);
    const id = AssistantId.parse(uuidv7({ msecs: millisOf(now) }));
    const assistant = newAssistant(id, account.id, wish);
    const answer = assistantView(assistant);
    const earlier = await createAssistant(assistant, receiptOf(answer)).catch((error: unknown) => {
      throw error instanceof LostRace ? busy(request) : error;
    });
    return earlier ?? CREATING.answerWith(JSON.stringify(answer));
  });

/** GET /v1/assistants: newest first. */
export async function showAssistants({ account, query }: KeyRequest): Promise<Answer> {
  const limit = readLimit(query['limit']);
  const after = query['cursor'] === undefined ? undefined : readCursor(LIST, query['cursor'], account);
  const { assistants, last } = await listAssistants(account.id, limit, after);
  return {
    status: 200,
    body: {
      assistants: assistants.map(assistantView),
      nextCursor: last === undefined ? null : cursorAfter(LIST, last, account),
    } satisfies AssistantsAnswer,
  };
}

/** GET /v1/assistants/{assistantId} */
export const showAssistant = async (request: KeyRequest): Promise<Answer> => ({
  status: 200,
  body: assistantView(await ownAssistant(request)),
});

/** PATCH /v1/assistants/{assistantId}: calls that begin within five seconds may still go by what it was. */
export async function changeAssistant(request: KeyRequest): Promise<Answer> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const seen = await ownAssistant(request);
    const changed = afterAssistantWish(seen, await readWish(request.body));
    await checkCarrier(changed, seen);
    try {
      await saveAssistant(changed, seen);
      return { status: 200, body: assistantView(changed) };
    } catch (error) {
      // Somebody changed it meanwhile: other members of it, as a rule. Or it is gone, and not found the next time.
      if (!(error instanceof LostRace)) throw error;
    }
  }
  throw new Refusal('version_conflict', 'Others change the assistant just now; try again.');
}

/** @throws Refusal `provider_mismatch` for a carrier that isn't that of a number which names the assistant */
async function checkCarrier({ id, accountId, provider }: Assistant, before: Assistant): Promise<void> {
  if (provider === null || provider === before.provider) return;
  const others = (await numbersNaming(accountId, id)).filter((number) => number.provider !== provider);
  if (others.length > 0)
    throw no(
      'provider_mismatch',
      'provider',
      `is not the carrier of ${others.map(({ number }) => number).join(', ')}; take the assistant away there first`,
    );
}

/**
 * DELETE /v1/assistants/{assistantId}: refused as long as anything names it, since what answers a number isn't taken
 * away silently. A number that is given it between the look and the deletion names nobody then, and its calls are hung up
 * as if it had none.
 */
export async function removeAssistant(request: KeyRequest): Promise<Answer> {
  const { id } = await ownAssistant(request);
  const naming = await whatNames(id, request);
  if (naming.length > 0)
    throw new Refusal(
      'assistant_in_use',
      `The assistant is named by ${naming.join(', ')}; take it away there first.`,
    );
  await deleteAssistant(request.account.id, id);
  return { status: 204 };
}

/** A number whose release is under way can't be changed any more, and takes no calls: it doesn't count. */
async function whatNames(id: AssistantId, { account, now }: KeyRequest): Promise<readonly string[]> {
  const [numbers, { defaults }] = await Promise.all([numbersNaming(account.id, id), accountNow(account.id)]);
  return [
    ...numbers.filter((number) => statusAt(number, now) !== 'releasing').map(({ number }) => number),
    ...(defaults.assistantId === id ? ['defaults.assistantId of the account'] : []),
  ];
}

/** @throws Refusal `not_found`, alike for a foreign assistant and for one that nobody has */
async function ownAssistant({ account, params }: KeyRequest): Promise<Assistant> {
  const id = AssistantId.safeParse(params['assistantId']);
  const assistant = id.success ? await readAssistant(account.id, id.data) : undefined;
  if (!assistant) throw new Refusal('not_found', 'The account has no such assistant.');
  return assistant;
}

/** A wish whose form is right, and whose numbers may be rung. */
async function readWish(body: KeyRequest['body']): Promise<AssistantWish> {
  const wish = readAssistantWish(body);
  await checkNumbersToRing(numbersToRingFor(wish));
  return wish;
}

function assistantView({ accountId: _, ...assistant }: Assistant): AssistantAnswer {
  return assistant;
}
