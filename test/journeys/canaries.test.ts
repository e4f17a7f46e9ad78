import { startBench } from '../../local/bench/bench.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { quotingDay } from './a-quoting-cloud.ts';
import { allowOrigins } from './an-inbox.ts';
import { booksOf } from './books.ts';

/** One for each text that a client or the other side brings in: nothing that is kept for the operator has a use for them. */
const WORDS = {
  objective: 'xylophone',
  context: 'marzipan',
  metadataName: 'wombat',
  metadata: 'obsidian',
  field: 'kumquat',
  description: 'periwinkle',
  webhook: 'butterscotch',
  heard: 'rhubarb',
  heardAtOptOut: 'zeppelin',
  heardOnMailbox: 'gargoyle',
  heardFromCaller: 'tambourine',
  heardAtTransfer: 'ukulele',
  reason: 'quicksilver',
  assistant: 'hummingbird',
  persona: 'saxophone',
  greeting: 'thunderclap',
  knowledge: 'nutmeg',
  nickname: 'dandelion',
};

const ORDER = {
  objective: `Ask whether the ${WORDS.objective} is ready`,
  context: `They know it as the ${WORDS.context}.`,
  metadata: { [WORDS.metadataName]: WORDS.metadata },
  fields: [{ name: WORDS.field, description: `the ${WORDS.description}` }],
};

const ASSISTANT = {
  name: WORDS.assistant,
  persona: `Speak as a ${WORDS.persona} would.`,
  greeting: `Here is the ${WORDS.greeting}.`,
  knowledge: `There is ${WORDS.knowledge} in it.`,
  transfer: { allowed: true, style: 'warm', to: '+14155550178' },
};

const SAYING = {
  '+14155550150': ['Hello?', `The ${WORDS.heard} is ready at 3 pm.`, 'Goodbye.'],
  '+14155550151': [`Is this about the ${WORDS.heardAtOptOut}?`, "Please don't call this number again."],
  '+14155550152': [
    `You have reached the mailbox of ${WORDS.heardOnMailbox}. Please leave a message after the tone.`,
  ],
  // The assistant hands this one over, and tells whoever answers what was said.
  '+14155550154': ['Hello?', `I must know about the ${WORDS.heardAtTransfer}.`, 'Can I talk to a person?'],
};

/** Who calls the account's number. */
const CALLING = { from: '+14155550181', says: [`Is the ${WORDS.heardFromCaller} ready?`, 'Thank you, bye.'] };

type Acme = Awaited<ReturnType<TestCloud['client']>>;

const day = quotingDay();
let cloud: TestCloud;
let acme: Acme;
let stopBench: () => Promise<void>;
let webhookUrl: string;

beforeAll(async () => {
  const port = 20_000 + (process.pid % 20_000);
  cloud = await aLocalCloud(
    (_, { Resources }) => allowOrigins(Resources, [`http://127.0.0.1:${String(port)}`]),
    {
      answerInstead: (asked) => day.answerInstead(asked),
    },
  );
  const bench = await startBench(cloud.cloud, port);
  stopBench = () => bench.stop();
  webhookUrl = `http://127.0.0.1:${String(port)}/inbox/${WORDS.webhook}`;
  acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
  for (const [number, says] of Object.entries(SAYING)) cloud.cloud.chime.script(number, { says });
});
afterAll(async () => {
  await stopBench();
  await cloud.stop();
});

