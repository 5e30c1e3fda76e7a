// The command line: builds it when its sources are newer, then runs it. The build takes about a second, once.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const built = join(root, '.cache/cli/cli.js');

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale() {
  if (!existsSync(built)) return true;
  const sources = ['src', 'rules', 'package-lock.json', 'scripts/build-cli.mjs'].map((path) =>
    newest(join(root, path)),
  );
  return Math.max(...sources) > statSync(built).mtimeMs;
}

if (isStale()) {
  const { buildCli } = await import('./build-cli.mjs');
  await buildCli();
}
if (process.argv[2] === 'verify') {
  const { setup } = await import('./setup.mjs');
  await setup({ log: (line) => process.stderr.write(`${line}\n`) });
}
const { main } = await import(pathToFileURL(built).href);
const { exitCode, output, complaint } = await main(process.argv.slice(2));
if (complaint) process.stderr.write(`${complaint}\n`);
// A pipe may be slower than we are: leave only when everything is written.
if (output) await new Promise((done) => process.stdout.write(`${output}\n`, done));
process.exit(exitCode);
