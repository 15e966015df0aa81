// From /start to a pressed button: the bot against a Bot API server that is not ours, the npm package `telegram-test-api`.
//
//   npm ci && node start-to-press.mjs PATH/TO/briefing-bot
//
// The package's server does not keep what it was asked, only the messages that came of it; so its requests are looked at as they pass
// (`watch`), without changing them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

// the package's client would ask a proxy for localhost
for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];
const { default: TelegramServer } = await import('telegram-test-api');

const STEP = 15_000;
const ALL = 60_000;
const TOKEN = `123456789:AAE${'x'.repeat(32)}`;
const PERSON = { userId: 42, chatId: 42, firstName: 'Test', userName: 'tester', timeout: STEP, interval: 20 };
const QUESTION = '前海由誰主導開發？';

if (process.argv.length !== 3) {
  console.error('usage: node start-to-press.mjs PATH/TO/briefing-bot');
  process.exit(2);
}
const binary = resolve(process.argv[2]);
const began = performance.now();

/** Requests of the bot, but for getUpdates, of which there are thousands. */
const requests = [];
const polls = { count: 0, failed: 0 };
/** What the person got. */
const received = [];
let log = '';
let emulator;
let bot;
/** How the bot ended: [code, signal], or the error that kept it from starting. */
let ended;
let folder;

/** Does a step within its time, and says how long it took. Ends at once if the bot ends where it should not. */
async function step(name, act, { botMayEnd = false } = {}) {
  const [from, timers] = [performance.now(), new AbortController()];
  const limit = Math.min(STEP, ALL - (from - began));
  const late = sleep(Math.max(limit, 0), undefined, { signal: timers.signal }).then(() =>
    assert.fail(`${name}: not done within ${(limit / 1000).toFixed(1)} s`));
  const gone = botMayEnd || !ended
    ? []
    : [ended.then((how) => assert.fail(`${name}: the bot ended: ${inspect(how)}`))];
  try {
    const result = await Promise.race([act(timers.signal), late, ...gone]);
    console.log(`ok  ${name} (${Math.round(performance.now() - from)} ms)`);
    return result;
  } finally {
    timers.abort();
    late.catch(() => {});
    gone.forEach((promise) => promise.catch(() => {}));
  }
}

/** Waits until something holds; what it is then. */
async function until(holds, signal) {
  for (;;) {
    const found = await holds();
    if (found) return found;
    await sleep(20, undefined, { signal });
  }
}

/** A port that is free now. */
async function freePort() {
  const listener = createServer().listen(0, 'localhost');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

/** Starts the emulator; again elsewhere, should somebody have taken the port in between. */
async function startEmulator() {
  for (let tries = 5; ; tries -= 1) {
    const server = new TelegramServer({ host: 'localhost', port: await freePort() });
    try {
      await server.start();
      return server;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || tries === 1) throw error;
    }
  }
}

/** Notes what the bot asks of the emulator, and the status it gets. */
function watch(server) {
  server.server.on('request', (request, response) => {
    const [, asked] = /^\/bot[^/]+\/(\w+)/.exec(request.url) ?? [];
    if (!asked) return;
    // GetUpdates, getUpdates: servers of the Bot API do not mind
    const method = asked[0].toLowerCase() + asked.slice(1);
    response.once('finish', () => {
      const ok = response.statusCode === 200;
      if (method === 'getUpdates') {
        polls.count += 1;
        polls.failed += ok ? 0 : 1;
      } else {
        requests.push({ method, asked, parameters: request.body, status: response.statusCode });
      }
    });
  });
}

