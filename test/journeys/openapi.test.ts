import { openApiDocument } from '../../lib/openapi/document.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

const ask = async (path: string, method = 'GET') => {
  const answer = await fetch(`http://127.0.0.1:${cloud.cloud.api.port}${path}`, { method });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
};

test('the API describes itself to whoever asks, without a key', async () => {
  const answer = await ask('/v1/openapi.json');

  expect(answer).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
  expect(answer.body).toEqual({ ...openApiDocument(), servers: [{ url: '/' }] });
});

test('its description takes no other method, and there is none beside it', async () => {
  expect(await ask('/v1/openapi.json', 'POST')).toMatchObject({
    status: 405,
    body: { error: 'method_not_allowed' },
  });
  expect(await ask('/v1/openapi.yaml')).toMatchObject({ status: 404, body: { error: 'not_found' } });
});
