import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { SourceFile } from './migration/migration';

/** How a command ended: `output` goes to stdout, `complaint` to stderr. */
export interface Ending {
  readonly exitCode: 0 | 1 | 2;
  readonly output?: string;
  readonly complaint?: string;
}

/** The caller's mistake, worded for the caller: exit code 2. */
export class UsageError extends Error {}

/** `parseArgs` with its complaints as usage errors, and at least one PATH. */
export function readArgs<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    if (parsed.positionals.length === 0) throw new UsageError('Name at least one file or folder.');
    return parsed;
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UsageError(error.message);
    throw error;
  }
}

/** One of the allowed words, or a usage error that lists them. */
export function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) throw new UsageError(`--${name} is one of ${allowed.join(', ')}, not "${value}".`);
  return found;
}

const extensions = new Set(['.py', '.sql']);
const skipped = new Set(['node_modules', '__pycache__', '.git', '.venv', 'venv']);

/** Reads files and folders (recursively, `.py` and `.sql`), in the order given, each folder sorted by name. */
export function readFiles(paths: readonly string[]): readonly SourceFile[] {
  const files = paths.flatMap((path) => filesBelow(path, true));
  const unique = [...new Set(files)];
  if (unique.length === 0) throw new UsageError(`No .py or .sql file in ${paths.join(', ')}.`);
  return unique.map((path) => ({ path: path.split('\\').join('/'), text: readFileSync(path, 'utf8') }));
}

function filesBelow(path: string, isNamed: boolean): readonly string[] {
  const kind = kindOf(path);
  if (kind === 'file') return isNamed || isMigrationFile(path) ? [path] : [];
  const names = readdirSync(path).filter((name) => !skipped.has(name));
  return names.sort().flatMap((name) => filesBelow(join(path, name), false));
}

function kindOf(path: string): 'file' | 'folder' {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`There is no file or folder ${path}.`);
  return stat.isDirectory() ? 'folder' : 'file';
}

function isMigrationFile(path: string): boolean {
  return extensions.has(extname(path)) && basename(path) !== '__init__.py';
}
