import type { Turn } from '../../lambdas/domain/conversation.ts';
import { isMachine } from '../../lambdas/domain/machine.ts';

const GREETING: Turn = { heard: '', said: 'Hello, this is an AI assistant calling on behalf of Acme.' };
/** What was heard before, turn by turn, and what is heard now. */
const answeredByMachine = (...heard: readonly string[]) =>
  isMachine(
    [GREETING, ...heard.slice(0, -1).map((words) => ({ heard: words, said: 'Well?' }))],
    heard.at(-1) ?? '',
  );

test.each([
  "Hi, you've reached Sam Carter. I can't take your call right now. Please leave a message after the tone.",
  'you have reached the voicemail of sam carter',
  'Your call has been forwarded to an automatic voice message system. At the tone, please record your message.',
  'Ha llamado al 555 0133. Deje su mensaje después de la señal.',
  'Este es el buzón de voz de Lucía.',
  'Bonjour, laissez un message après le bip.',
  'Vous êtes bien sur la messagerie vocale de Léa.',
  'Bitte hinterlassen Sie eine Nachricht nach dem Signalton.',
  'Dies ist der Anrufbeantworter von Familie Müller.',
  'Risponde la segreteria telefonica, lasciate un messaggio dopo il segnale acustico.',
  'Deixe a sua mensagem após o sinal.',
  'Sua chamada está sendo encaminhada para a caixa postal.',
  'Spreek een bericht in na de piep.',
  'Lämna ett meddelande efter tonen.',
  'Legg igjen en beskjed etter pipetonen.',
  'Jätä viesti äänimerkin jälkeen.',
  'Proszę zostawić wiadomość po usłyszeniu sygnału.',
  'Deixi el seu missatge després del senyal.',
  'من فضلك اترك رسالتك بعد سماع الصافرة.',
  'कृपया बीप के बाद अपना संदेश छोड़ें।',
  '発信音の後にメッセージをお残しください。',
  'ただいま電話に出ることができません。',
  '삐 소리 후 메시지를 남겨 주세요.',
  '请在滴声后留言。',
  '請於嗶一聲之後留言。',
])('"%s" is a mailbox', (words) => {
  expect(answeredByMachine(words)).toBe(true);
  expect(answeredByMachine('', words)).toBe(true);
});

test.each([
  'Hello?',
  'Bistro Verde, how can I help you?',
  'He is not available right now. Would you like to leave a message?',
  "She can't come to the phone, can I take a message?",
  'I got your voicemail yesterday.',
  '¿Quiere dejar un mensaje?',
  'Voulez-vous laisser un message ?',
  'Möchten Sie eine Nachricht hinterlassen?',
  'Vuole lasciare un messaggio?',
  'Quer deixar uma mensagem?',
  'Wilt u een bericht achterlaten?',
  'もしもし。',
  '喂，你好。',
])('"%s" is a person', (words) => {
  expect(answeredByMachine(words)).toBe(false);
  expect(answeredByMachine(words, '')).toBe(false);
});

test('a greeting that comes in two pieces is one greeting', () => {
  expect(answeredByMachine("Hi, you've reached Sam. Please leave", 'a message after the')).toBe(true);
  expect(answeredByMachine('Hi, this is Sam,', 'speak after the beep.')).toBe(true);
});

test('whoever speaks of mailboxes in the middle of a conversation is no machine', () => {
  expect(answeredByMachine('Hello?', 'Yes, please.', 'Then leave me a message after the beep.')).toBe(false);
});

const SPEECH =
  'Thank you for calling the Carter family, we are all out in the garden and we call everybody back';

test('a speech that is followed by silence is a machine, at the second silence', () => {
  expect(answeredByMachine(SPEECH)).toBe(false);
  expect(answeredByMachine(SPEECH, '')).toBe(false);
  expect(answeredByMachine(SPEECH, '', ' ')).toBe(true);
});

test.each([
  { why: 'a hello, and nothing', heard: ['Hello?', '', '', ''] },
  { why: 'nothing at all', heard: ['', '', '', ''] },
  { why: 'somebody who asks something', heard: [`${SPEECH}, how can I help you?`, '', ''] },
  { why: 'somebody who spoke again', heard: [SPEECH, 'Hello?', '', ''] },
  { why: 'silence before the speech', heard: ['', SPEECH, '', ''] },
])('silence alone makes no machine: $why', ({ heard }) => {
  expect(answeredByMachine(...heard)).toBe(false);
});

test('words are counted where there are no spaces between them', () => {
  const speech = 'お電話ありがとうございます。ただいま庭に出ておりますので、後ほどこちらからかけ直します。';
  expect(answeredByMachine(speech, '', '')).toBe(true);
  expect(answeredByMachine('はい、カーターです。', '', '')).toBe(false);
});
