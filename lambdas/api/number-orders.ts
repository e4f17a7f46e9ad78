import { v7 as uuidv7 } from 'uuid';
import type { NumberOrderAnswer } from '../contract/number-order-answers.ts';
import { whyClosed } from '../domain/account.ts';
import { cycleHolding } from '../domain/cycle.ts';
import { Refusal } from '../domain/errors.ts';
import { OrderId } from '../domain/ids.ts';
import { whyUnfit } from '../domain/number-change.ts';
import type { NumberOrder, PendingOrder } from '../domain/number-order.ts';
import { mostOrders, placed } from '../domain/number-order-life.ts';
import { OrderBody, type OrderRequest, readOrderRequest } from '../domain/order-request.ts';
import { millisOf, plusSeconds } from '../domain/time.ts';
import { env } from '../env.ts';
import { readAssistant } from '../store/assistants.ts';
import { limitsOf, policy } from '../store/deployment.ts';
import { listOrders, readOrder, takeOrder } from '../store/number-orders.ts';
import { startNumberWorkflow } from '../store/number-workflows.ts';
import type { NewReceipt, Receipt } from '../store/receipts.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { log, said } from '../triggers/log.ts';
import { type Once, answerOnce } from './answer-once.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { readLimit } from './parse.ts';

const LIST = 'number-orders';
const ORDERING: Once = {
  route: 'POST /v1/number-orders',
  members: Object.keys(OrderBody.shape),
  answerWith: accepted,
};
/** When the sweep starts the order's workflow, if that was not started at once. */
const STARTED_WITHIN_SEC = 60;

/** POST /v1/number-orders: checks, records and answers at once. The order goes on by itself. */
export const orderNumber = (request: KeyRequest): Promise<Answer> =>
  answerOnce(request, ORDERING, (receiptOf) => orderNew(request, receiptOf));

async function orderNew(
  { account, body, now }: KeyRequest,
  receiptOf: (answer: object) => NewReceipt | undefined,
): Promise<Answer | Receipt> {
  const inTheWay = whyClosed(account, now);
  if (inTheWay) throw inTheWay;
  const { listing, numbers: included } = limitsOf(account);
  const request = readOrderRequest(body, {
    listing,
    providers: env('CARRIER') === 'chime' ? ['chime'] : [],
    registration: policy().registration,
  });
  await checkAssistants(request, account.id);

  const order = placed({
    ...request,
    orderId: OrderId.parse(uuidv7({ msecs: millisOf(now) })),
    accountId: account.id,
    cycle: cycleHolding(now, account.anchor).start,
    createdAt: now,
  });
  const answer = { orderId: order.orderId, status: order.status };
  const before = await takeOrder(
    order,
    { included, ordersPerCycle: mostOrders(included) },
    plusSeconds(now, STARTED_WITHIN_SEC),
    receiptOf(answer),
  );
  if (before) return before;
  await start(order);
  return accepted(JSON.stringify(answer));
}

/** @throws Refusal `invalid_assistant`, `assistant_inactive`, `provider_mismatch` */
async function checkAssistants(request: OrderRequest, account: PendingOrder['accountId']): Promise<void> {
  for (const member of ['inboundAssistantId', 'outboundAssistantId'] as const) {
    const id = request[member];
    const inTheWay = id && whyUnfit(await readAssistant(account, id), request, member);
    if (inTheWay) throw inTheWay;
  }
}

/** If it fails the order is placed all the same, and the sweep starts it. */
async function start({ accountId, orderId: id, generation }: PendingOrder): Promise<void> {
  await startNumberWorkflow({ kind: 'order', accountId, id }, generation).catch((error: unknown) => {
    log.warn('the order’s workflow was not started; the sweep will', said(error));
  });
}

function accepted(answer: string): Answer {
  const body = JSON.parse(answer) as { orderId: string };
  return { status: 202, headers: { location: `/v1/number-orders/${body.orderId}` }, body };
}

/** GET /v1/number-orders/{orderId}. A foreign order and one that nobody placed answer alike. */
export async function getOrder({ account, params }: KeyRequest): Promise<Answer> {
  const id = OrderId.safeParse(params['orderId']);
  const seen = id.success ? await readOrder(account.id, id.data) : undefined;
  if (!seen) throw new Refusal('not_found', 'The account has no such order.');
  return { status: 200, body: orderView(seen.order) };
}

/** GET /v1/number-orders: newest first. */
export async function showOrders({ account, query }: KeyRequest): Promise<Answer> {
  const limit = readLimit(query['limit']);
  const after =
    query['cursor'] === undefined ? undefined : OrderId.parse(readCursor(LIST, query['cursor'], account));
  const { orders, last } = await listOrders(account.id, limit, after);
  return {
    status: 200,
    body: {
      orders: orders.map(orderView),
      nextCursor: last === undefined ? null : cursorAfter(LIST, last, account),
    },
  };
}

/** An order as its account sees it: a number is named if the account named it, or once it is the account's. */
function orderView(order: NumberOrder): NumberOrderAnswer {
  const { orderId, status, wish, nickname, inboundAssistantId, outboundAssistantId, createdAt } = order;
  const named = wish.by === 'number' ? wish.number : null;
  return {
    orderId,
    status,
    areaId: wish.by === 'area' ? wish.areaId : null,
    nickname,
    inboundAssistantId,
    outboundAssistantId,
    number: order.status === 'live' ? order.number : named,
    error: order.status === 'failed' ? order.error : null,
    createdAt,
  };
}
