import type { ColumnDef, Constraint as ConstraintNode, Node, TypeName } from '@pgsql/types';
import type { Constraint } from '../../migration/operation';
import type { Column, ColumnType, ObjectName, ReferentialAction } from '../../schema/model';
import { parseType } from '../../schema/type';
import { qualified, relationName, texts } from './nodes';
import type { Statement } from './statement';
import { closing, type Token } from './tokens';

/** A column definition, and the constraints written with it. */
export interface DefinedColumn {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
}

export function definedColumn(definition: ColumnDef, statement: Statement): DefinedColumn {
  const clauses = (definition.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const name = definition.colname ?? '';
  const has = (type: ConstraintNode['contype']) => clauses.some(({ contype }) => contype === type);
  const find = (type: ConstraintNode['contype']) => clauses.find(({ contype }) => contype === type);
  const identity = find('CONSTR_IDENTITY');
  const written = definition.typeName ? typeText(definition.typeName) : null;
  const isSerial = /^(small|big)?serial\d?$/i.test(written ?? '');
  return {
    column: {
      name,
      type: definition.typeName ? columnType(definition.typeName, statement) : null,
      nullable: !(has('CONSTR_NOTNULL') || has('CONSTR_PRIMARY') || identity || isSerial),
      default: clauseText(find('CONSTR_DEFAULT'), statement),
      generated: generated(find('CONSTR_GENERATED'), statement),
      identity: identity ? (identity.generated_when === 'a' ? 'always' : 'by default') : null,
      collation: definition.collClause ? qualified(texts(definition.collClause.collname)).name : null,
      comment: null,
    },
    constraints: clauses.flatMap((clause, index) =>
      inlineConstraint(clause, clauses.slice(index + 1), name, statement),
    ),
  };
}

/** An inline constraint is the table's, on one column; `DEFERRABLE` and friends follow it as clauses of their own. */
function inlineConstraint(
  clause: ConstraintNode,
  following: readonly ConstraintNode[],
  column: string,
  statement: Statement,
): readonly Constraint[] {
  const attributes = attributesOf(following);
  const own = { ...clause, deferrable: attributes.deferrable, initdeferred: attributes.deferred };
  const read = tableConstraint(own, statement);
  if (read === null) return [];
  return 'columns' in read && read.columns.length === 0 ? [{ ...read, columns: [column] }] : [read];
}

function attributesOf(following: readonly ConstraintNode[]): { deferrable: boolean; deferred: boolean } {
  const end = following.findIndex(({ contype }) => !contype?.startsWith('CONSTR_ATTR'));
  const types = (end < 0 ? following : following.slice(0, end)).map(({ contype }) => contype);
  const deferred = types.includes('CONSTR_ATTR_DEFERRED');
  return { deferrable: deferred || types.includes('CONSTR_ATTR_DEFERRABLE'), deferred };
}

const referentialActions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** `null` for clauses that are properties of a column (NOT NULL, DEFAULT, ...). */
export function tableConstraint(node: ConstraintNode, statement: Statement): Constraint | null {
  const name = node.conname ?? null;
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return { type: 'primaryKey', ...key(node) };
    case 'CONSTR_UNIQUE':
      return { type: 'unique', ...key(node) };
    case 'CONSTR_CHECK':
      return {
        type: 'check',
        name,
        expression: parenthesised(node.location, statement) ?? '',
        isValid: !node.skip_validation,
      };
    case 'CONSTR_FOREIGN':
      return {
        type: 'foreignKey',
        name,
        columns: texts(node.fk_attrs),
        target: relationName(node.pktable),
        targetColumns: texts(node.pk_attrs),
        onDelete: referentialActions[node.fk_del_action ?? 'a'] ?? 'no action',
        onUpdate: referentialActions[node.fk_upd_action ?? 'a'] ?? 'no action',
        deferrable: node.deferrable ?? false,
        initiallyDeferred: node.initdeferred ?? false,
        isValid: !node.skip_validation,
      };
    case 'CONSTR_EXCLUSION':
      return { type: 'exclusion', name, definition: clauseFrom(node, statement) };
    default:
      return null;
  }
}

function key(node: ConstraintNode) {
  return {
    name: node.conname ?? null,
    columns: texts(node.keys),
    ...(node.deferrable ? { deferrable: true } : {}),
    ...(node.initdeferred ? { initiallyDeferred: true } : {}),
    ...(node.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
  };
}

function generated(node: ConstraintNode | undefined, statement: Statement): Column['generated'] {
  if (!node) return null;
  return { expression: parenthesised(node.location, statement) ?? '', stored: node.generated_kind !== 'v' };
}

const columnClauses = new Set([
  ...['NOT', 'NULL', 'CHECK', 'CONSTRAINT', 'UNIQUE', 'PRIMARY', 'REFERENCES', 'GENERATED', 'COLLATE', 'DEFAULT'],
  ...['DEFERRABLE', 'INITIALLY', 'AUTOINCREMENT'],
]);

/** A DEFAULT's expression: it ends at the next clause (its grammar has no bare NOT), a comma, or the list's end. */
function clauseText(node: ConstraintNode | undefined, statement: Statement): string | null {
  if (!node) return null;
  const keyword = statement.tokenAt(node.location);
  const first = statement.tokens[keyword + 1];
  // The expression may itself be NULL, hence the exception for its first token.
  const isEnd = (token: Token) =>
    token !== first && (token.text === ',' || (token.kind === 'word' && columnClauses.has(token.text)));
  return statement.between(keyword + 1, statement.until(keyword + 1, isEnd));
}

/** What stands in the first parentheses at or after a location. */
function parenthesised(location: number | undefined, statement: Statement): string | null {
  const from = statement.tokenAt(location);
  const open = statement.tokens.findIndex((token, index) => index >= from && token.text === '(');
  return open < 0 ? null : statement.between(open + 1, closing(statement.tokens, open));
}

function clauseFrom(node: ConstraintNode, statement: Statement): string {
  const start = statement.tokenAt(node.location);
  const from = statement.tokens[start]?.text === 'CONSTRAINT' ? start + 2 : start;
  return statement.between(
    from,
    statement.until(from, ({ text }) => text === ','),
  );
}

/** The type of a column. `null` never happens for parsed SQL; the model's name decides what is canonical. */
export function columnType(node: TypeName, statement: Pick<Statement, 'dialect'>): ColumnType {
  const type = parseType(typeText(node), statement.dialect);
  const { schema } = typeName(node);
  return schema === null ? type : { ...type, schema };
}

/** The parser spells built-in types with their internal names; back to SQL's own. */
const sqlNames: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
};

function typeName(node: TypeName): ObjectName {
  const { schema, name } = qualified(texts(node.names));
  return { schema: schema === 'pg_catalog' ? null : schema, name };
}

function typeText(node: TypeName): string {
  const { name } = typeName(node);
  const isInterval = name === 'interval';
  const args = isInterval ? [] : (node.typmods ?? []).flatMap(integer);
  const list = args.length > 0 ? `(${args.join(',')})` : '';
  return `${sqlNames[name] ?? written(name)}${list}${'[]'.repeat(node.arrayBounds?.length ?? 0)}`;
}

/** Delimited where folding to lower case would lose something. */
function written(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function integer(node: Node): readonly number[] {
  return 'A_Const' in node && 'ival' in node.A_Const ? [node.A_Const.ival?.ival ?? 0] : [];
}
