import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import type { ApiAnswer, ApiRequest } from '../api/api-gateway.ts';
import type { Cloud } from '../cloud/cloud.ts';

/** How an inbox answers from now on. */
const Answer = z.object({
  status: z.int().min(200).max(599).default(200),
  /** Virtual time that it takes. */
  delayMs: z.int().min(0).max(3_600_000).default(0),
  headers: z.record(z.string(), z.string()).default({}),
});
type Answer = z.infer<typeof Answer>;

/** A webhook as it came: the body as text, nothing of it read. */
interface Received {
  readonly at: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Receivers of webhooks, by name. One is there as soon as it is named. */
export interface Inboxes {
  received(name: string): readonly Received[];
  /** @throws ZodError when that is no way to answer */
  answerWith(name: string, how: unknown): Answer;
  receive(name: string, request: ApiRequest, outgoing: ServerResponse): Promise<ApiAnswer>;
}

export function createInboxes({ clock, onHold }: Pick<Cloud, 'clock' | 'onHold'>): Inboxes {
  const received = new Map<string, Received[]>();
  const answers = new Map<string, Answer>();

  /** Whoever asked waits for virtual time, which must be able to go on meanwhile. */
  const wait = async (ms: number, outgoing: ServerResponse) => {
    const port = outgoing.req.socket.remotePort ?? 0;
    const letGo = () => onHold.delete(port);
    onHold.add(port);
    outgoing.once('close', letGo);
    await clock.sleep(ms);
    letGo();
  };

  return {
    received: (name) => received.get(name) ?? [],
    answerWith(name, how) {
      const answer = Answer.parse(how);
      answers.set(name, answer);
      return answer;
    },
    async receive(name, { headers, body }, outgoing) {
      const one = { at: new Date(clock.now()).toISOString(), headers, body: body.toString() };
      received.set(name, [...(received.get(name) ?? []), one]);
      const { status, delayMs, headers: more } = answers.get(name) ?? Answer.parse({});
      if (delayMs > 0) await wait(delayMs, outgoing);
      return { status, headers: { 'content-type': 'application/json', ...more }, body: '{}' };
    },
  };
}
