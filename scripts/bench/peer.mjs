import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../paths.mjs';

/** For comparison only; never part of the product. */
const peer = 'pytest-mrt==1.6.0';
const folder = join(root, '.cache/peer');

/**
 * Puts our check beside pytest-mrt's `mrt check` on the same generated files. Skipped with a message where Python or the
 * package cannot be had.
 */
export async function benchPeer({ chain, lengths, check, repository }) {
  const command = install();
  if (!command) return;
  for (const length of lengths) {
    const files = chain(length);
    await compare(`${length} generated revisions`, files, write(files));
  }
  if (repository) await compare(repository, revisionsIn(repository), repository);

  async function compare(what, files, path) {
    const ours = await check(files);
    const theirs = time(command, ['check', path]);
    const ratio = theirs / ours;
    console.log(
      `check against mrt check, ${what}: ${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms (whole process): ratio ${ratio.toFixed(1)}`,
    );
  }
}

/**
 * Puts our `verify` on SQLite beside what pytest-mrt's fixture does for a whole history (`check_all`), with Alembic
 * already imported on both sides.
 */
export async function benchPeerVerify({ chain, lengths, verify }) {
  if (!install()) return;
  for (const length of lengths) {
    const files = chain(length);
    const ours = await verify(files);
    const target = dirname(write(files));
    writeProject(target);
    const ran = spawnSync(join(folder, 'bin/python'), ['verify.py'], { cwd: target, encoding: 'utf8' });
    const theirs = Number(/^ms (.*)$/m.exec(ran.stdout)?.[1]);
    const ratio = theirs / ours;
    console.log(
      `verify against pytest-mrt's check_all, ${length} generated revisions, SQLite: ${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms: ratio ${ratio.toFixed(1)}`,
    );
  }
}

/** The least that Alembic needs around a folder of revisions. */
function writeProject(target) {
  writeFileSync(
    join(target, 'alembic.ini'),
    `[alembic]\nscript_location = ${target}\nsqlalchemy.url = sqlite:///bench.db\n`,
  );
  writeFileSync(join(target, 'env.py'), environment);
  writeFileSync(join(target, 'verify.py'), verifyScript);
}

const environment = `
from alembic import context
from sqlalchemy import engine_from_config, pool

engine = engine_from_config(context.config.get_section(context.config.config_ini_section), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

const verifyScript = `
import time
from pytest_mrt.config import MRTConfig
from pytest_mrt.plugin import MRTFixture

fixture = MRTFixture(MRTConfig(alembic_ini="alembic.ini", db_url="sqlite:///bench.db"))
began = time.perf_counter()
fixture.check_all()
print("ms", (time.perf_counter() - began) * 1000)
`;

function revisionsIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.py') && name !== '__init__.py');
  return names.sort().map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }));
}

function install() {
  const command = join(folder, 'bin/mrt');
  if (existsSync(command)) return command;
  const made = spawnSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' });
  const installed =
    made.status === 0 &&
    spawnSync(join(folder, 'bin/pip'), ['install', '-q', peer], { stdio: 'ignore', timeout: 180_000 });
  if (installed && installed.status === 0 && existsSync(command)) return command;
  console.log(
    `The comparison with ${peer} is skipped: it could not be installed here (it needs Python with venv and pip).`,
  );
  return null;
}

function write(files) {
  const target = mkdtempSync(join(tmpdir(), 'roundtrip-bench-'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  return join(target, 'versions');
}

function time(command, args) {
  const began = performance.now();
  spawnSync(command, args, { stdio: 'ignore' });
  return performance.now() - began;
}
