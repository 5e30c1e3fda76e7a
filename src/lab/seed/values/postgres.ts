import type { ColumnType } from '../../../schema/model';
import { byteValues, jsonValues, uuidValues } from './documents';
import { decimalValues, floatValues, integerValues } from './numbers';
import { textValues } from './texts';
import { dateValues, intervalValues, timestampValues, timestampWithZoneValues, timeValues } from './times';
import { countedValues, mapValues, type Place, type Values, valuesAmong } from './values';

/** The values of a built-in or extension type of Postgres, ready to be quoted; `null` for types not known here. */
export function postgresScalar(type: ColumnType, { table, column }: Place): Values | null {
  const [first, second] = type.args;
  switch (type.name) {
    case 'smallint':
    case 'smallserial':
      return integerValues(16);
    case 'integer':
    case 'serial':
      return integerValues(32);
    case 'bigint':
    case 'bigserial':
      return integerValues(64);
    case 'numeric':
      return decimalValues(first, second ?? 0);
    case 'real':
      return floatValues(32);
    case 'double precision':
      return floatValues(64);
    case 'boolean':
      return valuesAmong(['t', 'f'], true);
    case 'varchar':
    case 'char':
    case 'bpchar':
      return textValues(first ?? null, column);
    case 'text':
    case 'citext':
      return textValues(null, column);
    case 'name':
      return textValues(63, column);
    case 'json':
    case 'jsonb':
      return jsonValues();
    case 'uuid':
      return uuidValues(table);
    case 'date':
      return dateValues();
    case 'timestamp':
      return timestampValues();
    case 'timestamptz':
      return timestampWithZoneValues();
    case 'time':
      return timeValues();
    case 'timetz':
      return timeValues(['+00', '+05:30', '-08']);
    case 'interval':
      return intervalValues();
    case 'bit':
    case 'varbit':
      return bitValues(first, type.name === 'varbit');
    case 'bytea':
      return mapValues(byteValues(), (digits) => `\\x${digits}`);
    case 'vector':
    case 'halfvec':
      return vectorValues(first ?? 3);
    default:
      return rare[type.name]?.() ?? null;
  }
}

function bitValues(length = 8, isVarying: boolean): Values {
  const make = (n: number) => n.toString(2).slice(-length).padStart(length, '0');
  const boundary = [make(5), '1'.repeat(length), '0'.repeat(length)];
  const all = isVarying ? [...boundary, ''] : boundary;
  return { boundary: [...new Set(all)], ordinary: make, distinct: (n) => (n < 2 ** length ? make(n) : null) };
}

function vectorValues(dimensions: number): Values {
  const make = (n: number) => `[${Array.from({ length: dimensions }, (_, place) => (n + place) % 100).join(',')}]`;
  return countedValues([make(1), `[${Array.from({ length: dimensions }, () => '0.5').join(',')}]`], make);
}

const int8 = (n: number) => [n >> 16, n >> 8, n].map((byte) => byte & 255);

/** Types that are seldom met: a few values each, and a way to make more. */
const rare: Readonly<Record<string, () => Values>> = {
  inet: () =>
    countedValues(['192.168.0.1/24', '::1', '0.0.0.0', '2001:db8::ff00:42:8329'], (n) => `10.${int8(n).join('.')}`),
  cidr: () => countedValues(['10.0.0.0/8', '2001:db8::/32', '0.0.0.0/0'], (n) => `10.${int8(n).join('.')}/32`),
  macaddr: () => countedValues(['08:00:2b:01:02:03', 'ff:ff:ff:ff:ff:ff'], (n) => `02:00:00:${hexPairs(n)}`),
  macaddr8: () => countedValues(['08:00:2b:01:02:03:04:05'], (n) => `02:00:00:00:00:${hexPairs(n)}`),
  money: () => countedValues(['19.99', '0', '-92233720368547758.08', '92233720368547758.07'], (n) => `${n + 1}.50`),
  oid: () => countedValues(['1', '0', '4294967295'], (n) => `${n + 2}`),
  '"char"': () => valuesAmong(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']),
  regclass: () => valuesAmong(['pg_class', 'pg_type', 'pg_proc', 'pg_index']),
  pg_lsn: () => countedValues(['16/B374D848', '0/0'], (n) => `1/${n.toString(16).toUpperCase()}`),
  tsvector: () => countedValues(["'cat':3 'fat':2A", '', "'o''neil':1"], (n) => `'word${n}':1`),
  tsquery: () => countedValues(["'fat' & 'cat'", "'a' | !'b'"], (n) => `'word${n}'`),
  xml: () => countedValues(['<a href="x">é &amp; <b/></a>', 'text only'], (n) => `<n>${n}</n>`),
  jsonpath: () => countedValues(['$."a"[*]?(@ > 1)'], (n) => `$[${n}]`),
  point: () => countedValues(['(1.5,-2)', '(0,0)'], (n) => `(${n},${n})`),
  line: () => countedValues(['{1,2,3}'], (n) => `{1,2,${n}}`),
  lseg: () => countedValues(['[(0,0),(1,1)]'], (n) => `[(0,0),(1,${n})]`),
  box: () => countedValues(['(1,1),(0,0)'], (n) => `(${n + 1},1),(0,0)`),
  path: () => countedValues(['((0,0),(1,1))', '[(0,0),(1,2)]'], (n) => `[(0,0),(1,${n})]`),
  polygon: () => countedValues(['((0,0),(1,1),(2,0))'], (n) => `((0,0),(1,1),(2,${n}))`),
  circle: () => countedValues(['<(0,0),1>'], (n) => `<(0,0),${n + 1}>`),
  int4range: () => countedValues(['[1,10)', 'empty', '(,5)', '[7,)'], (n) => `[${n * 10 + 100},${n * 10 + 105})`),
  int8range: () => countedValues(['[1,10)', 'empty', '(,5)'], (n) => `[${n * 10 + 100},${n * 10 + 105})`),
  numrange: () => countedValues(['[1.5,2.5]', 'empty', '(,)'], (n) => `[${n},${n}.5)`),
  daterange: () => countedValues(['[2024-02-29,2024-03-01)', 'empty'], (n) => `[${1000 + n}-01-01,${1000 + n}-02-01)`),
  tsrange: () =>
    countedValues(['["2024-02-29 12:00:00","2024-02-29 13:00:00")'], (n) => `[${1000 + n}-01-01,${1000 + n}-02-01)`),
  tstzrange: () => countedValues(['["2024-02-29 12:00:00+00","2024-02-29 13:00:00+00")', 'empty'], (n) => `["${1000 + n}-01-01 00:00:00+00","${1000 + n}-02-01 00:00:00+00")`), // prettier-ignore
  int4multirange: () => countedValues(['{[1,3),[5,8)}', '{}'], (n) => `{[${n},${n + 1})}`),
  int8multirange: () => countedValues(['{[1,3),[5,8)}', '{}'], (n) => `{[${n},${n + 1})}`),
  nummultirange: () => countedValues(['{[1.5,3),[5,8)}', '{}'], (n) => `{[${n},${n}.5)}`),
  datemultirange: () =>
    countedValues(['{[2024-02-29,2024-03-01)}', '{}'], (n) => `{[${1000 + n}-01-01,${1000 + n}-02-01)}`),
  hstore: () => countedValues(['"a"=>"1", "b"=>NULL', '', '"ключ"=>"O\'Neil"'], (n) => `"n"=>"${n}"`),
  ltree: () => countedValues(['Top.Science.Astronomy', 'Top', ''], (n) => `Top.N${n}`),
};

function hexPairs(n: number): string {
  return int8(n)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':');
}
