// The pages in a real browser.
//
//   npm ci && node pages.mjs PATH/TO/briefing-bot

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import axe from 'axe-core';
import { browser, library, pages } from './program.mjs';
import { tap } from './tap.mjs';

if (process.argv.length !== 3) {
  console.error('usage: node pages.mjs PATH/TO/briefing-bot');
  process.exit(2);
}
const binary = resolve(process.argv[2]);
const LANGUAGES = ['zh-Hant', 'zh-Hans', 'en'];
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

const evil = '"></title></script><script>window.hacked=1;alert(1)</script><img src=x onerror="window.hacked=1">';
const text = (value) => JSON.stringify(value);
const knowledge = library({
  'p-evil/paper.toml': `id = "p-evil"\nlanguage = "en"\ntitle.en = ${text(evil)}\nbody.en = ${text(evil)}\npaper_number = ${text(evil)}\n
[[section]]\nid = "evil"\nheading.en = ${text(evil)}\nfirst = 1\nlast = 1\n`,
  'p-evil/paragraphs/01.toml': `number = 1\ntext.en = ${text(`${evil} is here.\nName\t${evil}\nOther\t${'wide '.repeat(60)}\nAnd here.`)}\n`,
  'p-evil/paragraphs/02.toml': `number = 2\ntext.en = ${text(`${'A'.repeat(400)}. It is long.`)}\n`,
});
const site = await pages(binary, knowledge);
const chromium = await browser();

/** A page of a context of its own, in which nothing goes wrong: no error, no dialog, no request to another host. */
async function open(options) {
  const context = await chromium.newContext({ viewport: PHONE, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('dialog', (dialog) => { wrong.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('pageerror', (error) => wrong.push(`an error: ${error}`));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()); });
  page.on('request', (request) => { if (!request.url().startsWith(`${site}/`)) wrong.push(`asks ${request.url()}`); });
  return { context, page, wrong, async close() { await context.close(); assert.deepEqual(wrong, []); } };
}

async function step(name, act) {
  const from = performance.now();
  const said = await act();
  console.log(`ok  ${name}${said ? `: ${said}` : ''} (${Math.round(performance.now() - from)} ms)`);
}

const sitemap = await (await fetch(`${site}/sitemap.xml`)).text();
const ids = [...new Set([...sitemap.matchAll(/\/p\/([a-z0-9-]+)\?/g)].map(([, id]) => id))];
assert.ok(ids.length >= 8, `papers: ${ids}`);
const question = encodeURIComponent('前海由誰主導開發？');
const SHOWN = ['/', '/p/hk-sz-2009', '/p/hk-sz-2009/4?s=2', '/p/p-evil', '/p/p-evil/1?s=2', '/p/p-evil/2', `/ask?q=${question}`,
  '/ask?q=DuPont%20how%20much', '/ask?q=zzzz', '/?q=housing', '/?q=zzzz', '/nowhere', '/p/hk-sz-2009/99'];

/** The language of the text that a reader gets, as the pages choose it. */
function nearest(texts, reader) {
  const chinese = (tag) => tag.startsWith('zh');
  const tags = LANGUAGES.filter((tag) => texts[tag]);
  return texts[reader] ? reader : tags.find((tag) => chinese(tag) === chinese(reader)) ?? tags[0];
}

/** Whether exactly the sentence is marked in the text that the address counts in, and seen. */
function marked(number) {
  const mark = document.getElementById(`s${number}`);
  if (!mark) return 'no anchor';
  const words = mark.closest('.words');
  const marks = [...words.querySelectorAll('mark')];
  const inside = (one) => one === mark || mark.closest('tr')?.contains(one);
  if (mark.tagName !== 'MARK' || !marks.every(inside)) return `marked: ${marks.map((one) => one.textContent)}`;
  const { top, bottom } = mark.getBoundingClientRect();
  if (top < 0 || top > innerHeight - 20 || bottom < 0) return `at ${top} to ${bottom} of ${innerHeight}`;
  const background = getComputedStyle(mark).backgroundColor;
  if (background === 'rgba(0, 0, 0, 0)') return 'not to be seen';
  return marks.map((one) => one.textContent).join('\t');
}

await step('the language changes and the sentence stays marked', async () => {
  const opened = await open({ javaScriptEnabled: false });
  await opened.page.goto(`${site}/p/hk-sz-2009/4?s=2&lang=zh-Hant#s2`);
  for (const [name, expected] of [['English', 'The Shenzhen Municipal Government will'], ['简体', '深圳市政府将主导'], ['繁體', '深圳市政府將主導']]) {
    await opened.page.click(`.languages >> text=${name}`);
    assert.match(await opened.page.evaluate(marked, 2), new RegExp(`^${expected}`));
  }
  await opened.close();
});

await step('a question is asked and its source opened, without JavaScript and by keyboard alone', async () => {
  const opened = await open({ javaScriptEnabled: false });
  await opened.page.goto(`${site}/?lang=zh-Hant`);
  await opened.page.keyboard.press('Tab');
  assert.equal(await opened.page.evaluate(() => document.activeElement.className), 'skip');
  await opened.page.focus('#q');
  await opened.page.keyboard.type('前海由誰主導開發？');
  await opened.page.keyboard.press('Enter');
  await opened.page.waitForURL(/\/ask\?q=/);
  await opened.page.focus('.source a');
  await opened.page.keyboard.press('Enter');
  await opened.page.waitForURL(/#s2$/);
  assert.equal(await opened.page.evaluate(marked, 2), '深圳市政府將主導及負責開發管理前海地區。');
  await opened.close();
});

await step('no page is wider than 1280, 640 (200 % zoom), 360 or 320 pixels, and none shifts', async () => {
  for (const viewport of [DESKTOP, { width: 640, height: 400 }, PHONE, { width: 320, height: 256 }]) {
    const opened = await open({ viewport });
    opened.page.on('console', () => {});
    for (const path of SHOWN) {
      const { status } = await shown(opened, path);
      const [wide, shift] = await opened.page.evaluate(async () => {
        const shifts = await new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done(sum), 150);
        });
        return [document.documentElement.scrollWidth - innerWidth, shifts];
      });
      assert.ok(wide <= 0, `${path} is ${wide} pixels too wide for ${viewport.width}`);
      assert.equal(shift, 0, `${path} shifts at ${viewport.width}`);
      assert.ok(status < 500);
    }
    await opened.close();
  }
});

