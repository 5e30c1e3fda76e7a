import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../engines/engine';
import type { Runner } from '../runner';
import { openDatabase, startRunner, upgradeOnce } from './testing';

let runner: Runner;
let database: Database;

beforeAll(async () => {
  [runner, database] = await Promise.all([startRunner(), openDatabase('sqlite')]);
});

afterAll(() => database.close());

const run = (upgrade: string) => upgradeOnce(runner, database, { upgrade });

describe('pasted code finds no way to JavaScript', () => {
  test.each([
    'js',
    'pyodide_js',
    'pyodide',
    'pyodide.code',
    'pyodide.ffi',
    '_pyodide',
    '_pyodide_core',
    'ctypes',
    '_ctypes',
  ])('import %s fails and says so', async (name) => {
    const { error } = await run(`import ${name}`);
    const root = name.split('.')[0];
    expect(error?.message).toContain(`${root} cannot be imported: a migration has no way out of its sandbox here`);
    expect(error?.line).toBe(7);
  });

  test('importlib finds none of them either, nor do the modules that were imported before', async () => {
    const { output } = await run(`
import importlib, sys
for name in ('js', 'pyodide_js', 'pyodide.code', '_pyodide_core'):
    try:
        print(importlib.import_module(name))
    except ImportError:
        print('closed')
print([name for name in sys.modules if name.split('.')[0] in ('js', 'pyodide', 'pyodide_js', '_pyodide', 'alembic_runner')])`);
    expect(output).toBe('closed\nclosed\nclosed\nclosed\n[]\n');
  });

  test('no finder of Pyodide is left to ask', async () => {
    const { output } = await run(`
import sys
print([each for each in sys.meta_path if 'pyodide' in type(each).__module__])`);
    expect(output).toBe('[]\n');
  });

  test('the functions that our driver calls lead nowhere', async () => {
    const { output } = await run(`
bridge = op.get_bind().connection.driver_connection._run
for name in ('constructor', '__proto__', 'call', 'apply', 'bind', 'arguments', 'caller'):
    print(hasattr(bridge, name))
built = bridge.new()
print(bool(bridge.prototype), [name for name in dir(built) if name in ('constructor', '__proto__', 'toString', '__defineGetter__')])`);
    expect(output).toBe(`${'False\n'.repeat(7)}False []\n`);
  });

  test('what it hands to them comes back as an answer, not as an exception with a JavaScript object', async () => {
    const { output } = await run(`
bridge = op.get_bind().connection.driver_connection._run
for argument in (None, 1, object(), [], 'no json', '{"sql": 5, "parameters": []}'):
    print(type(bridge(argument)).__name__)`);
    expect(output).toBe('str\n'.repeat(6));
  });
});

describe('pasted code finds no world outside', () => {
  test('the network is closed, in words', async () => {
    const { error } = await run(`
import urllib.request
urllib.request.urlopen('http://example.org')`);
    expect(error?.message).toContain('A migration has no network here.');
  });

  test('other programs cannot be started', async () => {
    expect((await run(`import subprocess; subprocess.run(['ls'])`)).error?.message).toContain(
      'cannot start other programs',
    );
    expect((await run(`import os; os.system('ls')`)).error?.message).toContain('cannot start other programs');
  });

  test('the environment is empty but for a few harmless names, and is so again in the next run', async () => {
    await run(`import os; os.environ['BACKUP'] = 'rows'`);
    const { output } = await run(`import os; print(sorted(os.environ))`);
    expect(output).toBe("['HOME', 'LANG', 'PATH', 'TZ']\n");
  });

  test('files are in memory, and there is nothing of this machine among them', async () => {
    const { output } = await run(`
import os
print(os.path.exists('/work'), os.path.exists('/etc/passwd'))
open('/tmp/x', 'w').write('1')
print(open('/tmp/x').read(), open(__file__).readline().strip())`);
    expect(output).toBe('False False\n1 from alembic import context, op\n');
  });

  test('time.sleep returns at once, with a note', async () => {
    const result = await run(`import time; time.sleep(3600)`);
    expect(result.error).toBeNull();
    expect(result.notes).toEqual(['time.sleep(3600) was not waited for.']);
  });

  test('input() is refused', async () => {
    expect((await run(`input('Sure? ')`)).error?.message).toContain('nobody is there to answer');
  });

  test('what is printed is kept, up to 10,000 characters', async () => {
    expect((await run(`print('a'); import sys; sys.stderr.write('b')`)).output).toBe('a\nb');
    const { output } = await run(`print('x' * 20000)`);
    expect(output).toBe(`${'x'.repeat(10_000)}\n... (cut at 10,000 characters)`);
  });
});

describe('what ends a process ends a step only', () => {
  test.each([
    ['import sys; sys.exit(3)', 'SystemExit'],
    ['raise KeyboardInterrupt', 'KeyboardInterrupt'],
    ['def f(): return f()\nf()', 'RecursionError'],
    ['raise MemoryError', 'MemoryError'],
  ])('%s', async (upgrade, exception) => {
    expect((await run(upgrade)).error).toMatchObject({ origin: 'raised', exception });
    expect((await run('pass')).error).toBeNull();
  });
});
