import { guessKey } from './baseline/pieces';
import type { Operation } from '../migration/operation';
import type { PaperRevision, Step } from './roundtrip';
import { formatName, type Subject } from '../schema/model';

/** The files presume the object without defining it: how it looks, and what it points at, is made up. */
export function isGuessed({ guesses }: PaperRevision, { kind, schema, table, name }: Subject): boolean {
  const owner = formatName({ schema, name: table ?? name });
  switch (kind) {
    case 'table':
      return guesses.has(guessKey('table', owner));
    case 'column':
      return guesses.has(guessKey('column', `${owner}.${name}`));
    case 'index':
      return guesses.has(guessKey('index', name));
    case 'primary key':
    case 'unique':
    case 'foreign key':
    case 'check':
    case 'exclusion':
      return guesses.has(guessKey('constraint', name));
    case 'enum':
      return guesses.has(guessKey('enum', formatName({ schema, name })));
    default:
      return guesses.has(guessKey('object', formatName({ schema, name })));
  }
}

/** What is made up stays so under the names that an upgrade gives it. */
export function withNewNames(guesses: ReadonlySet<string>, steps: readonly Step[]): ReadonlySet<string> {
  const renames = steps.flatMap(({ operation }) => renamesOf(operation));
  if (renames.length === 0 || guesses.size === 0) return guesses;
  const all = new Set(guesses);
  for (const { from, to } of renames) {
    for (const key of all) {
      const moved = renamedKey(key, from, to);
      if (moved !== null) all.add(moved);
    }
  }
  return all;
}

interface Rename {
  /** `users`, or `users.name`. */
  readonly from: string;
  readonly to: string;
}

function renamesOf(operation: Operation): readonly Rename[] {
  switch (operation.kind) {
    case 'renameTable': {
      const { table, newName } = operation;
      return [{ from: formatName(table), to: formatName({ ...table, name: newName }) }];
    }
    case 'alterColumn': {
      const { table, column, change } = operation;
      const owner = formatName(table);
      return change.newName === undefined ? [] : [{ from: `${owner}.${column}`, to: `${owner}.${change.newName}` }];
    }
    case 'renameIndex':
    case 'renameConstraint':
      return [{ from: operation.name, to: operation.newName }];
    default:
      return [];
  }
}

/** The key of the same guess after a rename of its object, or of the table that it belongs to. */
function renamedKey(key: string, from: string, to: string): string | null {
  const at = key.indexOf(' ') + 1;
  const name = key.slice(at);
  if (name !== from && !name.startsWith(`${from}.`)) return null;
  return `${key.slice(0, at)}${to}${name.slice(from.length)}`;
}
