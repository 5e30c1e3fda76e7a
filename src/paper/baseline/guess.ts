import type { ColumnType } from '../../schema/model';
import { isTextual } from '../apply.tables';

/** Types where nothing is written down: from a column's name, from its use in SQL, from what it is turned into. */

export function type(name: string, ...args: readonly number[]): ColumnType {
  return { name, args, dimensions: 0 };
}

/** What a column of this name usually is. `keyType`: what keys are in these files. */
export function typeByName(column: string, keyType: ColumnType): ColumnType {
  const name = column.toLowerCase();
  if (isKeyName(name)) return keyType;
  return namePatterns.find(([pattern]) => pattern.test(name))?.[1] ?? type('varchar', 255);
}

export function isKeyName(name: string): boolean {
  return /^(id|pk)$|_id$|_pk$/.test(name);
}

/** One that every database has, whatever else the files create. */
export function isOrdinaryType({ name, dimensions, labels }: ColumnType): boolean {
  return dimensions === 0 && labels === undefined && ordinaryTypes.test(name);
}

const ordinaryTypes =
  /^(text|varchar|char|(small|big)?int(eger)?|(small|big)?serial|numeric|real|float|double precision|boolean|date|timestamp(tz)?|time|interval|uuid|jsonb?|bytea)$/;

/** A column that refers to a serial is an integer. */
export function plainKey(found: ColumnType): ColumnType {
  const plain = plainTypes[found.name];
  return plain === undefined ? found : { ...found, name: plain };
}

const plainTypes: Readonly<Record<string, string>> = {
  serial: 'integer',
  bigserial: 'bigint',
  smallserial: 'smallint',
};

const namePatterns: readonly (readonly [RegExp, ColumnType])[] = [
  [/^(u|gu)id$|_(u|gu)id$/, type('uuid')],
  [/(^|_)(at|on_utc|datetime|timestamp|ts)$|^(created|updated|deleted|modified|expires)$|_time$/, type('timestamp')],
  [/(^|_)(date|day|birthday|dob)$/, type('date')],
  [
    /^(is|has|can|should|was|allow|allows|use|uses|enable|enables|show)_|(^|_)(enabled|disabled|active|deleted|visible|public|private|verified|archived|default|required|flag)$/,
    type('boolean'),
  ],
  [
    /(^|_)(count|num|number|size|version|position|order|rank|priority|age|year|month|quantity|qty|total|level|attempts|retries|index|seq|port|duration|limit|offset|length|width|height)$|^(n|num)_/,
    type('integer'),
  ],
  [
    /(^|_)(price|amount|cost|balance|rate|ratio|score|percent|percentage|weight|lat|lng|latitude|longitude)$/,
    type('numeric', 12, 2),
  ],
  [
    /(^|_)(json|jsonb|metadata|meta|settings|config|configuration|extra|extras|options|params|payload|attributes|properties|preferences)$/,
    type('json'),
  ],
  [/(^|_)(description|content|body|text|notes?|comment|message|bio|summary|html|markdown|sql)$/, type('text')],
];

/** What an expression written into a column, or compared with it, says of its type. */
export function typeOfExpression(expression: string): ColumnType | null {
  const sql = expression.trim();
  return expressionPatterns.find(([pattern]) => pattern.test(sql))?.[1] ?? null;
}

