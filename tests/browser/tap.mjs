// From a question on Telegram to the page: the bot against the npm package `telegram-test-api`, a tap on the link in its message.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './program.mjs';

const { default: TelegramServer } = await import('telegram-test-api');

const TOKEN = `123456789:AAE${'x'.repeat(32)}`;
const PERSON = { userId: 42, chatId: 42, firstName: 'Test', userName: 'tester', timeout: 30_000, interval: 20 };

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

/** Asks, and opens the link of the citation as Telegram does. */
export async function tap(binary, chromium, marked) {
  const server = new TelegramServer({ host: 'localhost', port: await freePort() });
  await server.start();
  const listen = `127.0.0.1:${await freePort()}`;
  const bot = start(binary, ['serve'], {
    TELOXIDE_TOKEN: TOKEN,
    TELOXIDE_API_URL: `http://localhost:${server.config.port}`,
    SEND_LIMITS: 'off',
    RUST_LOG: 'warn',
    LISTEN: listen,
    READER_URL: `http://${listen}`,
  });
  const client = server.getClient(TOKEN, PERSON);
  const page = await chromium.newPage();
  for (const [question, number, expected] of [
    ['前海由誰主導開發？', 2, /^深圳市政府將主導及負責開發管理前海地區。$/],
    ['How many agreements were signed?', 2, /seven co-operation agreements/],
  ]) {
    await client.sendMessage(client.makeMessage(question));
    let html;
    for (let tries = 0; !html && tries < 300; tries += 1) {
      const { result } = await client.getUpdates();
      html = result.map(({ message }) => message.text).find((text) => text.includes('<i><a href='));
      await sleep(20);
    }
    assert.ok(html, 'no answer with a link');
    const [, link] = /<i><a href="([^"]+)"/.exec(html);
    await page.goto(link.replaceAll('&amp;', '&'));
    const [, first] = /#s(\d+)$/.exec(page.url());
    assert.ok(Number(first) > 0 && number > 0);
    assert.match(await page.evaluate(marked, Number(first)), expected);
  }
  await page.close();
  bot.kill('SIGTERM');
  await once(bot, 'close');
  await server.stop();
}