/** Opens a page; that it is an error page is no error here. */
async function shown(opened, path) {
  const response = await opened.page.goto(`${site}${path}`);
  if (response.status() >= 400) opened.wrong.splice(0);
  return { status: response.status() };
}

await step('axe finds nothing, in light and dark, on phone and desktop, in three languages', async () => {
  let rules = 0;
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [PHONE, DESKTOP]) {
      for (const locale of ['zh-HK', 'zh-CN', 'en-GB']) {
        const opened = await open({ colorScheme, viewport, locale });
        for (const path of SHOWN) {
          await shown(opened, path);
          await opened.page.evaluate(axe.source);
          const { violations, passes } = await opened.page.evaluate(() => window.axe.run());
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)}`);
          assert.deepEqual(found, [], `${path} ${colorScheme} ${viewport.width} ${locale}`);
          rules = Math.max(rules, passes.length);
        }
        await opened.close();
      }
    }
  }
  return `${rules} rules`;
});

await step('dark is dark', async () => {
  for (const [colorScheme, dark] of [['dark', true], ['light', false]]) {
    const opened = await open({ colorScheme });
    await opened.page.goto(`${site}/p/hk-sz-2009`);
    const colour = await opened.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red] = colour.match(/\d+/g).map(Number);
    assert.equal(red < 60, dark, colour);
    await opened.close();
  }
});

await step('a hostile paper and a hostile question run nothing', async () => {
  const opened = await open({});
  for (const path of ['/', '/p/p-evil', '/p/p-evil/1?s=1', `/ask?q=${encodeURIComponent(evil)}`, `/?q=${encodeURIComponent(evil)}`]) {
    await opened.page.goto(`${site}${path}`);
    assert.equal(await opened.page.evaluate(() => window.hacked), undefined, path);
    assert.equal(await opened.page.evaluate(() => document.querySelectorAll('main img, main script').length), 0, path);
    assert.match(await opened.page.content(), /&lt;img src=x/);
  }
  await opened.close();
});

await step('a paragraph with its source is printed on one page, and a paper without chrome', async () => {
  const opened = await open({ viewport: DESKTOP });
  const count = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g).length;
  for (const id of ids.filter((id) => id !== 'p-evil')) {
    const paper = await (await fetch(`${site}/p/${id}.json`)).json();
    const longest = paper.paragraphs.toSorted((one, other) => JSON.stringify(other.text).length - JSON.stringify(one.text).length)[0];
    await opened.page.goto(`${site}/p/${id}/${longest.number}?s=1&lang=${paper.language}`);
    assert.equal(count(await opened.page.pdf({ format: 'A4' })), 1, `${id} ${longest.number}`);
  }
  await opened.page.emulateMedia({ media: 'print' });
  for (const path of ['/p/hk-sz-2009/4?s=2', '/p/hk-sz-2009']) {
    await opened.page.goto(`${site}${path}`);
    for (const chrome of ['.top', 'footer', 'form', '.copy', '.contents', '.neighbours']) {
      const seen = await opened.page.evaluate((chrome) => [...document.querySelectorAll(chrome)].some((one) => one.checkVisibility()), chrome);
      assert.equal(seen, false, `${path}: ${chrome}`);
    }
  }
  const printed = count(await opened.page.pdf({ format: 'A4' }));
  await opened.close();
  return `the 2009 paper on ${printed} pages`;
});

await step('the marked words are copied with their source', async () => {
  const opened = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  const address = `${site}/p/hk-sz-2009/4?s=2-3&lang=zh-Hant#s2`;
  await opened.page.goto(address);
  await opened.page.click('.copy');
  await opened.page.waitForFunction(() => document.querySelector('.copy').textContent === '已複製');
  const copied = await opened.page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^深圳市政府將主導及負責開發管理前海地區。至於香港特區政府，.*。\n\n立法會工商事務委員會《2009年深港合作會議》第4段/);
  assert.ok(copied.trim().endsWith(address), copied);
  await opened.close();
});

