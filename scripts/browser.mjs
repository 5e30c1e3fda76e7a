// A Chromium for the tests: Playwright's own, the system's, or one that is installed now.
import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { root } from './paths.mjs';

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a usable browser is, or `null`. Playwright's own comes first: it is the version the tests were written for. */
export function findBrowser() {
  const named = process.env.ROUNDTRIP_CHROMIUM;
  return [named, chromium.executablePath(), ...systemBrowsers].find((path) => path && existsSync(path)) ?? null;
}

/** Installs one where there is none: by Playwright's download, else by the system's package manager. */
export function ensureBrowser() {
  return findBrowser() ?? installed(downloads()) ?? installed(packages());
}

function installed(attempts) {
  for (const [command, ...args] of attempts) {
    console.log(`No browser for the tests yet: ${[command, ...args].join(' ')}`);
    spawnSync(command, args, { cwd: root, stdio: 'inherit', timeout: 300_000 });
    const found = findBrowser();
    if (found) return found;
  }
  return null;
}

function downloads() {
  const withDeps = process.getuid?.() === 0 ? ['--with-deps'] : [];
  return [['npx', 'playwright', 'install', ...withDeps, 'chromium']];
}

function packages() {
  if (!existsSync('/usr/bin/apt-get')) return [];
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  return [
    [...sudo, 'apt-get', 'update', '-qq'],
    [...sudo, 'apt-get', 'install', '-y', '-qq', 'chromium'],
  ];
}
