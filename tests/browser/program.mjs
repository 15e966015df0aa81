// The program with its pages, and a browser to read them.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server'];

// the test's own requests go to this machine alone
for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];

const folders = [];
const processes = [];
process.on('exit', () => {
  for (const started of processes) started.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  folders.push(folder);
  return folder;
}

/** Starts the program in an empty folder. */
export function start(binary, args, env = {}) {
  const started = spawn(binary, args, { cwd: temporary(), env, stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(started);
  return started;
}

/** The pages, about the papers of a folder or those compiled in; their address. */
export async function pages(binary, knowledge, env = {}) {
  const args = ['web', '--listen', '127.0.0.1:0', ...(knowledge ? ['--knowledge', knowledge] : [])];
  const started = start(binary, args, { QUESTIONS_PER_MINUTE: '1000000', RUST_LOG: 'warn', ...env });
  for await (const line of createInterface({ input: started.stdout })) return line.replace(/\/$/, '');
  throw new Error('the program ended');
}

/** A folder with all papers of the project, and more. */
export function library(more = {}) {
  const folder = temporary();
  for (const from of ['knowledge', 'tests/papers/curated']) {
    for (const paper of readdirSync(join(root, from))) {
      if (existsSync(join(root, from, paper, 'paper.toml')) && !paper.startsWith('_')) {
        cpSync(join(root, from, paper), join(folder, paper), { recursive: true });
      }
    }
  }
  for (const [file, text] of Object.entries(more)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** A browser with an empty profile. */
export function browser() {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (!executablePath) throw new Error('there is no chromium');
  return chromium.launch({ executablePath, args: FLAGS });
}
