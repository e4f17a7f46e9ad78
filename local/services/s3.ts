import type { Service } from '../gate/service.ts';
import type { WireAnswer } from '../wire.ts';
import { forward } from './forward.ts';

/** By method, of objects; and what IAM calls the one that differs. */
const OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};
const ACTIONS: Readonly<Record<string, string>> = { HeadObject: 'GetObject', ListObjectsV2: 'ListBucket' };

/** S3, path style: the emulator behind it, and what IAM asks of its requests. */
export function createS3({ url, buckets }: { url: string; buckets: readonly string[] }): Service & {
  createBuckets(): Promise<void>;
} {
  return {
    operationOf({ method, path }) {
      const isBucket = path.split('/').filter((part) => part !== '').length < 2;
      return isBucket ? 'ListObjectsV2' : (OPERATIONS[method] ?? method);
    },
    needsOf({ path }, operation) {
      const [bucket = '', ...key] = path
        .split('/')
        .filter((part) => part !== '')
        .map(decodeURIComponent);
      const arn = `arn:aws:s3:::${bucket}`;
      return [
        {
          action: `s3:${ACTIONS[operation] ?? operation}`,
          resource: key.length === 0 ? arn : `${arn}/${key.join('/')}`,
        },
      ];
    },
    handle: (request) => forward(url, request, request.body),
    refuse: ({ message }) => refuseInXml('AccessDenied', message),
    async createBuckets() {
      for (const bucket of buckets) {
        const response = await fetch(`${url}/${bucket}`, { method: 'PUT' });
        if (!response.ok) throw new Error(`the bucket ${bucket} was not made: ${await response.text()}`);
      }
    },
  };
}

/** How S3 says no. */
const refuseInXml = (code: string, message: string): WireAnswer => ({
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});
