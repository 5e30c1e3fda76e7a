import { chromium } from '@playwright/test';
import { build, createServer, preview } from 'vite';
import { findBrowser } from '../browser.mjs';
import { root } from '../paths.mjs';
import { benchLive } from './browser-live.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** The built site in a real browser: from a cold page load to the first verdicts, a warm run, and typing. */
export async function benchBrowser() {
  const executablePath = findBrowser();
  if (!executablePath) {
    console.log('The browser measurements are skipped: no Chromium was found. `npm test` installs one.');
    return;
  }
  await build({ root, logLevel: 'error' });
  const server = await preview({ root, logLevel: 'error', preview: { port: 4199, strictPort: true } });
  const browser = await chromium.launch({ executablePath, args: flags });
  const page = await browser.newPage();
  const [url] = server.resolvedUrls.local;
  await measure(page, url);
  await benchLive(await browser.newPage({ viewport: { width: 1440, height: 900 } }), await links(url));
  await browser.close();
  await server.close();
}

async function measure(page, url) {
  const began = performance.now();
  await page.goto(url);
  await page.getByRole('button', { name: /^run/i }).first().waitFor();
  console.log(
    `page usable after                                       ${(performance.now() - began).toFixed(0).padStart(8)}`,
  );
  await run(page);
  console.log(
    `cold page load to verdicts on both engines              ${(performance.now() - began).toFixed(0).padStart(8)}`,
  );
  const warm = performance.now();
  await run(page);
  console.log(
    `warm run, one migration, both engines                   ${(performance.now() - warm).toFixed(0).padStart(8)}`,
  );
}

async function run(page) {
  await page.getByRole('button', { name: /^run/i }).first().click();
  await page.locator('[data-run-state="done"]').waitFor({ timeout: 60_000, state: 'attached' });
}

/** Makes addresses of pages with files in them, as the page's own Share menu does. */
async function links(url) {
  const server = await createServer({
    root,
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, hmr: false },
    appType: 'custom',
  });
  const { encodeLink } = await server.ssrLoadModule('/src/workspace/permalink.ts');
  const { openWorkspace } = await server.ssrLoadModule('/src/workspace/workspace.ts');
  await server.close();
  return (files) => url + encodeLink(openWorkspace(files));
}
