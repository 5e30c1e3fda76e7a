import type { Value } from '../python/value';

/** A name of SQLAlchemy's, whichever module it was imported from. */
export interface LibraryName {
  /** `String`, `Column`, `now`. */
  readonly name: string;
  /** For `sqlalchemy.dialects.postgresql.UUID`: `postgresql`. */
  readonly dialect: string | null;
  /** It is SQL's own function: `sa.func.now`. */
  readonly isFunction: boolean;
}

/** Packages whose names mean what SQLAlchemy's do. */
const roots = /^(sqlalchemy|sqlmodel|flask_sqlalchemy|sqlalchemy_utils|geoalchemy2|pgvector)\b/;

/** Every `sa.X` of a file is asked about several times; there are few different ones. */
const known = new Map<string, LibraryName | null>();

/** What is named, called or referred to; `null` when it is nothing of SQLAlchemy's. */
export function libraryName(value: Value | undefined): LibraryName | null {
  const path = calledPath(value);
  if (path === null) return null;
  const before = known.get(path);
  if (before !== undefined) return before;
  if (known.size > 5000) known.clear();
  const name = roots.test(path) ? readPath(path.split('.')) : null;
  known.set(path, name);
  return name;
}

function readPath(parts: readonly string[]): LibraryName {
  const dialects = parts.indexOf('dialects');
  return {
    name: parts.at(-1) ?? '',
    dialect: dialects < 0 ? null : (parts[dialects + 1] ?? null),
    isFunction: parts.at(-2) === 'func',
  };
}

/** The dotted path of a name, or of what a call calls. */
export function calledPath(value: Value | undefined): string | null {
  if (value?.kind === 'name') return value.path;
  return value?.kind === 'call' ? calledPath(value.callee) : null;
}

/** The path of the name that a chain of attributes, items and calls starts with. */
export function rootPath(value: Value): string | null {
  let at = value;
  for (;;) {
    if (at.kind === 'call') at = at.callee;
    else if (at.kind === 'attribute' || at.kind === 'item' || at.kind === 'each') at = at.of;
    else return at.kind === 'name' ? at.path : null;
  }
}

/** The last name of what is called: `execute` for `bind.execute(...)` and for `op.execute(...)`. */
export function calledName(value: Value): string | null {
  if (value.kind !== 'call') return null;
  if (value.callee.kind === 'attribute') return value.callee.name;
  return value.callee.kind === 'name' ? (value.callee.path.split('.').at(-1) ?? null) : null;
}
