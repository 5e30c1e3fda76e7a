import { quoteText } from '../../schema/ddl.names';
import {
  type Column,
  type ColumnType,
  type Definition,
  type Dialect,
  formatName,
  isSameName,
  type Schema,
  type Table,
} from '../../schema/model';
import { tokenize } from '../../schema/tokens';
import { parseType } from '../../schema/type';
import { parseExpression } from './checks/reader';
import { constrain } from './constrain';
import { hostileTexts } from './values/texts';
import { countedValues, mapValues, type Place, startingWith, type Values, valuesAmong } from './values/values';
import { postgresScalar } from './values/postgres';
import { sqliteValues, type Storage } from './values/sqlite';

/** `traffic`: what an application writes once the schema allows it, look-alikes included; in addition to what is there. */
export type SeedProfile = 'representative' | 'hostile' | 'traffic';

/** Where a column's values come from, as cells; `null`: its type is not known here. */
export function supplyFor(
  column: Column,
  table: Table,
  schema: Schema,
  dialect: Dialect,
  profile: SeedProfile,
): Values | null {
  const values = ordinarySupply(column, table, schema, dialect, profile);
  const examples = column.type?.examples;
  if (!values || !examples || profile === 'hostile') return values;
  const isQuoted = dialect === 'sqlite' && column.type !== null && isText(column.type);
  return startingWith(isQuoted ? examples.map(quoteText) : examples, values);
}

function ordinarySupply(
  column: Column,
  table: Table,
  schema: Schema,
  dialect: Dialect,
  profile: SeedProfile,
): Values | null {
  const place = { table: formatName(table), column: column.name };
  const spelled = column.type && profile !== 'hostile' ? spelledValues(column.type, place, schema) : null;
  if (spelled) return dialect === 'sqlite' ? mapValues(spelled, quoteText) : spelled;
  if (dialect === 'sqlite') {
    const { values, storage } = sqliteValues(column.type, column.name, table);
    const all = storage === 'text' ? withHostile(values, column.type, profile) : values;
    return mapValues(all, (text) => storedLiteral(text, storage));
  }
  if (column.type === null) return null;
  const values = postgresValues(column.type, place, schema);
  return values && isText(column.type) ? withHostile(values, column.type, profile) : values;
}

/** A text column that is known to hold certain labels, or texts that another type can read. */
function spelledValues(type: ColumnType, place: Place, schema: Schema): Values | null {
  if (!isText(type)) return null;
  if (type.labels && type.labels.length > 0) return valuesAmong(type.labels, true);
  return type.content ? postgresValues(type.content, place, schema) : null;
}

function isText({ name, dimensions }: ColumnType): boolean {
  return dimensions === 0 && ['text', 'varchar', 'citext'].includes(name);
}

function withHostile(values: Values, type: ColumnType | null, profile: SeedProfile): Values {
  const isFree = type === null || /text|char/.test(type.name);
  if (profile !== 'hostile' || !isFree) return values;
  return { ...values, boundary: [...new Set([...hostileTexts(type?.args[0] ?? null), ...values.boundary])] };
}

function storedLiteral(text: string, storage: Storage): string {
  switch (storage) {
    case 'text':
      return quoteText(text);
    case 'integer':
      return text;
    case 'real':
      return /[.e]/.test(text) ? text : `${text}.0`;
    case 'blob':
      return `X'${text.toUpperCase()}'`;
  }
}

function postgresValues(type: ColumnType, place: Place, schema: Schema): Values | null {
  if (type.dimensions > 0) {
    const element = postgresValues({ ...type, dimensions: 0 }, place, schema);
    return element && arrayValues(element, type.dimensions);
  }
  return postgresScalar(type, place) ?? userValues(type, place, schema);
}

/** Enums, domains and composite types, as the schema describes them. */
function userValues(type: ColumnType, place: Place, schema: Schema): Values | null {
  const name = { schema: type.schema ?? null, name: type.name };
  const labels = type.labels ?? schema.enums.find((candidate) => isSameName(candidate, name))?.labels;
  if (labels) return labels.length > 0 ? valuesAmong(labels, true) : null;
  const domain = domainOf(type, schema);
  if (domain) return domainValues(domain, place, schema);
  const composite = schema.composites.find((candidate) => isSameName(candidate, name));
  return composite ? compositeValues(composite, schema) : null;
}

