import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and the certificate that it signed for itself, in PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for `127.0.0.1`, as X.509 asks (RFC 5280), signed with Ed25519 (RFC 8410). */
export function aCertificate(): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const algorithm = sequence(ED25519);
  const name = sequence(der(SET, sequence(COMMON_NAME, der(UTF8_TEXT, Buffer.from('127.0.0.1')))));
  const valid = sequence(
    der(UTC_TIME, Buffer.from('200101000000Z')),
    der(UTC_TIME, Buffer.from('491231235959Z')),
  );
  const forAddress = sequence(der(IP_ADDRESS, Buffer.from([127, 0, 0, 1])));
  const toSign = sequence(
    der(EXPLICIT_0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1])),
    algorithm,
    name,
    valid,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXPLICIT_3, sequence(sequence(SUBJECT_ALT_NAME, der(OCTETS, forAddress)))),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign(null, toSign, privateKey)]);
  const certificate = sequence(toSign, algorithm, der(BITS, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

// Tags of DER (X.690), and those that X.509 gives to its own members.
const INTEGER = 0x02;
const BITS = 0x03;
const OCTETS = 0x04;
const OBJECT_ID = 0x06;
const UTF8_TEXT = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const IP_ADDRESS = 0x87;
const EXPLICIT_0 = 0xa0;
const EXPLICIT_3 = 0xa3;

/** A value after its tag and its length. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

const sequence = (...parts: readonly Buffer[]) => der(SEQUENCE, ...parts);

const ED25519 = der(OBJECT_ID, Buffer.from('2b6570', 'hex'));
const COMMON_NAME = der(OBJECT_ID, Buffer.from('550403', 'hex'));
const SUBJECT_ALT_NAME = der(OBJECT_ID, Buffer.from('551d11', 'hex'));
