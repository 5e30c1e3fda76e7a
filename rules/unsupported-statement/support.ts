import type { Constraint, Operation } from '../../src/migration/operation';
import type { Dialect } from '../../src/schema/model';
import { spellingRefused } from './spelling';

const postgres: readonly Dialect[] = ['postgresql'];

/** What of an operation a dialect does not have; `null` if it has it all. */
export function unsupported(operation: Operation, dialect: Dialect): string | null {
  // Enum types that are created through SQLAlchemy are skipped by it where there are none.
  if (operation.via === 'core') return null;
  return (
    featureOf(operation).find(({ homes }) => !homes.includes(dialect))?.what ??
    clauseRefused(operation, dialect) ??
    (operation.via === 'sql' ? spellingRefused(operation, dialect) : null)
  );
}

/** Something that not every dialect has, with those that do. */
interface Feature {
  readonly what: string;
  readonly homes: readonly Dialect[];
}

function featureOf(operation: Operation): readonly Feature[] {
  switch (operation.kind) {
    case 'createExtension':
    case 'dropExtension':
      return [{ what: 'extensions', homes: postgres }];
    case 'createEnum':
    case 'dropEnum':
    case 'addEnumValue':
    case 'renameEnumValue':
      return [{ what: 'enum types of their own', homes: postgres }];
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
      return [{ what: 'sequences', homes: ['postgresql', 'mariadb', 'oracle', 'mssql'] }];
    case 'createDefined':
    case 'dropDefined':
      return definedFeatures[operation.object] ?? [];
    case 'createSchema':
    case 'dropSchema':
      return [{ what: 'schemas', homes: ['postgresql', 'mysql', 'mariadb', 'mssql'] }];
    case 'truncate':
      return [
        { what: 'TRUNCATE', homes: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'] },
        ...(operation.cascade ? [{ what: 'TRUNCATE … CASCADE', homes: ['postgresql', 'oracle'] as const }] : []),
      ];
    case 'addConstraint':
      return constraintFeatures([operation.constraint]);
    case 'createTable':
    case 'addColumn':
      return constraintFeatures(operation.constraints);
    case 'alterTable':
      return operation.change.type === 'comment'
        ? [{ what: 'comments that Alembic can write', homes: ['postgresql', 'mysql', 'mariadb', 'oracle'] }]
        : [];
    case 'other':
      return otherFeatures[operation.statement] ?? [];
    default:
      return [];
  }
}

const definedFeatures: Readonly<Record<string, readonly Feature[]>> = {
  'materialized view': [{ what: 'materialized views', homes: ['postgresql', 'oracle'] }],
  policy: [{ what: 'policies', homes: postgres }],
  domain: [{ what: 'domains', homes: postgres }],
  type: [{ what: 'types of their own', homes: ['postgresql', 'oracle', 'mssql'] }],
  function: [{ what: 'functions in SQL', homes: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'] }],
};

/** By the parser's name of the statement. */
const otherFeatures: Readonly<Record<string, readonly Feature[]>> = {
  DoStmt: [{ what: 'DO blocks', homes: postgres }],
  CommentStmt: [{ what: 'COMMENT ON', homes: ['postgresql', 'oracle'] }],
  GrantStmt: [{ what: 'GRANT', homes: ['postgresql', 'mysql', 'mariadb', 'oracle', 'mssql'] }],
  AlterOwnerStmt: [{ what: 'OWNER TO', homes: postgres }],
  VacuumStmt: [{ what: 'VACUUM or ANALYZE like this', homes: ['postgresql', 'sqlite'] }],
};

function constraintFeatures(constraints: readonly Constraint[]): readonly Feature[] {
  const isDeferred = constraints.some((each) => 'deferrable' in each && each.deferrable === true);
  return [
    ...(constraints.some(({ type }) => type === 'exclusion') ? [{ what: 'EXCLUDE constraints', homes: postgres }] : []),
    ...(isDeferred ? [{ what: 'DEFERRABLE', homes: ['postgresql', 'sqlite', 'oracle'] as const }] : []),
  ];
}

/** Words of a statement that the dialect has, which it does not know there. */
function clauseRefused(operation: Operation, dialect: Dialect): string | null {
  const isMysql = dialect === 'mysql';
  switch (operation.kind) {
    case 'addColumn':
      return operation.ifNotExists && (isMysql || dialect === 'sqlite') ? 'ADD COLUMN IF NOT EXISTS' : null;
    case 'dropColumn':
      return operation.ifExists && (isMysql || dialect === 'sqlite') ? 'DROP COLUMN IF EXISTS' : null;
    case 'createIndex':
      if (operation.via === 'sql' && operation.concurrently && dialect !== 'postgresql') return 'CONCURRENTLY';
      return operation.ifNotExists && isMysql ? 'CREATE INDEX IF NOT EXISTS' : null;
    case 'dropIndex':
      if (operation.via === 'sql' && operation.concurrently && dialect !== 'postgresql') return 'CONCURRENTLY';
      return operation.ifExists && isMysql ? 'DROP INDEX IF EXISTS' : null;
    case 'dropTable':
      return operation.cascade && (dialect === 'sqlite' || dialect === 'mssql') ? 'DROP TABLE … CASCADE' : null;
    case 'alterColumn':
      return operation.via !== 'sql' && operation.change.comment !== undefined && dialect === 'mssql'
        ? 'comments that Alembic can write'
        : null;
    default:
      return null;
  }
}