function startBot() {
  folder = mkdtempSync(join(tmpdir(), 'start-to-press-'));
  bot = spawn(binary, ['serve'], {
    cwd: folder,
    env: {
      TELOXIDE_TOKEN: TOKEN,
      TELOXIDE_API_URL: `http://localhost:${emulator.config.port}`,
      SEND_LIMITS: 'off',
      RUST_LOG: 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [bot.stdout, bot.stderr]) {
    stream.setEncoding('utf8').on('data', (piece) => { log += piece; });
  }
  // once() rejects where the program cannot be started
  ended = once(bot, 'close').catch((error) => error);
}

/** Only what is visible of the bot's HTML. */
const plain = (html) => html.replace(/<[^>]*>/g, '')
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** The messages that the bot has sent since this was last asked, once there are any. */
async function news(client) {
  const { ok, result } = await client.getUpdates();
  assert.equal(ok, true);
  received.push(...result);
  return result;
}

async function run() {
  await step('the emulator starts', async () => {
    emulator = await startEmulator();
  });
  // who the emulator says that the bot is
  const me = (await (await fetch(`${emulator.config.apiURL}/bot${TOKEN}/getMe`)).json()).result;
  watch(emulator);
  const client = emulator.getClient(TOKEN, PERSON);
  const calls = (method) => requests.filter((request) => request.method === method);
  const writes = () => requests.filter(({ method }) => /^(send|edit|delete)Message/.test(method)).length;

  startBot();
  await step('the bot starts and asks for updates', async (signal) => {
    await until(() => polls.count > 0, signal);
    assert.equal(polls.failed, 0);
    assert.equal(calls('getMe').at(-1)?.status, 200);
  });

  await step('/start is greeted', async () => {
    assert.equal((await client.sendCommand(client.makeCommand('/start'))).ok, true);
    const [greeting] = await news(client);
    assert.equal(String(greeting.message.chat_id), String(PERSON.chatId));
    assert.equal(greeting.message.parse_mode, 'HTML');
    assert.match(plain(greeting.message.text), /前海|Qianhai|深港|Shenzhen/);
  });

  const asked = client.makeMessage(QUESTION);
  let question;
  const answer = await step('the question is answered, with a button “English”', async (signal) => {
    assert.equal((await client.sendMessage(asked)).ok, true);
    question = (await client.getUpdatesHistory()).find(({ message }) => message?.text === QUESTION).messageId;
    const answer = await until(async () => (await news(client)).find(
      ({ message }) => message.reply_parameters?.message_id === question && message.reply_markup), signal);
    assert.match(plain(answer.message.text), /深圳市政府將主導及負責開發管理前海地區/);
    assert.doesNotMatch(plain(answer.message.text), /Shenzhen/);
    return answer;
  });
  const keys = answer.message.reply_markup.inline_keyboard.flat();
  const key = keys.find(({ text }) => text === 'English');
  assert.ok(key?.callback_data, `no button “English” among ${inspect(keys)}`);
  assert.ok(Buffer.byteLength(key.callback_data) <= 64, 'longer than Telegram takes');

  const card = await step('a press of it shows the English text', async (signal) => {
    const press = client.makeCallbackQuery(key.callback_data);
    // put in afterwards: given as an option, the message's sender would become the one who presses too
    const { chat } = press.message;
    press.message = {
      message_id: answer.messageId,
      date: Math.floor(answer.time / 1000),
      from: { ...me, is_bot: true },
      chat,
      text: plain(answer.message.text),
      reply_markup: answer.message.reply_markup,
      reply_to_message: {
        message_id: question,
        date: asked.date,
        from: asked.from,
        chat,
        text: QUESTION,
      },
    };
    assert.equal((await client.sendCallback(press)).ok, true);
    // the card itself, or one below it; the client is told of messages, not of edits, which are in the history alone
    return until(async () => (await client.getUpdatesHistory()).find(
      ({ message, messageId }) => message?.chat_id !== undefined && messageId >= answer.messageId
        && message.text.includes('Shenzhen')), signal);
  });
  assert.equal(String(card.message.chat_id), String(PERSON.chatId));
  assert.match(plain(card.message.text), /Qianhai/);

  await step('the press is acknowledged', async (signal) => {
    const { parameters, status } = await until(() => calls('answerCallbackQuery')[0], signal);
    assert.equal(status, 200);
    // the emulator counts presses from 1
    assert.equal(parameters.callback_query_id, '1');
  });

  await step('nothing else is written', async (signal) => {
    await sleep(300, undefined, { signal });
    assert.equal(writes(), received.length + 1, 'one press, one change');
    assert.equal(calls('answerCallbackQuery').length, 1);
    const failed = requests.filter(({ method, status }) => status !== 200 && /Message|CallbackQuery/.test(method));
    assert.deepEqual(failed, []);
    assert.ok(requests.every(({ asked }) => /^[a-z]/.test(asked)), 'method names as they are documented');
    assert.ok(polls.count < 100, `a server that does not hold requests is asked ${polls.count} times`);
  });

  await step('SIGTERM ends the bot with 0', async () => {
    assert.ok(bot.kill('SIGTERM'));
    assert.deepEqual(await ended, [0, null]);
  }, { botMayEnd: true });

  console.log(`    shown ${card.messageId === answer.messageId ? 'in the card' : 'below the card'}; getUpdates ×${polls.count}`);
  const refused = new Map();
  for (const { asked: name, status } of requests) {
    if (status !== 200) refused.set(`${name}: ${status}`, (refused.get(`${name}: ${status}`) ?? 0) + 1);
  }
  for (const [what, times] of refused) console.log(`    the emulator knows no ${what} ×${times}`);
}

/** Ends whatever runs. */
async function cleanUp() {
  if (bot?.pid && bot.exitCode === null && bot.signalCode === null) {
    bot.kill('SIGKILL');
    await Promise.race([ended, sleep(2000)]);
  }
  if (emulator) await Promise.race([emulator.stop(), sleep(2000)]);
  if (folder) rmSync(folder, { recursive: true, force: true });
}

process.on('exit', () => bot?.kill('SIGKILL'));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => cleanUp().finally(() => process.exit(1)));

let code = 0;
try {
  await run();
} catch (error) {
  code = 1;
  const show = (what) => inspect(what, { depth: 8, breakLength: 140, maxStringLength: 2000, maxArrayLength: 200 });
  console.error(`FAILED  ${error.stack ?? error}`);
  console.error(`\n--- received by the person\n${show(received)}`);
  console.error(`\n--- what the emulator keeps\n${show(emulator?.getUpdatesHistory(TOKEN) ?? [])}`);
  console.error(`\n--- requests of the bot (getUpdates ×${polls.count}, ${polls.failed} of them refused)\n${show(requests)}`);
  // all of it has come only once the bot is gone
  await cleanUp();
  console.error(`\n--- the bot's log\n${log}`);
}
await cleanUp().catch((error) => console.error(`while ending: ${error}`));
console.log(`${code ? 'failed' : 'passed'} in ${((performance.now() - began) / 1000).toFixed(2)} s`);
process.exit(code);
