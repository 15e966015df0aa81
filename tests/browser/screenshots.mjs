// docs/pages/*.png: pictures of the pages, from the running program.
//
//   npm ci && node screenshots.mjs PATH/TO/briefing-bot

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { browser, library, pages, root } from './program.mjs';

const binary = resolve(process.argv[2] ?? join(root, 'target/release/briefing-bot'));
const folder = resolve(process.argv[3] ?? join(root, 'docs/pages'));
mkdirSync(folder, { recursive: true });
const one = await pages(binary);
const many = await pages(binary, library());
const chromium = await browser();
const ask = (question) => `/ask?q=${encodeURIComponent(question)}`;

const SIZES = {
  phone: { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1 },
};
const SHOTS = [
  ['answer', one, ask('前海由誰主導開發？'), 'zh-HK'],
  ['sentence', one, '/p/hk-sz-2009/4?s=2&lang=zh-Hant#s2', 'zh-HK'],
  ['paper', one, '/p/hk-sz-2009?lang=zh-Hant', 'zh-HK'],
  ['papers', many, '/?lang=en', 'en-GB'],
];
for (const [size, options] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, site, path, locale] of SHOTS) {
      const context = await chromium.newContext({ ...options, colorScheme, locale });
      const page = await context.newPage();
      await page.goto(`${site}${path}`);
      await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
      await context.close();
    }
  }
}
await chromium.close();
process.exit(0);