test('a good day: calls of all ends, refusals at the door and before the dial', async () => {
  const wanted = [
    { to: '+14155550150', ends: 'agent_hangup' },
    { to: '+14155550151', ends: 'opt_out' },
    { to: '+14155550152', ends: 'voicemail' },
    { to: '+14155550132', ends: 'declined' },
    { to: '+14155550134', ends: 'carrier_refused' },
    { to: '+14155550135', ends: 'agent_hangup' },
    { to: '+14155550136', ends: 'agent_hangup' },
    { to: '+14155550137', ends: 'outcome_unknown' },
    { to: '+14155550146', ends: 'outcome_unknown' },
    { to: '+12065550107', ends: 'blocked', notBefore: '2026-03-02T12:10:00Z' },
  ];
  const calls: { id: string; ends: string }[] = [];
  for (const { to, ends, ...when } of wanted)
    calls.push({ id: await acme.place({ ...ORDER, to, webhookUrl, ...when }), ends });
  for (const refused of [
    { ...ORDER, to: '+141555501' },
    { ...ORDER, to: '+19005550199' },
    { ...ORDER, to: '+14155550101', callerId: '+14155550177' },
    { ...ORDER, to: '+14155550101', fields: WORDS.field },
    `{"to": "+14155550101", "objective": "${WORDS.objective}`,
  ])
    expect((await acme.ask('POST', '/v1/agent/calls', refused)).status).toBe(400);
  const { version, deny } = (await cloud.operator('GET', '/destination-rules')).body;
  await cloud.operator('PUT', '/destination-rules', {
    version: Number(version) + 1,
    deny: [...(deny as string[]), '+1206'],
  });
  await acme.ask('POST', '/v1/do-not-call', { number: '+14155550177', reason: WORDS.reason });
  await acme.ask('GET', '/v1/agent/calls?to=%2B14155550150');
  await acme.ask('DELETE', '/v1/do-not-call/%2B14155550177');
  cloud.cloud.chime.inbound({ ...CALLING, to: acme.callerId });
  await booksOf(cloud.cloud).answeredBy(acme.callerId, { ...ASSISTANT, transfer: null });
  cloud.cloud.chime.inbound({ ...CALLING, to: acme.callerId });

  await cloud.advance(900);

  for (const { id, ends } of calls) {
    expect(await acme.call(id)).toMatchObject({ endReason: ends });
    // By its id each can be followed.
    expect(cloud.logs.some((line) => line.includes(id))).toBe(true);
  }
});

/** Asks again as long as something of ours fails. */
async function untilTaken(method: string, path: string, body: object) {
  for (let tries = 1; ; tries++) {
    const answer = await acme.ask(method, path, body);
    if (answer.status < 500 || tries === 20) return answer;
  }
}

test('a bad day: each request of each function is refused once, and the refusal quotes what was asked', async () => {
  day.start();
  const made = await untilTaken('POST', '/v1/assistants', ASSISTANT);
  await untilTaken('PATCH', `/v1/numbers/${encodeURIComponent(acme.callerId)}`, {
    nickname: WORDS.nickname,
    inboundAssistantId: made.body['id'],
    outboundAssistantId: made.body['id'],
  });
  cloud.cloud.chime.inbound({ ...CALLING, to: acme.callerId });
  const ids: string[] = [];
  const asked = ['50', '50', '53', '50', '54', '54', '54'].map((digits) => `+141555501${digits}`);
  for (const to of asked) {
    for (let tries = 0; tries < 20; tries++) {
      const answer = await acme.ask('POST', '/v1/agent/calls', { ...ORDER, to, webhookUrl });
      if (answer.status === 202) {
        ids.push(String(answer.body['callId']));
        break;
      }
      await cloud.advance(1);
    }
    await cloud.advance(180);
  }
  cloud.cloud.chime.inbound({ ...CALLING, to: acme.callerId });
  await cloud.advance(60);
  cloud.cloud.faults.add({ service: 'dynamodb', function: 'CarrierEvents', kind: 'throttle', times: 4 });
  cloud.cloud.faults.add({ service: 'bedrock', kind: 'error', times: 4 });
  cloud.cloud.faults.add({ service: 'states', kind: 'kill_before' });
  ids.push(await acme.place({ ...ORDER, to: '+14155550150', webhookUrl }));

  await cloud.advance(7_200);

  expect(ids).toHaveLength(asked.length + 1);
  for (const id of ids)
    expect(String((await acme.call(id))['status'])).toMatch(
      /^(completed|failed|voicemail|no_answer|declined)$/,
    );
  const announced = cloud.cloud.chime.calls().filter(({ to }) => to === '+14155550178');
  expect(announced.map(({ said }) => said.join())).toContainEqual(
    expect.stringContaining(WORDS.heardAtTransfer),
  );
  expect([...day.met]).toEqual(
    expect.arrayContaining([
      'RestApiCallsFunction dynamodb:TransactWriteItems',
      'RestApiCallsFunction sqs:SendMessage',
      'RestApiAccountFunction dynamodb:TransactWriteItems',
      'RestApiNumbersFunction dynamodb:UpdateItem',
      'DialQueueDialerFunction dynamodb:TransactWriteItems',
      'DialQueueDialerFunction states:StartExecution',
      'CallWorkflowRingFunction dynamodb:PutItem',
      'CallWorkflowRingFunction chime:CreateSipMediaApplicationCall',
      'TelephonyCarrierEventsFunction dynamodb:PutItem',
      'TelephonyCarrierEventsFunction states:StartExecution',
      'TelephonyConverseFunction dynamodb:PutItem',
      'TelephonyConverseFunction bedrock:Converse',
      'CallWorkflowConcludeFunction dynamodb:TransactWriteItems',
      'CallWorkflowConcludeFunction bedrock:Converse',
      'SweepFunction dynamodb:UpdateItem',
    ]),
  );
});

