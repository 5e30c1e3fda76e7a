import initSqlJs, { type SqlJsStatic } from 'sql.js';
import type { Assets } from '../../assets';
import type { Engine } from '../engine';
import { loadFile, startWithin } from '../start';
import { SqliteDatabase } from './database';

/** SQLite, as sql.js compiles it to WebAssembly: in memory, foreign keys not enforced until asked. */
export const sqlite: Engine = {
  name: 'sqlite',
  label: 'SQLite',
  dialect: 'sqlite',
  async open(assets) {
    return new SqliteDatabase(sqlite, await load(assets));
  },
};

/** In milliseconds; it takes 0.1 seconds. */
const startLimit = 30_000;

async function load(assets: Assets): Promise<SqlJsStatic> {
  // initSqlJs keeps the module that it started first.
  const wasmBinary = (await loadFile(assets, 'sqlite/sql-wasm.wasm')).buffer;
  return startWithin('SQLite', startLimit, initSqlJs({ wasmBinary }));
}
