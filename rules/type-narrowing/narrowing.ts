import type { Severity } from '../../src/lint/finding';
import type { ColumnType, Dialect } from '../../src/schema/model';

export interface Narrowing {
  readonly severity: Severity;
  /** What happens to which values. */
  readonly what: string;
}

/**
 * What a change of type does to values of the old one, or `null` where each of them fits. SQLite keeps neither lengths
 * nor scales (datatype3.html), so that only changes of kind count there.
 */
export function narrowing(from: ColumnType, to: ColumnType, dialect: Dialect): Narrowing | null {
  if (from.dimensions !== to.dimensions) return from.dimensions > 0 ? loses('arrays do not fit a single value') : null;
  const [a, b] = [family(from), family(to)];
  if (a === null || b === null || (dialect === 'sqlite' && a === b && a !== 'time')) return null;
  if (a === 'integer' && b === 'float' && fitsExactly(from, to)) return null;
  return a === b ? withinFamily(a, from, to) : (acrossFamilies[`${a} to ${b}`] ?? null);
}

/** Types of different kinds, such as text and numbers; `false` where one of them is not known. */
export function isOtherKind(from: ColumnType, to: ColumnType): boolean {
  const [a, b] = [family(from), family(to)];
  return from.dimensions > 0 !== to.dimensions > 0 || (a !== null && b !== null && a !== b);
}

type Family = 'text' | 'integer' | 'exact' | 'float' | 'time' | 'json' | 'boolean' | 'uuid' | 'binary' | 'enum';

function family(type: ColumnType): Family | null {
  if (type.labels !== undefined && !texts.has(type.name)) return 'enum';
  return families[type.name] ?? null;
}

const texts = new Set(['varchar', 'text', 'char', 'bpchar', 'citext', 'enum']);

const families: Readonly<Record<string, Family>> = {
  varchar: 'text',
  text: 'text',
  char: 'text',
  bpchar: 'text',
  citext: 'text',
  smallint: 'integer',
  smallserial: 'integer',
  integer: 'integer',
  serial: 'integer',
  bigint: 'integer',
  bigserial: 'integer',
  numeric: 'exact',
  real: 'float',
  'double precision': 'float',
  float: 'float',
  date: 'time',
  timestamp: 'time',
  timestamptz: 'time',
  time: 'time',
  timetz: 'time',
  json: 'json',
  jsonb: 'json',
  boolean: 'boolean',
  uuid: 'uuid',
  bytea: 'binary',
};

function withinFamily(kind: Family, from: ColumnType, to: ColumnType): Narrowing | null {
  switch (kind) {
    case 'text':
      return shorterText(from, to);
    case 'integer':
      return smallerInteger(from, to);
    case 'exact':
      return smallerNumeric(from, to);
    case 'float':
      return from.name !== 'real' && to.name === 'real' ? loses('digits beyond the sixth are rounded away') : null;
    case 'time':
      return lessTime[`${from.name} to ${to.name}`] ?? null;
    case 'json':
      return from.name === 'json' && to.name === 'jsonb'
        ? { severity: 'info', what: 'key order, repeated keys and white space of the documents are lost' }
        : null;
    case 'enum':
      return fewerLabels(from, to);
    case 'boolean':
    case 'uuid':
    case 'binary':
      return null;
  }
}

function shorterText(from: ColumnType, to: ColumnType): Narrowing | null {
  const limit = to.args[0];
  if (limit === undefined || to.name === 'text' || to.name === 'citext') return null;
  const old = from.args[0] ?? Number.POSITIVE_INFINITY;
  return limit < old
    ? mayFail(`values longer than ${limit} characters make the upgrade fail, or are cut where it casts them`)
    : null;
}

const integerBytes: Readonly<Record<string, number>> = {
  smallint: 2,
  smallserial: 2,
  integer: 4,
  serial: 4,
  bigint: 8,
  bigserial: 8,
};

function smallerInteger(from: ColumnType, to: ColumnType): Narrowing | null {
  const [old, now] = [integerBytes[from.name] ?? 0, integerBytes[to.name] ?? 0];
  return now < old ? mayFail(`numbers beyond ${now === 2 ? '32,767' : '2,147,483,647'} make the upgrade fail`) : null;
}

/** A double keeps integers of 53 bits, a real those of 24. */
function fitsExactly(from: ColumnType, to: ColumnType): boolean {
  return (integerBytes[from.name] ?? 8) <= (to.name === 'real' ? 2 : 4);
}

/** No precision: any number of digits. */
function smallerNumeric(from: ColumnType, to: ColumnType): Narrowing | null {
  const [precision, scale = 0] = to.args;
  if (precision === undefined) return null;
  const [oldPrecision, oldScale = 0] = from.args;
  if (oldPrecision === undefined || scale < oldScale)
    return loses(`digits after the ${ordinal(scale)} are rounded away`);
  return precision - scale < oldPrecision - oldScale
    ? mayFail(`numbers with more than ${precision - scale} digits before the point make the upgrade fail`)
    : null;
}

function ordinal(scale: number): string {
  return scale === 0 ? 'point' : `${scale}${scale === 1 ? 'st' : scale === 2 ? 'nd' : scale === 3 ? 'rd' : 'th'} place`;
}

function fewerLabels(from: ColumnType, to: ColumnType): Narrowing | null {
  const gone = (from.labels ?? []).filter((label) => to.labels?.includes(label) === false);
  return gone.length > 0
    ? mayFail(`rows with ${gone.map((label) => `'${label}'`).join(', ')} make the upgrade fail`)
    : null;
}

const lessTime: Readonly<Record<string, Narrowing>> = {
  'timestamp to date': loses('the time of day is lost'),
  'timestamptz to date': loses('the time of day is lost'),
  'timestamp to time': loses('the date is lost'),
  'timestamptz to time': loses('the date is lost'),
  'timestamptz to timetz': loses('the date is lost'),
  'timetz to time': loses('the zone is lost'),
  'timestamptz to timestamp': {
    severity: 'warning',
    what: 'the instants become local times of the session that migrates, and come back right only in the same zone',
  },
};

const acrossFamilies: Readonly<Record<string, Narrowing>> = {
  'text to integer': mayFail(
    'text that is no number makes the upgrade fail, and spellings such as 007 do not come back',
  ),
  'text to exact': mayFail(
    'text that is no number makes the upgrade fail, and spellings such as 1.50 may not come back',
  ),
  'text to float': mayFail(
    'text that is no number makes the upgrade fail, and spellings such as 1.50 do not come back',
  ),
  'text to boolean': mayFail('all spellings of true and false become one'),
  'text to time': mayFail('text that is no date makes the upgrade fail, and its spelling does not come back'),
  'text to uuid': mayFail('text that is no UUID makes the upgrade fail'),
  'text to json': mayFail('text that is no JSON makes the upgrade fail'),
  'text to enum': mayFail('text that is none of the labels makes the upgrade fail'),
  'float to integer': loses('fractions are rounded away'),
  'float to exact': { severity: 'warning', what: 'digits beyond the scale are rounded away' },
  'exact to integer': loses('fractions are rounded away'),
  'exact to float': loses('digits beyond the fifteenth are lost'),
  'integer to boolean': loses('every number but zero becomes true'),
  'integer to float': { severity: 'warning', what: 'integers with more digits than the new type keeps are rounded' },
};

function loses(what: string): Narrowing {
  return { severity: 'error', what };
}

/** Nothing is lost: the statement fails if there is such a row. */
function mayFail(what: string): Narrowing {
  return { severity: 'warning', what };
}