await step('on a phone the other language is shown when it is wanted', async () => {
  const opened = await open({ javaScriptEnabled: false });
  await opened.page.goto(`${site}/p/hk-sz-2009?lang=zh-Hant`);
  const seen = () => opened.page.evaluate(() => document.querySelector('.other').checkVisibility());
  assert.equal(await seen(), false);
  await opened.page.click('label.both');
  assert.equal(await seen(), true);
  await opened.close();
});

await step('as a Mini App it has Telegram’s colours, scrolls to the sentence, and keeps both from page to page', async () => {
  const opened = await open({ colorScheme: 'light' });
  await opened.page.addInitScript(() => {
    window.said = [];
    window.TelegramWebviewProxy = { postEvent: (type) => window.said.push(type) };
  });
  const theme = { bg_color: '#101820', text_color: '#f0f0f0', hint_color: '#b0b8c0', link_color: '#8fc9f2', button_color: '#8fc9f2', button_text_color: '#101820', secondary_bg_color: '#1c2630', section_bg_color: 'url(https://example.org)' };
  const told = new URLSearchParams({ tgWebAppData: 'query_id=x', tgWebAppVersion: '8.0', tgWebAppPlatform: 'ios', tgWebAppThemeParams: JSON.stringify(theme) });
  await opened.page.goto(`${site}/p/hk-sz-2009/4?s=6&lang=zh-Hant#${told}`);
  const background = () => opened.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await background(), 'rgb(16, 24, 32)');
  assert.match(await opened.page.evaluate(marked, 6), /^聯合專責小組會盡快/);
  assert.deepEqual(await opened.page.evaluate(() => window.said), ['web_app_ready', 'web_app_expand']);
  await opened.page.evaluate(axe.source);
  assert.deepEqual(await opened.page.evaluate(async () => (await window.axe.run()).violations.map(({ id }) => id)), []);
  await opened.page.click('.neighbours a[rel=next]');
  await opened.page.waitForURL(/hk-sz-2009\/5/);
  assert.equal(await background(), 'rgb(16, 24, 32)');
  await opened.page.evaluate(() => window.Telegram.WebView.receiveEvent('theme_changed', { theme_params: { bg_color: '#fefefe' } }));
  assert.equal(await background(), 'rgb(254, 254, 254)');
  await opened.close();
});

await step('nothing is kept in the browser: no cookie, no storage', async () => {
  const opened = await open({});
  for (const path of ['/', '/p/hk-sz-2009/4?s=2', `/ask?q=${question}`]) await opened.page.goto(`${site}${path}`);
  assert.deepEqual(await opened.context.cookies(), []);
  assert.deepEqual(await opened.page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  await opened.close();
});

await step('a tap on the citation in a card opens its sentence, marked', () => tap(binary, chromium, marked));

await step('every sentence of every paper opens, marked and in view, in three languages', async () => {
  const ways = [
    { reader: 'zh-Hant', options: { javaScriptEnabled: false, locale: 'en-GB' } },
    { reader: 'zh-Hans', options: { locale: 'en-GB' } },
    { reader: 'en', options: { viewport: DESKTOP, locale: 'zh-HK', javaScriptEnabled: false } },
  ];
  let count = 0;
  await Promise.all(ways.map(async ({ reader, options }) => {
    const opened = await open(options);
    for (const id of ids) {
      const paper = await (await fetch(`${site}/p/${id}.json`)).json();
      for (const { number } of paper.paragraphs) {
        const { sentences } = await (await fetch(`${site}/p/${id}/${number}.json`)).json();
        const own = nearest(sentences, reader);
        for (const [at, sentence] of sentences[own].entries()) {
          const address = `${site}/p/${id}/${number}?s=${at + 1}&lang=${reader}#s${at + 1}`;
          const response = await opened.page.goto(address);
          assert.equal(response.status(), 200, address);
          const found = await opened.page.evaluate(marked, at + 1);
          if (own.startsWith('zh') && own !== reader) assert.equal([...found].length, [...sentence].length, `${address}: ${found}`);
          else assert.equal(found, sentence, address);
          count += 1;
        }
      }
    }
    await opened.close();
  }));
  return `${count} of ${ids.length} papers`;
});

await chromium.close();
process.exit(0);
