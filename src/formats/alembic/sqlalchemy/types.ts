import { parseType } from '../../../schema/type';
import type { ColumnType } from '../../../schema/model';
import { isNone, plain, type Argument, type Call, type ClassValue, type Value } from '../python/value';
import { calledPath, libraryName } from './names';

/** The column type that a SQLAlchemy type object stands for; `null` where it cannot be told. */
export function columnTypeOf(value: Value | undefined): ColumnType | null {
  if (!value || isNone(value)) return null;
  if (value.kind === 'class') return declaredType(value);
  if (value.kind === 'call' && value.callee.kind === 'attribute') return variant(value.callee.of, value.callee.name);
  if (value.kind === 'call' && value.callee.kind === 'class') return declaredType(value.callee);
  const path = calledPath(value);
  if (path === null || path.startsWith('builtins.')) return null;
  const call = value.kind === 'call' ? value : null;
  const known = libraryName(value);
  return known === null ? appType(path, call) : libraryType(known.name, known.dialect, call);
}

/** `type.with_variant(...)` of a type that could not be told when it was called keeps the base type. */
function variant(base: Value, method: string): ColumnType | null {
  return method === 'with_variant' || method === 'evaluates_none' ? columnTypeOf(base) : null;
}

/** A TypeDecorator of the file is its `impl`; an enum class has its labels. */
function declaredType(declared: ClassValue): ColumnType | null {
  const impl = declared.members.get('impl');
  return impl ? columnTypeOf(impl) : appType(declared.name, null);
}

/** SQL's spelling for SQLAlchemy's types; arguments are added where they mean something to SQL. */
const spellings: Readonly<Record<string, string>> = {
  String: 'varchar',
  Unicode: 'varchar',
  AutoString: 'varchar',
  VARCHAR: 'varchar',
  NVARCHAR: 'varchar',
  CHAR: 'char',
  NCHAR: 'char',
  CITEXT: 'citext',
  CIText: 'citext',
  Text: 'text',
  UnicodeText: 'text',
  TEXT: 'text',
  CLOB: 'text',
  MEDIUMTEXT: 'text',
  LONGTEXT: 'text',
  TINYTEXT: 'text',
  Integer: 'integer',
  INTEGER: 'integer',
  INT: 'integer',
  MEDIUMINT: 'integer',
  SmallInteger: 'smallint',
  SMALLINT: 'smallint',
  TINYINT: 'smallint',
  BigInteger: 'bigint',
  BIGINT: 'bigint',
  Numeric: 'numeric',
  NUMERIC: 'numeric',
  DECIMAL: 'numeric',
  Float: 'double precision',
  FLOAT: 'double precision',
  Double: 'double precision',
  DOUBLE: 'double precision',
  DOUBLE_PRECISION: 'double precision',
  REAL: 'real',
  Boolean: 'boolean',
  BOOLEAN: 'boolean',
  Date: 'date',
  DATE: 'date',
  DateTime: 'timestamp',
  DATETIME: 'timestamp',
  DATETIME2: 'timestamp',
  TIMESTAMP: 'timestamp',
  Time: 'time',
  TIME: 'time',
  Interval: 'interval',
  INTERVAL: 'interval',
  LargeBinary: 'bytea',
  BLOB: 'bytea',
  LONGBLOB: 'bytea',
  BYTEA: 'bytea',
  VARBINARY: 'bytea',
  BINARY: 'bytea',
  PickleType: 'bytea',
  JSON: 'json',
  JSONB: 'jsonb',
  JSONType: 'json',
  Uuid: 'uuid',
  UUID: 'uuid',
  UUIDType: 'uuid',
  GUID: 'uuid',
  TSVectorType: 'tsvector',
  EmailType: 'varchar',
  URLType: 'text',
  ChoiceType: 'varchar',
  Vector: 'vector',
  VECTOR: 'vector',
};

const withLength = new Set(['varchar', 'char', 'numeric', 'vector']);
const zoned: Readonly<Record<string, string>> = { timestamp: 'timestamptz', time: 'timetz' };

function libraryType(name: string, dialect: string | null, call: Call | null): ColumnType | null {
  if (name === 'ARRAY') return arrayOf(call);
  if (name === 'Enum' || name === 'ENUM') return enumType(call);
  if (name === 'NullType' || name === 'NULLTYPE' || name === 'FetchedValue') return null;
  const spelling = spellings[name];
  // Postgres' own types (INET, TSVECTOR, HSTORE, ...) are called what Postgres calls them.
  if (spelling === undefined) return dialect === null ? appType(name, call) : parseType(name.toLowerCase());
  const base = isTrue(keyword(call, 'timezone') ?? positional(call, spelling))
    ? (zoned[spelling] ?? spelling)
    : spelling;
  const lengths = withLength.has(base) ? lengthsOf(call) : [];
  return parseType(lengths.length > 0 ? `${base}(${lengths.join(',')})` : base);
}

