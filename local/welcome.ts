import type { Seed } from './seed.ts';

/** What a start shows when it is up: where it is, and lines to paste. */
export const welcome = (
  { apiUrl, benchUrl }: { apiUrl: string; benchUrl: string },
  { apiKey, callerId }: Seed,
) => `
  API    ${apiUrl}
  Bench  ${benchUrl}
  Key    ${apiKey}${callerId === null ? '' : `   (calls come from ${callerId})`}

${callerId === null ? withoutCarrier(apiUrl, apiKey) : withCarrier(apiUrl, apiKey)}`;

const withCarrier = (apiUrl: string, apiKey: string) => `Place a call, and watch it end in about ten seconds:

curl -s ${apiUrl}/v1/agent/calls -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' -d '{"to":"+14155550101","objective":"Book a table for four tomorrow","fields":[{"name":"confirmed","type":"boolean","description":"whether the table is booked"},{"name":"time","description":"the time of the booking"},{"name":"price","type":"number","description":"the price in dollars"}]}'

curl -s ${apiUrl}/v1/agent/calls/CALL_ID -H 'authorization: Bearer ${apiKey}'

Order a number in Oakland, live in some seconds (the README goes on from there, to a call that comes in):

curl -s ${apiUrl}/v1/number-orders -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' -d '{"areaId":"US-510"}'`;

const withoutCarrier = (apiUrl: string, apiKey: string) =>
  `This deployment has no carrier ("carrier": "none" in cdk.json): placing a call answers 503 dialing_paused. The rest works:

curl -s ${apiUrl}/v1/agent/calls -H 'authorization: Bearer ${apiKey}'`;
