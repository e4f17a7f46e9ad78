import { SQSClient } from '@aws-sdk/client-sqs';
import { PATIENCE } from './patience.ts';

let client: SQSClient | undefined;

/** The one client of a function, made when it is first needed. */
export const sqs = (): SQSClient => (client ??= new SQSClient({ requestHandler: PATIENCE }));
