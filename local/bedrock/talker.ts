import type { Understood } from './request.ts';
import { asksNotToCall, asksWho, isFarewell, isVoicemail, questionFor } from './words.ts';

const PHRASES = {
  en: {
    about: (objective: string) => `I am calling about the following: ${objective}`,
    still: 'Hello, are you still there?',
    sorry: 'I am sorry to have disturbed you. You will not be called again. Goodbye.',
    message: 'I will try again another time. Goodbye.',
    more: 'Is there anything that I should pass on?',
    thanks: 'Thank you very much, that is all I needed. Goodbye.',
  },
  es: {
    about: (objective: string) => `Llamo por lo siguiente: ${objective}`,
    still: '¿Sigue usted ahí?',
    sorry: 'Perdone la molestia. No le volveremos a llamar. Adiós.',
    message: 'Volveré a llamar en otro momento. Adiós.',
    more: '¿Hay algo que deba comunicar?',
    thanks: 'Muchas gracias, eso es todo. Adiós.',
  },
};

/**
 * What to say next: what the call is about, then one question a field, then thanks. It goes by what it finds in the
 * request alone, its own earlier lines included.
 */
export function nextTurn({ objective, fields, language, lines }: Understood): { say: string; end: string } {
  const phrases = language === 'es' ? PHRASES.es : PHRASES.en;
  const heard = lines.at(-1)?.text ?? '';
  const said = lines.filter(({ from }) => from === 'self').map(({ text }) => text);
  const hasSaid = (words: string) => said.some((line) => line.includes(words));
  const goOn = (say: string) => ({ say, end: 'no' });

  if (asksNotToCall(heard)) return { say: phrases.sorry, end: 'asked_not_to_call' };
  if (isVoicemail(heard)) return { say: phrases.message, end: 'voicemail' };
  const about = phrases.about(objective);
  if (!hasSaid(about)) return goOn(about);
  if (asksWho(heard) && said.filter((line) => line.includes(about)).length < 2) return goOn(about);
  if (isFarewell(heard)) return { say: phrases.thanks, end: 'other_side_is_leaving' };
  const question = fields.map((field) => questionFor(field, language)).find((one) => !hasSaid(one));
  if (heard === '(silence)' && said.at(-1) !== phrases.still && question === undefined)
    return goOn(phrases.still);
  if (question) return goOn(question);
  if (fields.length === 0 && !hasSaid(phrases.more)) return goOn(phrases.more);
  return { say: phrases.thanks, end: 'objective_met' };
}
