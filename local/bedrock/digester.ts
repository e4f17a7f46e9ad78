import * as z from 'zod';
import { type Reply, find } from './finder.ts';
import { phrasesIn } from './phrases.ts';
import { type Understood, section } from './request.ts';
import { isOrder } from './words.ts';

/** What came of a conversation, out of its transcript alone. */
export function digest({ objective, fields, language, lines }: Understood) {
  const transcript = z.string().parse(section(lines.at(-1)?.text ?? '', 'transcript'));
  const replies = repliesIn(transcript);
  const answers = replies.filter(({ text }) => !isOrder(text));
  const extracted = Object.fromEntries(fields.map((field) => [field.name, find(field, answers, language)]));
  const found = Object.entries(extracted).filter(([, value]) => value !== null);
  const last = replies.at(-1)?.text ?? '';
  // A call that came in has no objective, which the first sentence tells.
  const parts = phrasesIn(language)
    .summary(objective, replies.length, last)
    .slice(objective === '' ? 1 : 0);
  return {
    summary: [...parts, ...found.map(([name, value]) => `${name}: ${String(value)}`)].map(sentence).join(' '),
    extracted,
  };
}

const sentence = (text: string) => (/[.!?»"“]$/.test(text) ? text : `${text}.`);

function repliesIn(transcript: string): readonly Reply[] {
  const replies: Reply[] = [];
  let to = '';
  for (const line of transcript.split('\n')) {
    if (line.startsWith('agent: ')) to = line.slice('agent: '.length);
    else if (line.startsWith('recipient: ')) replies.push({ text: line.slice('recipient: '.length), to });
  }
  return replies;
}
