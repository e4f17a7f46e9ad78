import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import type { MetadataJson } from 'libphonenumber-js/core';
import { bundleDoors } from '../../lib/bundling/build.ts';
import { type PhoneMetadata, cutPhoneMetadata } from '../../lib/bundling/phone-metadata.ts';
import { DOORS } from '../../lib/bundles.ts';

test('a bundle loads in an empty folder: what was left out is not missed, and no package is found beside it', async () => {
  const files = await bundleDoors(DOORS);
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-bundle-'));
  const loads = DOORS.map((door) => {
    const code = files.find(({ path }) => path.endsWith(`/${door}/index.js`))?.text ?? '';
    writeFileSync(join(folder, 'index.js'), code);
    const load = 'process.stdout.write(typeof require("./index.js").handler)';
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', load], {
      cwd: folder,
      encoding: 'utf8',
      env: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    });
    return { door, stdout, stderr };
  });
  rmSync(folder, { recursive: true });

  expect(loads).toEqual(DOORS.map((door) => ({ door, stdout: 'function', stderr: '' })));
});

const whole = JSON.parse(
  readFileSync(new URL('../../node_modules/libphonenumber-js/metadata.max.json', import.meta.url), 'utf8'),
) as PhoneMetadata & MetadataJson;
const cut = cutPhoneMetadata(whole);

/** Everything that the rules of destinations ask of a number. */
function answers(number: string, metadata: MetadataJson) {
  const phone = parsePhoneNumberFromString(number, { extract: false }, metadata);
  if (!phone) return null;
  const { number: canonical, countryCallingCode } = phone;
  const possible = phone.isPossible();
  const called = ['1', '44', '61', '64', '972'].includes(countryCallingCode);
  return {
    canonical,
    countryCallingCode,
    possible,
    ...(called && { country: phone.country, valid: phone.isValid(), type: phone.getType() }),
  };
}

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: least, maxLength: most });
const anyNumber = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('1', '44', '61', '64', '972'),
      fc.constantFrom(...Object.keys(whole.country_calling_codes), ...Object.keys(whole.nonGeographic)),
      fc.constant(''),
    ),
    digits(1, 14),
  )
  .map(([code, rest]) => `+${code}${rest}`);

test('what is known of phone numbers in a bundle answers as the whole of it does, for any number', () => {
  fc.assert(
    fc.property(anyNumber, (number) => {
      expect(answers(number, cut)).toEqual(answers(number, whole));
    }),
    { numRuns: 5_000 },
  );
});

test('what is known of phone numbers in a bundle is a third of the whole', () => {
  expect(JSON.stringify(cut).length).toBeLessThan(JSON.stringify(whole).length / 3);
});