const expressionPatterns: readonly (readonly [RegExp, ColumnType])[] = [
  [/^'[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}'/i, type('uuid')],
  [/^'\d{4}-\d\d-\d\d[ T]\d\d:\d\d/, type('timestamp')],
  [/^'\d{4}-\d\d-\d\d'$/, type('date')],
  [/^'[{[].*'(::jsonb)$|^jsonb_(?!typeof|array_length|extract_path_text)/is, type('jsonb')],
  [/^'[{[].*[}\]]'(::json)?$|^json_(?!extract|typeof|type|array_length|valid)/is, type('json')],
  [/^(now\(\)|current_timestamp|clock_timestamp\(\)|datetime\()/i, type('timestamp')],
  [/^current_date/i, type('date')],
  [/^(true|false)$/i, type('boolean')],
  [/^(gen_random_uuid|uuid_generate_v\d\w*)\(/i, type('uuid')],
  [/^[-+]?\d+$/, type('integer')],
  [/^[-+]?\d*\.\d+$/, type('numeric', 12, 4)],
  [
    /^(lower|upper|trim|btrim|concat|replace|substr|substring|left|right|md5|initcap|split_part)\s*\(/i,
    type('varchar', 255),
  ],
  [/^'/, type('varchar', 255)],
  [/\|\|\s*'|'\s*\|\|/, type('varchar', 255)],
];

/** How SQL text uses columns: the value that stands beside each of them, as the type it must have. */
export function usesInSql(sql: string): readonly { readonly column: string; readonly type: ColumnType }[] {
  return [...comparisons(sql), ...tests(sql)];
}

function comparisons(sql: string) {
  const found = sql.matchAll(
    /([a-z_]\w*)"?\s*(?:=|<>|!=|<=|>=|<|>|\bIN\s*\(|\bLIKE\b|\bILIKE\b)\s*('(?:[^']|'')*'(?:::\w+)?|[\w.]+\(?\)?)/gi,
  );
  return [...found].flatMap(([, column = '', value = '']) => {
    const valueType = typeOfExpression(value);
    return valueType === null ? [] : [{ column, type: valueType }];
  });
}

function tests(sql: string) {
  const booleans = [...sql.matchAll(/([a-z_]\w*)"?\s+IS\s+(?:NOT\s+)?(?:TRUE|FALSE)\b/gi)];
  const documents = [...sql.matchAll(/([a-z_]\w*)"?\s*(?:->>?|#>>?|@>|\?)\s*['\d]/gi)];
  const taken = [
    ...sql.matchAll(
      /\b(jsonb?)_(?:extract|each|tree|type|set|array_\w+|object_\w+|typeof)\w*\s*\(\s*(?:\w+\.)?"?([a-z_]\w*)"?\s*[,)]/gi,
    ),
  ];
  const texts = [
    ...sql.matchAll(/\b(?:lower|upper|trim|btrim|length|substr|substring)\s*\(\s*(?:\w+\.)?"?([a-z_]\w*)"?\s*[,)]/gi),
  ];
  return [
    ...booleans.map(([, column = '']) => ({ column, type: type('boolean') })),
    ...documents.map(([, column = '']) => ({ column, type: type('jsonb') })),
    ...taken.map(([, kind = '', column = '']) => ({ column, type: type(kind.toLowerCase()) })),
    ...texts.map(([, column = '']) => ({ column, type: type('varchar', 255) })),
  ];
}

/** What a column most likely was when all that is known is what an ALTER turns it into. */
export function typeBefore(target: ColumnType): ColumnType {
  if (target.dimensions > 0) return { ...target, dimensions: 0 };
  if (target.labels !== undefined) return { ...type('varchar', 255), labels: target.labels };
  const [length] = target.args;
  if (target.name === 'varchar' || target.name === 'char') {
    return length === undefined ? type('text') : type('varchar', Math.max(1, Math.floor(length / 2)));
  }
  return predecessors[target.name] ?? type('varchar', 255);
}

const predecessors: Readonly<Record<string, ColumnType>> = {
  text: type('varchar', 255),
  bigint: type('integer'),
  integer: type('smallint'),
  smallint: type('integer'),
  numeric: type('integer'),
  'double precision': type('integer'),
  float: type('integer'),
  real: type('integer'),
  timestamptz: type('timestamp'),
  timestamp: type('timestamptz'),
  date: type('timestamp'),
  jsonb: type('json'),
  json: type('text'),
};

/** Values of a text column that can be cast to a type: a migration that casts presumes nothing else is in there. */
export function castableValues(target: ColumnType): readonly string[] | null {
  if (target.labels !== undefined && !isTextual(target.name)) return target.labels;
  return castable[target.name] ?? null;
}

const numbers = ['0', '1', '-1', '42', '007', '32767'];
const castable: Readonly<Record<string, readonly string[]>> = {
  smallint: numbers,
  integer: numbers,
  bigint: [...numbers, '2147483648'],
  numeric: [...numbers, '1.50'],
  float: [...numbers, '1.5'],
  real: [...numbers, '1.5'],
  'double precision': [...numbers, '1.5'],
  boolean: ['true', 'false', 't', 'f'],
  date: ['2024-02-29', '1970-01-01', '2038-01-19'],
  timestamp: ['2024-02-29 12:34:56.789012', '1970-01-01 00:00:00'],
  timestamptz: ['2024-02-29 12:34:56.789012+00', '1970-01-01 00:00:00+05'],
  json: ['{}', '[1, 2]', '{"a": {"b": null}}', '"x"'],
  jsonb: ['{}', '[1, 2]', '{"a": {"b": null}}', '"x"'],
  uuid: ['00000000-0000-4000-8000-000000000001', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
  inet: ['127.0.0.1', '::1'],
};
