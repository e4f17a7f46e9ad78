import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

const SPANIARD = '+14155550143';

async function callTo(to: string, order: Readonly<Record<string, unknown>>) {
  const acme = await cloud.client();
  const id = await acme.place({ to, objective: 'Tomorrow 3 pm?', ...order });
  await cloud.advance(90);
  const call = await acme.call(id);
  return { acme, id, call, lines: String(call['transcript']).split('\n') };
}

test('a call that is to match whoever answers goes on in Spanish, and says there again who calls', async () => {
  const { id, call, lines } = await callTo(SPANIARD, { language: 'auto' });

  expect(call).toMatchObject({
    status: 'completed',
    endReason: 'agent_hangup',
    language: 'es-US',
    languageSource: 'auto',
    voice: 'Aoede',
  });
  expect(lines.slice(0, 5)).toEqual([
    'agent: Hello, this is an AI assistant calling on behalf of Acme.',
    'recipient: ¿Dígame?',
    'agent: I am calling about the following: Tomorrow 3 pm?',
    'recipient: Lo siento, no hablo inglés. ¿Habla usted español?',
    'agent: Hola, soy un asistente de inteligencia artificial y llamo en nombre de Acme. Llamo por lo siguiente: Tomorrow 3 pm?',
  ]);
  expect(lines.slice(5).filter((line) => /Lo siento|no hablo/.test(line))).toEqual([]);
  expect(String(call['summary'])).toMatch(/^La llamada trató de/);
  const rung = cloud.cloud.chime.calls().find(({ callId }) => callId === id);
  expect(rung?.said).toEqual(lines);
});

test('the change is to be seen at once, while the call lives', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ to: SPANIARD, objective: 'Tomorrow 3 pm?', language: 'auto' });
  const seen = new Set<unknown>();
  for (let second = 0; second < 20; second++) {
    await cloud.advance(1);
    const { status, language, languageSource } = await acme.call(id);
    if (status === 'in_progress') seen.add(`${String(language)} ${String(languageSource)}`);
  }

  expect([...seen]).toEqual(['en-US auto', 'es-US auto']);
});

test.each([
  { language: 'en', source: 'explicit' },
  { objective: 'Ask the owner in English whether the shop is open', source: 'inferred' },
])(
  'a call whose language was settled stays in it ($source), whatever is spoken',
  async ({ source, ...order }) => {
    const { call, lines } = await callTo(SPANIARD, order);

    expect(call).toMatchObject({ status: 'completed', language: 'en-US', languageSource: source });
    const agent = lines.filter((line) => line.startsWith('agent: '));
    expect(agent.join(' ')).not.toMatch(/Llamo|Hola|Adiós/);
    expect(lines).toContain('recipient: Perdone, no le entiendo nada. ¿Puede hablar en español, por favor?');
    expect(String(call['summary'])).toMatch(/^The call was about/);
  },
);

test('a voice that does not speak what is spoken gives way to one that does', async () => {
  const says = [
    'Bonjour ?',
    'Excusez-moi, je ne parle pas anglais. Vous parlez français ?',
    'Oui, demain à 15 heures.',
    'Au revoir.',
  ];
  cloud.cloud.chime.script('+14155550160', { says });
  cloud.cloud.chime.script('+14155550161', {
    says: ['Pronto?', 'Mi scusi, non parlo inglese. Lei parla italiano?', 'Sì, domani.', 'Arrivederci.'],
  });

  const french = await callTo('+14155550160', { language: 'auto', voice: 'Puck' });
  const italian = await callTo('+14155550161', { language: 'auto', voice: 'Charon' });

  expect(french.call).toMatchObject({ status: 'completed', language: 'fr-FR', voice: 'Puck' });
  expect(italian.call).toMatchObject({ status: 'completed', language: 'it-IT', voice: 'Charon' });
});

test('a call changes its language twice at most, however often the other side does', async () => {
  const english = 'Sorry, can you speak English with me, please? What is this about?';
  const spanish = 'Perdone, no entiendo el inglés, hablo español con usted.';
  cloud.cloud.chime.script('+14155550162', {
    says: ['Hello?', spanish, english, spanish, english, spanish, english],
  });

  const { id, call, lines } = await callTo('+14155550162', {
    language: 'auto',
    fields: Array.from({ length: 8 }, (_, i) => ({ name: `question${i}` })),
  });

  expect(call).toMatchObject({ status: 'completed', language: 'en-US' });
  const changes = (await booksOf(cloud.cloud).all('Calls')).filter(
    ({ pk, goesOn }) => pk === `C#${id}` && goesOn === 'in_another_language',
  );
  expect(changes).toHaveLength(2);
  expect(lines.filter((line) => line.includes('AI assistant calling'))).toHaveLength(2);
});

test('nobody is denied anything on the way', () => {
  expect(cloud.denied).toEqual([]);
});