test('messages that can not be read are dead letters', async () => {
  const [sent = ''] = messages().filter((body) => body.includes('callId'));
  for (const body of [sent.slice(0, 60), '{}', 'null'])
    await cloud.cloud.deliver('DialQueueDialer', {
      Records: [{ messageId: 'm', receiptHandle: 'r', body }],
    });

  expect(
    cloud.requests.filter(({ request }) => /QueueUrl":"[^"]*DeadLetters/.test(request.body.toString())),
  ).toHaveLength(3);
});

const messages = () =>
  cloud.requests
    .filter(({ service, operation }) => service === 'sqs' && operation === 'SendMessage')
    .map(({ request }) => (JSON.parse(request.body.toString()) as { MessageBody: string }).MessageBody);

/** Numbers that no call was placed to. */
const OTHERS = ['+14155550177', '+14155550178', '+19005550199'];

/** Whatever an operator can look at, by what it is. */
const KEPT = {
  'a line of a log': () => cloud.logs.filter((line) => !line.startsWith('{"_aws"')),
  'a metric': () => cloud.logs.filter((line) => line.startsWith('{"_aws"')),
  'a message of a queue, or a dead letter': messages,
  'the history of a workflow': () => cloud.cloud.workflows.executions().map((one) => JSON.stringify(one)),
  'the trace': () => cloud.cloud.trace.entries().map((entry) => JSON.stringify(entry)),
};

test.each(Object.entries(KEPT))(
  'in %s is no number, no word of a call, no key and no secret',
  async (_, kept) => {
    const rung = cloud.cloud.chime.calls();
    const said = rung.flatMap((call) => call.said.map((line) => line.replace(/^\w+: /, '')));
    for (const text of [
      WORDS.objective,
      WORDS.heard,
      WORDS.heardAtOptOut,
      WORDS.heardOnMailbox,
      WORDS.heardFromCaller,
      WORDS.greeting,
    ])
      expect(said.some((line) => line.includes(text))).toBe(true);
    const stored = JSON.stringify(await booksOf(cloud.cloud).all('Accounts'));
    const secrets = stored.match(/(?<=whsec_)[^"]+/g) ?? [];
    expect(secrets).not.toEqual([]);

    const canaries = [
      ...Object.values(WORDS),
      ...said.filter((line) => line.length > 10),
      ...[...rung.flatMap(({ to, from }) => [to, from]), acme.callerId, ...OTHERS].map((number) =>
        number.slice(2),
      ),
      acme.apiKey.slice('tl_ak_'.length),
      ...secrets,
      'X-Amz-Signature',
    ].map((text) => text.toLowerCase());
    const texts = kept().map((text) => text.toLowerCase());

    expect(texts.length).toBeGreaterThan(5);
    const found = canaries.flatMap((canary) => texts.filter((text) => text.includes(canary)).slice(0, 1));
    expect(found).toEqual([]);
  },
);
