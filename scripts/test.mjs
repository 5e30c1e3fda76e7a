// `npm test`: sets up, then runs the unit tests and the e2e tests on the built site, and ends with their sum.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { root } from './paths.mjs';
import { setup } from './setup.mjs';

const reports = join(root, '.cache/reports');
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');

await setup();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const unitEnded = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]);
const browser = ensureBrowser();
if (!browser)
  console.error('No Chromium could be found or installed: the e2e tests cannot run. Set ROUNDTRIP_CHROMIUM to one.');
const e2eEnded = browser !== null && runE2e(browser);

const total = [countUnit(), countE2e()].reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
}));
// A runner that broke down without a failing test is a failure all the same.
const broken = total.failed === 0 && !(unitEnded && e2eEnded) ? 1 : 0;
const failed = total.failed + broken;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${failed} failed${skipped}`);
process.exit(failed > 0 ? 1 : 0);

function run(command, args, env = {}) {
  const { status } = spawnSync('npx', [command, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function runE2e(executable) {
  const env = { ROUNDTRIP_CHROMIUM: executable, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport };
  return run('playwright', ['test', '-c', 'e2e', '--reporter=list,json'], env);
}

function countUnit() {
  const report = read(unitReport);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

function countE2e() {
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = read(e2eReport)?.stats ?? {};
  return { passed: expected + flaky, failed: unexpected, skipped };
}

function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
