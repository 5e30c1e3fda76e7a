import type { Constraint, Operation } from '../../src/migration/operation';
import { tokenize } from '../../src/schema/tokens';
import type { Step } from '../../src/paper/roundtrip';
import { rule, type Report, type RuleContext } from '../../src/lint/rule';
import type { Dialect } from '../../src/schema/model';
import { dialectNames } from '../unsupported-statement/dialects';

export default rule({
  name: 'identifier-too-long',
  code: 'RT756',
  severity: 'error',
  aliases: [],
  dialects: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'],
  check: (context) => [
    ...reports(context, context.revision.upgrade, 'upgrade'),
    ...reports(context, context.revision.downgrade, 'downgrade'),
  ],
});

/** In bytes for Postgres and Oracle, in characters for the others. Oracle had 30 before 12.2. */
function longest(dialect: Dialect, serverVersion: number | null): number {
  switch (dialect) {
    case 'postgresql':
      return 63;
    case 'mysql':
    case 'mariadb':
      return 64;
    case 'oracle':
      return serverVersion !== null && serverVersion < 12.2 ? 30 : 128;
    case 'mssql':
      return 128;
    case 'sqlite':
      return Infinity;
  }
}

function reports({ dialect, settings, file }: RuleContext, steps: readonly Step[], side: string): readonly Report[] {
  const limit = longest(dialect, settings.serverVersion);
  return steps.flatMap(({ operation }) => {
    const written = operation.via === 'sql' ? '' : file.text.slice(operation.span.start, operation.span.end);
    return namesOf(operation)
      .filter(({ name }) => name.length * 4 > limit && length(name, dialect) > limit)
      .filter(({ name }) => !isShortened(name, written))
      .map((named) => reportOf(named, operation, dialect, limit, side));
  });
}

function length(name: string, dialect: Dialect): number {
  const isInBytes = (dialect === 'postgresql' || dialect === 'oracle') && /[^\p{ASCII}]/u.test(name);
  return isInBytes ? new TextEncoder().encode(name).length : name.length;
}

/** `op.f(...)` marks a name as made by a convention: SQLAlchemy shortens it with a hash, the same way every time. */
function isShortened(name: string, written: string): boolean {
  return written.includes('op.f(') || (written !== '' && !written.includes(name));
}

function reportOf(
  { name, isChecked }: Named,
  { span, via }: Operation,
  dialect: Dialect,
  limit: number,
  side: string,
): Report {
  const what = `${name} is longer than the ${limit} ${dialect === 'postgresql' || dialect === 'oracle' ? 'bytes' : 'characters'} that ${dialectNames[dialect]} keeps of a name`;
  const isCut = dialect === 'postgresql' && (via === 'sql' || !isChecked);
  return {
    span,
    severity: isCut ? 'warning' : 'error',
    subject: null,
    message: isCut
      ? `${what}: it is cut off without an error, and two such names may become one. Shorten it.`
      : `${what}: the ${side} fails here. Shorten it, or wrap a conventional name in op.f(), which shortens it with a hash.`,
  };
}

/** `isChecked`: SQLAlchemy looks at the length itself and raises IdentifierError. */
interface Named {
  readonly name: string;
  readonly isChecked: boolean;
}

function namesOf(operation: Operation): readonly Named[] {
  return operation.via === 'sql' ? namesInSql(operation) : namesInCall(operation);
}

/** Postgres' parser has cut the names off already: the text has them whole. */
function namesInSql({ kind, sql = '' }: Operation): readonly Named[] {
  if (!/^(create|add|rename|alter)/.test(kind) || !longWord.test(sql)) return [];
  const names = tokenize(sql).filter((token) => token.kind === 'word' || token.kind === 'name');
  return [...new Set(names.map(({ value }) => value))].map((name) => ({ name, isChecked: false }));
}

/** No dialect keeps less than 30 bytes: a statement without such a word, or letters of several bytes, needs no look. */
const longWord = /[\w$]{30,}|"[^"]{30,}"|[^\p{ASCII}]/u;

function namesInCall(operation: Operation): readonly Named[] {
  const plain = (name: string): Named => ({ name, isChecked: false });
  const checked = (name: string | null): readonly Named[] => (name === null ? [] : [{ name, isChecked: true }]);
  switch (operation.kind) {
    case 'createTable':
      return [
        plain(operation.table.name),
        ...operation.columns.map(({ name }) => plain(name)),
        ...operation.constraints.flatMap(({ name }: Constraint) => checked(name)),
      ];
    case 'addColumn':
      return [plain(operation.column.name)];
    case 'renameTable':
      return [plain(operation.newName)];
    case 'alterColumn':
      return operation.change.newName === undefined ? [] : [plain(operation.change.newName)];
    case 'createIndex':
      return checked(operation.index.name);
    case 'dropIndex':
    case 'dropConstraint':
      return checked(operation.name);
    case 'addConstraint':
      return checked(operation.constraint.name);
    case 'createEnum':
      return [plain(operation.name.name)];
    default:
      return [];
  }
}
