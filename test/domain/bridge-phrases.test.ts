import { announcing, unreachable } from '../../lambdas/domain/bridge-phrases.ts';
import { LANGUAGES } from '../../lambdas/domain/language.ts';

const languages = LANGUAGES.map(({ tag }) => tag);

test.each(languages)(
  'in %s whoever takes a call over hears for whom it is handed over, then who is on the line',
  (language) => {
    const said = announcing({ language, name: 'Acme Dental', about: 'Sam Carter, about an invoice.' });

    expect(said).toContain('Acme Dental');
    expect(said.endsWith('Sam Carter, about an invoice.')).toBe(true);
    expect(announcing({ language, name: 'Acme Dental', about: '' })).toBe(
      said.slice(0, -' Sam Carter, about an invoice.'.length),
    );
    expect(said).not.toContain('{');
  },
);

test.each(languages)('in %s the other side hears that nobody is there, and is asked', (language) => {
  expect(unreachable(language)).toMatch(/[?？؟।。]$/);
});
