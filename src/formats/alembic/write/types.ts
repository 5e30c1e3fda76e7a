import type { ColumnType } from '../../../schema/model';
import { call, keyword, literal, type Python } from './python';
import type { Style } from './style';

/**
 * A column type as SQLAlchemy's; `null` for one that it has no word for (`vector(3)`, a domain).
 *
 * @param createsEnum false where the enum type is there already
 */
export function writeType(type: ColumnType, style: Style, createsEnum = true): Python | null {
  if (type.dimensions > 0) return writeArray(type, style, createsEnum);
  if (type.labels !== undefined) return writeEnum(type, type.labels, style, createsEnum);
  const sa = style.name('sa');
  const general = generalTypes[type.name];
  if (general !== undefined && type.args.length <= general.args) {
    const zone = general.hasZone === true ? [keyword('timezone', 'True')] : [];
    return call(`${sa}.${general.name}`, ...writeArgs(general.name, type.args), ...zone);
  }
  if (type.args.length > 0) return null;
  return writePostgresType(type, style);
}

interface GeneralType {
  readonly name: string;
  /** How many arguments it takes. */
  readonly args: number;
  readonly hasZone?: true;
}

/** SQLAlchemy's types for every database. Serial is what it makes of an integer key. */
const generalTypes: Readonly<Record<string, GeneralType>> = {
  varchar: { name: 'String', args: 1 },
  char: { name: 'CHAR', args: 1 },
  text: { name: 'Text', args: 0 },
  integer: { name: 'Integer', args: 0 },
  bigint: { name: 'BigInteger', args: 0 },
  smallint: { name: 'SmallInteger', args: 0 },
  numeric: { name: 'Numeric', args: 2 },
  real: { name: 'REAL', args: 0 },
  'double precision': { name: 'Float', args: 0 },
  boolean: { name: 'Boolean', args: 0 },
  date: { name: 'Date', args: 0 },
  timestamp: { name: 'DateTime', args: 0 },
  timestamptz: { name: 'DateTime', args: 0, hasZone: true },
  time: { name: 'Time', args: 0 },
  timetz: { name: 'Time', args: 0, hasZone: true },
  interval: { name: 'Interval', args: 0 },
  bytea: { name: 'LargeBinary', args: 0 },
  json: { name: 'JSON', args: 0 },
};

/** As autogenerate writes them: `String(length=50)`, `Numeric(precision=12, scale=2)`. */
function writeArgs(name: string, args: readonly number[]) {
  const keywords = name === 'Numeric' ? ['precision', 'scale'] : ['length'];
  return args.map((value, index) => keyword(keywords[index] ?? '', String(value)));
}

/** Types of Postgres' own that its SQLAlchemy dialect has under the same name. */
const postgresTypes = new Set(
  (
    'bit cidr citext daterange hstore inet int4range int8range jsonb jsonpath macaddr macaddr8 money numrange oid ' +
    'regclass tsquery tsrange tstzrange tsvector uuid'
  ).split(' '),
);

function writePostgresType(type: ColumnType, style: Style): Python | null {
  if (!postgresTypes.has(type.name) || type.schema !== undefined) return null;
  if (style.dialect === 'postgresql') return call(`${style.name('postgresql')}.${type.name.toUpperCase()}`);
  return type.name === 'uuid' ? call(`${style.name('sa')}.Uuid`) : null;
}

function writeArray(type: ColumnType, style: Style, createsEnum: boolean): Python | null {
  const item = writeType({ ...type, dimensions: 0 }, style, createsEnum);
  if (item === null) return null;
  const dimensions = type.dimensions > 1 ? [keyword('dimensions', String(type.dimensions))] : [];
  return call(`${style.name('sa')}.ARRAY`, item, ...dimensions);
}

/** `create_type` is of Postgres' own ENUM only. */
function writeEnum(type: ColumnType, labels: readonly string[], style: Style, createsEnum: boolean): Python | null {
  if (type.name === 'varchar' || type.name === 'enum') return null;
  const isBorrowed = style.dialect === 'postgresql' && (!createsEnum || type.createType === false);
  return call(
    isBorrowed ? `${style.name('postgresql')}.ENUM` : `${style.name('sa')}.Enum`,
    ...labels.map((label) => literal(label, style.quote)),
    keyword('name', literal(type.name, style.quote)),
    ...(type.schema === undefined ? [] : [keyword('schema', literal(type.schema, style.quote))]),
    ...(isBorrowed ? [keyword('create_type', 'False')] : []),
  );
}
