import { readFileSync } from 'node:fs';
import { MUTANTS } from './mutants.ts';
import { edited } from './tree.ts';

const textOf = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test.each(MUTANTS)(
  'the mutant $name still applies, and who must notice it is still there',
  ({ edits, caughtBy }) => {
    const texts = new Map<string, string>();
    for (const edit of edits) texts.set(edit.file, edited(texts.get(edit.file) ?? textOf(edit.file), edit));

    for (const [file, text] of texts) expect(text).not.toBe(textOf(file));
    for (const file of caughtBy.files) expect(textOf(file)).toMatch(new RegExp(caughtBy.named));
  },
);

test('a text that does not stand there once is told', () => {
  const edit = { file: 'a.ts', find: 'x', replace: 'y' };

  expect(() => edited('a b', edit)).toThrow('a.ts has its text 0 times, not once');
  expect(() => edited('x x', edit)).toThrow('a.ts has its text 2 times, not once');
});
