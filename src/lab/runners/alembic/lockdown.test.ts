import { expect, test } from 'vitest';
import { lockDown } from './sandbox';
import { openDatabase, startRunner, upgradeOnce } from './testing';

// In a file, and so in a process, of its own: what is taken away does not come back.
test('a locked scope still runs migrations on both engines, and has nothing to send or to keep', async () => {
  const runner = await startRunner();
  const databases = await Promise.all([openDatabase('sqlite'), openDatabase('postgres')]);
  lockDown(globalThis);
  for (const database of databases) {
    const upgrade = `op.create_table('t', sa.Column('id', sa.Integer))\nop.execute('SELECT 1')`;
    const { error, statements } = await upgradeOnce(runner, database, { upgrade });
    expect(error).toBeNull();
    expect(statements).toHaveLength(2);
    expect((await database.introspect()).tables).toHaveLength(1);
  }
  for (const name of ['fetch', 'WebSocket', 'BroadcastChannel', 'MessageChannel', 'Worker', 'indexedDB', 'eval']) {
    expect(Reflect.get(globalThis, name)).toBeUndefined();
  }
  // Pyodide asks this of every value that crosses.
  expect(() => undefined).toBeInstanceOf(Function);
  expect(() => Function('return 1')()).toThrow('Code cannot be made from text');
});

test('what sits on prototypes goes too, and code cannot be made from text', () => {
  class Base {
    fetch() {
      return 'network';
    }
    importScripts = () => 'code';
  }
  class Scope extends Base {
    navigator = new (class {
      sendBeacon() {
        return true;
      }
    })();
  }
  const scope = new Scope();
  Object.defineProperty(scope, 'indexedDB', { value: 'storage', configurable: false, writable: true });
  lockDown(scope);
  expect([scope.fetch, scope.importScripts, Reflect.get(scope, 'indexedDB')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(scope.navigator.sendBeacon).toBeUndefined();
  for (const make of [() => undefined, async () => undefined, Function]) {
    expect(() => Reflect.get(make, 'constructor')('return 1')).toThrow('Code cannot be made from text here.');
  }
});
