import { chromium, defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

/** The built site, under a sub-path as on a project page: what works at `/` in development may not work there. */
const base = '/roundtrip/';
const port = 4317;
const folder = '.cache/e2e-site';

/** An address to test instead, e.g. a preview that runs already. */
const site = process.env.ROUNDTRIP_SITE;

/** A named browser, else Playwright's own, else the system's. */
const browsers = [
  process.env.ROUNDTRIP_CHROMIUM,
  chromium.executablePath(),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
];
const executablePath = browsers.find((path) => path !== undefined && existsSync(path));

/** Tells the page that bytes are dear, so that it loads engines for a run only; nothing is slowed down. */
const thrift = '--force-effective-connection-type=2G';

/** Chromium refuses its own sandbox as root; the rest keeps it from talking to anybody but the site. */
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // A cold start takes some four seconds on a machine of its own, and many times that on a busy one.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: site ?? `http://localhost:${port}${base}`,
    launchOptions: {
      executablePath,
      args: [...flags, thrift, '--disable-component-update', '--disable-sync', ...asRoot],
    },
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
  },
  webServer: site
    ? undefined
    : {
        cwd: '..',
        command: [
          'node scripts/setup.mjs',
          `npx vite build --logLevel error --outDir ${folder} --emptyOutDir`,
          `npx vite preview --outDir ${folder} --port ${port} --strictPort`,
        ].join(' && '),
        env: { ROUNDTRIP_BASE: base },
        url: `http://localhost:${port}${base}`,
        timeout: 240_000,
      },
});
