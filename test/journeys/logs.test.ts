import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

/** One for each text that a client or the other side brings in: no line of ours has a use for them. */
const WORDS = {
  objective: 'xylophone',
  context: 'marzipan',
  metadata: 'obsidian',
  field: 'kumquat',
  description: 'periwinkle',
  heard: 'rhubarb',
  heardAtOptOut: 'zeppelin',
  heardOnMailbox: 'gargoyle',
};

const ORDER = {
  objective: `Ask whether the ${WORDS.objective} is ready`,
  context: `They know it as the ${WORDS.context}.`,
  metadata: { order: WORDS.metadata },
  fields: [{ name: WORDS.field, description: `the ${WORDS.description}` }],
};

const SAYING = {
  '+14155550150': ['Hello?', `The ${WORDS.heard} is ready at 3 pm.`, 'Goodbye.'],
  '+14155550151': [`Is this about the ${WORDS.heardAtOptOut}?`, "Please don't call this number again."],
  '+14155550152': [
    `You have reached the mailbox of ${WORDS.heardOnMailbox}. Please leave a message after the tone.`,
  ],
};

test('no line of a log holds a whole number, a word of a call, a key or a secret', async () => {
  const acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
  for (const [number, says] of Object.entries(SAYING)) cloud.cloud.chime.script(number, { says });
  const wanted = [
    { to: '+14155550150', ends: 'agent_hangup' },
    { to: '+14155550151', ends: 'opt_out' },
    { to: '+14155550152', ends: 'voicemail' },
    { to: '+14155550132', ends: 'declined' },
    { to: '+14155550134', ends: 'carrier_refused' },
    { to: '+14155550135', ends: 'agent_hangup' },
    { to: '+14155550136', ends: 'agent_hangup' },
    { to: '+14155550137', ends: 'outcome_unknown' },
    { to: '+12065550107', ends: 'blocked', notBefore: '2026-03-02T12:10:00Z' },
  ];
  const calls: { id: string; ends: string }[] = [];
  for (const { to, ends, ...when } of wanted)
    calls.push({ id: await acme.place({ ...ORDER, to, ...when }), ends });
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

  await cloud.advance(900);

  for (const { id, ends } of calls) expect(await acme.call(id)).toMatchObject({ endReason: ends });
  const rung = cloud.cloud.chime.calls();
  const said = rung.flatMap((call) => call.said.map((line) => line.replace(/^\w+: /, '')));
  for (const text of [WORDS.objective, WORDS.heard, WORDS.heardAtOptOut, WORDS.heardOnMailbox])
    expect(said.some((line) => line.includes(text))).toBe(true);
  for (const { callId } of rung) expect(cloud.logs.some((line) => line.includes(callId ?? '-'))).toBe(true);
  const secrets = JSON.stringify(await booksOf(cloud.cloud).all('Accounts')).match(/(?<=whsec_)[^"]+/g) ?? [];
  expect(secrets).not.toEqual([]);
  const numbers = [...wanted.map(({ to }) => to), acme.callerId, '+14155550101', '+19005550199'];
  const texts = [
    ...Object.values(WORDS),
    ...said.filter((line) => line.length > 10),
    ...numbers.map((number) => number.slice(2)),
    acme.apiKey.slice('tl_ak_'.length),
    ...secrets,
  ].map((text) => text.toLowerCase());
  const logged = cloud.logs.map((line) => line.toLowerCase());
  expect(texts.filter((text) => logged.some((line) => line.includes(text)))).toEqual([]);
});
