import { checkWebhookUrl } from '../../lambdas/domain/webhook-url.ts';

const check = (url: unknown, privateOrigins: readonly string[] = []) => checkWebhookUrl(url, privateOrigins);

test.each([
  { url: 'https://example.com', to: 'https://example.com/', why: 'a host' },
  {
    url: 'https://hooks.example.com/calls?a=1&b=2',
    to: 'https://hooks.example.com/calls?a=1&b=2',
    why: 'a path',
  },
  { url: 'https://example.com:443/x', to: 'https://example.com/x', why: 'the port said aloud' },
  { url: 'HTTPS://EXAMPLE.com/X', to: 'https://example.com/X', why: 'case of scheme and host aside' },
  { url: 'https://bücher.example/', to: 'https://xn--bcher-kva.example/', why: 'an international name' },
  { url: 'https://user.example.com/@me', to: 'https://user.example.com/@me', why: 'an @ in the path' },
  { url: 'https://internal.example.com/', to: 'https://internal.example.com/', why: 'a name like any other' },
  { url: 'https://10.example.com/', to: 'https://10.example.com/', why: 'digits in a name' },
])('$url is connected to as $to: $why', ({ url, to }) => {
  expect(check(url)).toEqual({ allowed: true, url: to });
});

test.each([
  ['http://example.com/', 'no TLS'],
  ['ftp://example.com/', 'another protocol'],
  ['file:///etc/passwd', 'a file'],
  ['data:text/plain,hi', 'no host'],
  ['javascript:alert(1)', 'no host'],
  ['//example.com/', 'no scheme'],
  ['example.com', 'no scheme'],
  ['https://', 'nothing'],
  ['', 'nothing'],
  ['https://example.com:8443/', 'another port'],
  ['https://example.com:80/', 'another port'],
  ['https://user@example.com/', 'a user'],
  ['https://user:secret@example.com/', 'a user and a password'],
  ['https://:secret@example.com/', 'a password'],
  ['https://example.com@10.0.0.1/', 'a user that looks like the host'],
  ['https://localhost/', 'no dot'],
  ['https://intranet/', 'no dot'],
  ['https://.com/', 'nothing before the dot'],
  ['https://a..com/', 'nothing between the dots'],
  ['https://*.example.com/', 'no name'],
  ['https://-a.example.com/', 'a name that begins with a hyphen'],
  [`https://${'a'.repeat(64)}.com/`, 'a part of 64 letters'],
  [`https://${'a.'.repeat(126)}com/`, 'a name of 255 letters'],
  [' https://example.com/', 'a space before it'],
  ['https://example.com/\n', 'a new line behind it'],
  ['https://exam\tple.com/', 'a tab in it'],
  ['https:example.com', 'no slashes'],
  ['https:\\\\example.com', 'slashes of another kind'],
  ['https://@example.com/', 'an empty user'],
  ['https://printer.local/', 'a local name'],
  ['https://PRINTER.LOCAL/', 'a local name in capitals'],
  ['https://vault.internal/', 'an internal name'],
  ['https://metadata.google.internal/', 'an internal name'],
  ['https://app.localhost/', 'this very machine'],
  ['https://1.0.0.127.in-addr.arpa/', 'an address as a name'],
  ['https://example.com./', 'a trailing dot'],
  ['https://printer.local./', 'a trailing dot'],
  ['https://printer。local/', 'a dot of another script'],
  ['https://ｌｏｃａｌｈｏｓｔ/', 'full-width letters'],
])('%s is refused: %s', (url) => {
  expect(check(url).allowed).toBe(false);
});

test.each([
  'https://127.0.0.1/',
  'https://93.184.216.34/',
  'https://127.1/',
  'https://127.0.0.1./',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://0/',
  'https://%31%32%37.0.0.1/',
  'https://１２７.０.０.１/',
  'https://①②⑦.0.0.1/',
  'https://127。0。0。1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fe80::1]/',
  'https://[2606:2800:220:1:248:1893:25c8:1946]/',
])('an address is no host, however it is spelled: %s', (url) => {
  expect(check(url).allowed).toBe(false);
});

test.each([undefined, null, 7, true, {}, ['https://example.com/']])('%j is no URL', (url) => {
  expect(check(url)).toEqual({
    allowed: false,
    reason: 'must be an https URL of at most 2048 characters',
  });
});

test('a URL has at most 2,048 characters', () => {
  const longest = `https://example.com/${'x'.repeat(2_028)}`;
  expect(longest).toHaveLength(2_048);
  expect(check(longest)).toEqual({ allowed: true, url: longest });
  expect(check(`${longest}x`).allowed).toBe(false);
});

describe("the operator's own receivers", () => {
  const origins = ['http://127.0.0.1:8788', 'https://hooks.internal'];

  test.each([
    'http://127.0.0.1:8788/',
    'http://127.0.0.1:8788/inbox/a?b=c',
    'https://hooks.internal/calls',
    'https://example.com/',
  ])('%s is allowed', (url) => {
    expect(check(url, origins)).toEqual({ allowed: true, url });
  });

  test.each([
    ['http://127.0.0.1:87880/', 'another port'],
    ['http://127.0.0.1/', 'another port'],
    ['https://127.0.0.1:8788/', 'another scheme'],
    ['http://127.0.0.1:8788@example.com/', 'a user'],
    ['http://127.0.0.1:8788.example.com/', 'no port at all'],
    ['http://user@127.0.0.1:8788/', 'a user'],
    ['https://hooks.internal.evil.internal/', 'another name'],
    ['https://evil-hooks.internal/', 'another name'],
    ['https://hooks.internal:8443/', 'another port'],
  ])('%s is not one of them: %s', (url) => {
    expect(check(url, origins).allowed).toBe(false);
  });
});
