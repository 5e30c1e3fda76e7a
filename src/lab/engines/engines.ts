import type { Engine, EngineName } from './engine';
import { postgres } from './postgres/postgres';
import { sqlite } from './sqlite/sqlite';

/** Every engine there is, in the order in which they are offered. A new one is a line here. */
export const engines: readonly Engine[] = [sqlite, postgres];

export function engineByName(name: EngineName): Engine {
  const engine = engines.find((candidate) => candidate.name === name);
  if (engine === undefined) throw new Error(`There is no engine named ${name}.`);
  return engine;
}