/** `CREATE DOMAIN d AS varchar(10) COLLATE "C" NOT NULL CHECK (...)`: the type is what stands after AS. */
function baseOf({ definition }: Definition): ColumnType {
  const [, text = definition] = /\bAS\s+(.*)/is.exec(definition) ?? [];
  const [base = ''] = text.split(/\s+(?:COLLATE|DEFAULT|NOT\s+NULL|NULL|CONSTRAINT|CHECK)\b|;/i);
  return parseType(base, 'postgresql');
}

/** The base type's values, without those that the domain's conditions on VALUE refuse. */
function domainValues(domain: Definition, place: Place, schema: Schema): Values | null {
  const base = baseOf(domain);
  const values = postgresValues(base, place, schema);
  const conditions = checksIn(domain.definition).map(parseExpression);
  return values && constrain(values, { name: 'VALUE', type: base }, conditions, 'postgresql');
}

/** Whether the column's type itself refuses NULL: a domain can. */
export function refusesNull(type: ColumnType | null, schema: Schema): boolean {
  const domain = type && type.dimensions === 0 ? domainOf(type, schema) : undefined;
  if (!domain) return false;
  const withoutChecks = checksIn(domain.definition).reduce((text, check) => text.replace(check, ''), domain.definition);
  return /\bNOT\s+NULL\b/i.test(withoutChecks) || refusesNull(baseOf(domain), schema);
}

function domainOf(type: ColumnType, schema: Schema): Definition | undefined {
  const name = { schema: type.schema ?? null, name: type.name };
  return schema.domains.find((candidate) => isSameName(candidate, name));
}

/** Each parenthesised condition after a CHECK. */
function checksIn(definition: string): readonly string[] {
  const tokens = tokenize(definition);
  return tokens.flatMap((token, index) => {
    if (token.text.toUpperCase() !== 'CHECK') return [];
    let depth = 0;
    const close = tokens.slice(index + 1).find(({ text }) => {
      depth += text === '(' ? 1 : text === ')' ? -1 : 0;
      return depth === 0;
    });
    return close ? [definition.slice(token.end, close.end)] : [];
  });
}

function arrayValues(element: Values, dimensions: number): Values {
  const nest = (text: string) => '{'.repeat(dimensions) + text + '}'.repeat(dimensions);
  const quoted = (text: string) => `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
  const some = element.boundary.map(quoted);
  const boundary = [
    nest(some.slice(0, 3).join(',')),
    '{}',
    nest(['NULL', ...some.slice(3, 5)].join(',')),
    ...some.map(nest),
  ];
  return { ...countedValues([...new Set(boundary)], (n) => nest(quoted(element.ordinary(n)))), isComplete: false };
}

/** `(a integer, b text)`, as far as the fields' types are known; else NULL in their place. */
function compositeValues({ definition }: Definition, schema: Schema): Values {
  const [, list = ''] = /\(([\s\S]*)\)/.exec(definition) ?? [];
  const fields = splitFields(list).map((field) => {
    const [name] = tokenize(field);
    const type = name ? parseType(field.slice(name.end), 'postgresql') : null;
    return type && postgresValues(type, { table: '', column: name?.value ?? '' }, schema);
  });
  const record = (n: number) =>
    `(${fields.map((values) => (values ? recordField(values.ordinary(n)) : '')).join(',')})`;
  const wild = `(${fields.map((values) => (values ? recordField(values.boundary.at(-1) ?? '') : '')).join(',')})`;
  return countedValues([...new Set([record(0), wild])], record);
}

function recordField(text: string): string {
  return `"${text.replace(/["\\]/g, '$&$&')}"`;
}

/** At the commas outside parentheses. */
function splitFields(list: string): readonly string[] {
  return list.split(/,(?![^(]*\))/).map((field) => field.trim());
}
