import * as z from 'zod/mini';

const LONGEST_URL = 2_048;
/** Names that only mean something inside a network. */
const INWARD = /(^|\.)(local|internal|localhost|arpa)$/;
/** `https://host/...` as a URL parser writes it: no user, no port but 443, which it leaves out. */
const NORMALIZED = /^https:\/\/([^/?#@:[\]]+)(?:[/?#]|$)/;
/** As a client must write it: a parser would mend spaces, missing slashes and an empty user. */
const WRITTEN = /^https:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/i;
/** The longest name that DNS can look up. */
const LONGEST_HOST = 253;
/** A part of a host name; `_` stands in names that work. */
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** The form of a webhook's URL; comes out as a URL parser writes it. */
export const WebhookUrl = z.pipe(z.string().check(z.maxLength(LONGEST_URL)), z.url({ normalize: true }));

/**
 * Whether a webhook may be sent to a URL: https on port 443 to a host name with a dot, none that leads inwards. What
 * the name resolves to is looked at again at each attempt.
 * @param privateOrigins the operator's own receivers, for which these rules are skipped
 * @returns the URL as it will be connected to, or why not
 */
export function checkWebhookUrl(
  raw: unknown,
  privateOrigins: readonly string[],
): { allowed: true; url: string } | { allowed: false; reason: string } {
  const parsed = WebhookUrl.safeParse(raw);
  if (!parsed.success) return no(`must be an https URL of at most ${LONGEST_URL} characters`);
  const url = parsed.data;
  if (isPrivate(url, privateOrigins)) return { allowed: true, url };
  const host = WRITTEN.test(String(raw)) ? NORMALIZED.exec(url)?.[1] : undefined;
  if (!host) return no('must be https on port 443, to a host name, without user or password');
  if (!isPublicName(host)) return no('must name a public host');
  if (/^[\d.]+$/.test(host)) return no('must name a host, not an address');
  return { allowed: true, url };
}

/** Whether a URL, as it was allowed, leads to one of the operator's own receivers. */
export const isPrivate = (url: string, privateOrigins: readonly string[]): boolean =>
  privateOrigins.some((origin) => url === origin || url.startsWith(`${origin}/`));

const isPublicName = (host: string): boolean =>
  host.length <= LONGEST_HOST &&
  host.includes('.') &&
  host.split('.').every((label) => LABEL.test(label)) &&
  !INWARD.test(host);

const no = (reason: string) => ({ allowed: false, reason }) as const;
