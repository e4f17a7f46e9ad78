/** The attribute in which a message's group rides through the emulator, which forgets the group itself. */
export const GROUP_ATTRIBUTE = 'MessageGroupId';

/** A message in the emulator's queue, as far as it is looked at here. */
interface Waiting {
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string } | undefined>>;
}

/** The emulator's queue class: `messages` are those that can be received, first in, first out. */
export interface QueueClass {
  readonly prototype: { messages: Waiting[]; dequeue: (...args: never[]) => unknown };
}

/**
 * Makes standard queues fair by message group, which the emulator doesn't model: of the groups that wait, the one is
 * served that was served longest ago. AWS promises no order, only that a group with a long backlog doesn't hold up others.
 */
export function makeFair({ prototype }: QueueClass): void {
  const { dequeue } = prototype;
  const servedAt = new WeakMap<object, Map<string, number>>();
  let turn = 0;
  prototype.dequeue = function (this: QueueClass['prototype'], ...args) {
    const served = servedAt.get(this) ?? new Map<string, number>();
    servedAt.set(this, served);
    const groupOf = ({ messageAttributes }: Waiting) => messageAttributes[GROUP_ATTRIBUTE]?.StringValue ?? '';
    const turnOf = (message: Waiting) => served.get(groupOf(message)) ?? 0;
    const next = this.messages.reduce<Waiting | undefined>(
      (first, message) => (first && turnOf(first) <= turnOf(message) ? first : message),
      undefined,
    );
    if (next) {
      this.messages = [next, ...this.messages.filter((message) => message !== next)];
      served.set(groupOf(next), (turn += 1));
    }
    return dequeue.apply(this, args);
  };
}