/** `DateTime(True)` has a zone. */
function positional(call: Call | null, spelling: string): Argument | undefined {
  return zoned[spelling] === undefined ? undefined : call?.args[0];
}

function lengthsOf(call: Call | null): readonly number[] {
  const [first, second] = call?.args ?? [];
  const given = [
    keyword(call, 'length') ?? keyword(call, 'precision') ?? keyword(call, 'dim') ?? first,
    keyword(call, 'scale') ?? second,
  ];
  return given.flatMap((each) =>
    each?.value.kind === 'constant' && typeof each.value.value === 'number' ? [each.value.value] : [],
  );
}

function arrayOf(call: Call | null): ColumnType | null {
  const item = columnTypeOf(call?.args[0]?.value ?? keyword(call, 'item_type')?.value);
  const dimensions = keyword(call, 'dimensions')?.value;
  const count = dimensions?.kind === 'constant' && typeof dimensions.value === 'number' ? dimensions.value : 1;
  return item === null ? null : { ...item, dimensions: item.dimensions + count };
}

/** `sa.Enum('a', 'b', name='mood')` or of a Python enum class, whose name in lower case is the type's. */
function enumType(call: Call | null): ColumnType | null {
  if (call === null) return null;
  const isNative = !isFalse(keyword(call, 'native_enum'));
  const labels = enumLabels(call);
  if (!isNative) return parseType(labels.length > 0 ? `varchar(${String(longest(labels))})` : 'varchar');
  const schema = plain(keyword(call, 'schema')?.value);
  const name = enumName(call);
  const complete = call.keywords.has('**') || labels.length === 0 ? {} : { labels };
  const borrowed = isFalse(keyword(call, 'create_type')) ? { createType: false as const } : {};
  const owner = schema === null ? {} : { schema };
  // Without a name it is a type of MySQL's own; Postgres refuses it.
  return { name: name ?? 'enum', args: [], dimensions: 0, ...complete, ...owner, ...borrowed };
}

function longest(labels: readonly string[]): number {
  return labels.reduce((length, label) => Math.max(length, label.length), 1);
}

export function enumName(call: Call): string | null {
  const first = call.args[0]?.value;
  const implied = first?.kind === 'class' ? first.name.toLowerCase() : null;
  return plain(keyword(call, 'name')?.value) ?? implied;
}

export function enumLabels(call: Call): readonly string[] {
  return call.args.flatMap(({ value }): readonly string[] => {
    if (value.kind === 'class') return memberNames(value, call);
    return (value.kind === 'list' ? value.items : [value]).flatMap((item) => plain(item) ?? []);
  });
}

/** SQLAlchemy stores the names of a Python enum's members, unless `values_callable` says otherwise. */
function memberNames(declared: ClassValue, call: Call): readonly string[] {
  const members = [...declared.members].filter(([name, value]) => !name.startsWith('_') && value.kind !== 'function');
  if (!keyword(call, 'values_callable')) return members.map(([name]) => name);
  return members.flatMap(([, value]) => plain(value) ?? []);
}

/** Types of the application, by name: what a stand-in for a missing module takes them for. */
const appTypes: readonly (readonly [RegExp, string])[] = [
  [/guid|uuid/i, 'uuid'],
  [/json|pydantic/i, 'jsonb'],
  [/date_?time|timestamp/i, 'timestamp'],
  [/vector/i, 'vector'],
  [/text/i, 'text'],
];

function appType(path: string, call: Call | null): ColumnType {
  const name = path.split('.').at(-1) ?? '';
  const [, spelling] = appTypes.find(([pattern]) => pattern.test(name)) ?? [null, 'varchar'];
  const lengths = spelling === 'varchar' ? lengthsOf(call) : [];
  return parseType(lengths.length > 0 ? `${spelling}(${String(lengths[0])})` : spelling);
}

function keyword(call: Call | null, name: string): Argument | undefined {
  return call?.keywords.get(name);
}

function isTrue(argument: Argument | undefined): boolean {
  return argument?.value.kind === 'constant' && argument.value.value === true;
}

function isFalse(argument: Argument | undefined): boolean {
  return argument?.value.kind === 'constant' && argument.value.value === false;
}
