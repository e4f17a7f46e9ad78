import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { type Model, standIn } from './bedrock/bedrock.ts';
import { realBedrock } from './bedrock/real-bedrock.ts';
import { startBench } from './bench/bench.ts';
import { createClock } from './clock/clock.ts';
import { type Cloud, REGION, startCloud } from './cloud/cloud.ts';
import { holdFolder } from './hold-folder.ts';
import { keep, readKept } from './kept.ts';
import { type Seed, seed } from './seed.ts';
import { shortLine } from './short-line.ts';
import { synthesize } from './synth.ts';
import { welcome } from './welcome.ts';

/** `npm start`: synthesizes the local stage, boots it, and says how to place a call. */

const FOLDER = '.trunkline';
const LOCAL_FILE = `${FOLDER}/local.json`;
const LOG_FILE = `${FOLDER}/functions.log`;
const USAGE = `usage: npm start -- [--speed N] [--data DIR] [--model stand-in|aws]
  --speed N   virtual seconds a real one (default 1)
  --data DIR  keep tables, time and the carrier's books in DIR
  --model M   stand-in (default): rules on this machine; aws: Amazon Bedrock, with your AWS credentials, billed
  PORT        in the environment: the API's port (default 8787); the bench has the next one`;

interface Settings {
  readonly port: number;
  readonly speed: number;
  readonly data: string | undefined;
  readonly model: Model;
}

const stops: (() => unknown)[] = [];
let stopping = false;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const one of stops.reverse()) await one();
  process.exit(exitCode);
}

async function start(): Promise<void> {
  const { port, speed, data, model } = readSettings();
  await Promise.all([mustBeFree(port), mustBeFree(port + 1)]);
  if (data !== undefined) stops.push(holdFolder(data));
  const urls = { apiUrl: `http://127.0.0.1:${port}`, benchUrl: `http://127.0.0.1:${port + 1}` };
  mkdirSync(FOLDER, { recursive: true });
  rmSync(LOG_FILE, { force: true });
  // Named by the port, since another start may run in this folder.
  const assembly = `${FOLDER}/cdk.out-${port}`;
  await synthesize('local', assembly, { here: urls });

  const kept = data === undefined ? undefined : readKept(data);
  const clock = createClock({ start: Math.max(Date.now(), kept?.now ?? 0), speed });
  const cloud = await startCloud({
    assembly,
    clock,
    apiPort: port,
    model,
    ...(data !== undefined && { dataFolder: data }),
    onLog: ({ function: name, line }) => tellLog(name, line),
    onDenied: ({ message }) => console.error(`AccessDenied: ${message}`),
  });
  stops.push(() => cloud.stop());
  if (kept) cloud.chime.restore(kept.carrier);
  const first = await seed(cloud, kept?.seed);
  // A number is not forgotten while the deployment has no carrier.
  if (data !== undefined)
    keepUp(data, cloud, { ...first, callerId: first.callerId ?? kept?.seed.callerId ?? null });
  const bench = await startBench(cloud, port + 1);
  stops.push(() => bench.stop());

  leaveForOthers(JSON.stringify({ ...urls, ...first }, null, 2));
  console.log(
    `${welcome(urls, first)}\n\nEverything above is in ${LOCAL_FILE}; functions log to ${LOG_FILE}. Ctrl-C ends it.`,
  );
}

/** Of several starts in one folder the last is found; at the end each takes away what is its own. */
function leaveForOthers(text: string): void {
  writeFileSync(LOCAL_FILE, text, { mode: 0o600 });
  stops.push(() => {
    if (existsSync(LOCAL_FILE) && readFileSync(LOCAL_FILE, 'utf8') === text) rmSync(LOCAL_FILE);
  });
}

/** What the folder keeps is never older than a second, and written once more at the end. */
function keepUp(folder: string, cloud: Cloud, first: Seed): void {
  const write = () => keep(folder, cloud, first);
  write();
  const timer = setInterval(write, 1_000);
  stops.push(() => {
    clearInterval(timer);
    write();
  });
}

function readSettings(): Settings {
  try {
    const { values } = parseArgs({
      options: {
        speed: { type: 'string', default: '1' },
        data: { type: 'string' },
        model: { type: 'string', default: 'stand-in' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const port = Number(process.env['PORT'] ?? 8787);
    const speed = Number(values.speed);
    if (!Number.isInteger(port) || port < 1 || port > 65_534)
      throw new Error('PORT must be a port from 1 to 65534.');
    if (!(speed > 0 && speed <= 1_000)) throw new Error('--speed must be a number above 0, up to 1000.');
    if (values.model !== 'stand-in' && values.model !== 'aws')
      throw new Error('--model must be stand-in or aws.');
    return { port, speed, data: values.data, model: values.model === 'aws' ? realBedrock(REGION) : standIn };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** Looked at before anything is started, so that nothing has to be ended. */
const mustBeFree = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () =>
      reject(new Error(`Port ${port} is in use; set PORT to another one (it takes two in a row).`)),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });

/** Every line goes to the file; what is wrong is shown as well. */
function tellLog(name: string, line: string): void {
  appendFileSync(LOG_FILE, `${name} ${line}\n`);
  const short = shortLine(name, line);
  if (short !== undefined) console.error(short);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
