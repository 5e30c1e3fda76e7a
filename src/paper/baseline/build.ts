import {
  emptySchema,
  formatName,
  type EnumType,
  type ObjectName,
  type Schema,
  type Sequence,
} from '../../schema/model';
import { createDefined } from '../apply.objects';
import { enumOf } from '../apply.tables';
import { hasNamed, putNamed } from '../edit';
import type { InferredBaseline, InferredPiece } from '../baseline';
import { withJoinableKeys } from './build.keys';
import { buildTable } from './build.table';
import type { EnumFact, ObjectFact } from './facts';
import { guessKey, piece } from './pieces';
import type { Survey } from './survey';

/** What the survey has learned, as a schema, with the reason for each piece. */
export function buildBaseline(survey: Survey): InferredBaseline {
  const built = survey.tables.filter(({ origin }) => origin === 'presumed').map((fact) => buildTable(survey, fact));
  const own = built.map(({ table }) => table);
  const tables = survey.dialect === 'postgresql' ? withJoinableKeys(own) : own;
  const base: Schema = {
    ...emptySchema,
    tables,
    enums: survey.dialect === 'postgresql' ? buildEnums(survey, tables) : [],
    sequences: buildSequences(survey, tables),
    extensions: [...survey.extensions.keys()],
    schemas: [...survey.schemas.keys()],
  };
  const schema = survey.objects.reduce((made, fact) => withObject(survey, made, fact), base);
  return {
    schema,
    pieces: [...built.flatMap(({ pieces }) => pieces), ...otherPieces(survey)],
    guesses: new Set([...built.flatMap(({ guesses }) => guesses), ...otherGuesses(survey)]),
  };
}

function buildEnums(survey: Survey, tables: Schema['tables']): readonly EnumType[] {
  const stated = survey.enums
    .filter(({ origin }) => origin === 'presumed')
    .map((fact) => ({ ...fact.name, labels: labelsOf(survey, fact, tables) }));
  const used = tables.flatMap(({ columns }) => columns.flatMap(({ type }) => enumOf(type) ?? []));
  const missing = used.filter((type) => !hasNamed(stated, type));
  return missing.reduce(putNamed<EnumType>, stated);
}

/** Labels as written down; else those that columns of the type declare; never those that the migration adds. */
function labelsOf(survey: Survey, fact: EnumFact, tables: Schema['tables']): readonly string[] {
  const declared = tables.flatMap(({ columns }) =>
    columns.flatMap(({ type }) => (type?.name === fact.name.name && type.labels !== undefined ? [type.labels] : [])),
  );
  const later = survey.liveEnums.get(formatName(fact.name))?.labels;
  const labels = fact.labels ?? declared[0] ?? later ?? [];
  const all = [...labels, ...fact.named].filter((label) => !fact.added.includes(label));
  return all.length > 0 ? [...new Set(all)] : placeholderLabels;
}

/** An enum that is only extended: its other labels are nowhere to be seen. */
const placeholderLabels = ['existing_1', 'existing_2'];

/** Not those that come with a serial or identity column. */
function buildSequences(survey: Survey, tables: Schema['tables']): readonly Sequence[] {
  const owned = new Set(
    tables.flatMap(({ name, columns }) =>
      columns
        .filter(({ type, identity }) => identity !== null || type?.name.endsWith('serial') === true)
        .map((column) => `${name}_${column.name}_seq`),
    ),
  );
  return survey.objects
    .filter(({ object, name }) => object === 'sequence' && !owned.has(name.name))
    .map(({ name }) => ({ ...name, type: null, start: null, increment: null, ownedBy: null }));
}

function withObject(survey: Survey, schema: Schema, fact: ObjectFact): Schema {
  if (fact.object === 'sequence') return schema;
  const definition = fact.definition ?? placeholder(fact, survey.dialect === 'postgresql');
  if (definition === null) return schema;
  return createDefined(schema, {
    kind: 'createDefined',
    object: fact.object,
    name: fact.name,
    table: fact.table,
    definition,
    orReplace: false,
    reads: [],
    span: fact.place.span,
    certainty: 'always',
    dialects: null,
    via: 'sql',
    autocommit: false,
  });
}

/** The least that can be dropped under this name. A policy or a trigger on nothing known cannot be made up. */
function placeholder({ object, name, table }: ObjectFact, isPostgres: boolean): string | null {
  const sqlName = quoted(name);
  switch (object) {
    case 'view':
      return `CREATE VIEW ${sqlName} AS SELECT 1 AS id`;
    case 'materialized view':
      return `CREATE MATERIALIZED VIEW ${sqlName} AS SELECT 1 AS id`;
    case 'function':
      return `CREATE FUNCTION ${sqlName}() RETURNS void LANGUAGE sql AS ''`;
    case 'domain':
      return `CREATE DOMAIN ${sqlName} AS text`;
    case 'type':
      return `CREATE TYPE ${sqlName} AS (value text)`;
    case 'policy':
      return table === null
        ? null
        : `CREATE POLICY ${quoted({ ...name, schema: null })} ON ${quoted(table)} USING (true)`;
    case 'trigger':
      return table === null ? null : placeholderTrigger(quoted({ ...name, schema: null }), quoted(table), isPostgres);
    case 'sequence':
      return null;
  }
}

function placeholderTrigger(name: string, table: string, isPostgres: boolean): string {
  return isPostgres
    ? `CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`
    : `CREATE TRIGGER ${name} AFTER DELETE ON ${table} BEGIN SELECT 1; END`;
}

function quoted({ schema, name }: ObjectName): string {
  const quote = (part: string) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`);
  return schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

function otherPieces(survey: Survey): readonly InferredPiece[] {
  const enums = survey.enums.filter(({ origin }) => origin === 'presumed');
  return [
    ...enums.map((fact) => piece(`enum ${formatName(fact.name)}`, fact.reason, fact.place)),
    ...survey.objects.map((fact) => piece(`${fact.object} ${formatName(fact.name)}`, fact.reason, fact.place)),
    ...[...survey.extensions].map(([name, { reason, place }]) => piece(`extension ${name}`, reason, place)),
    ...[...survey.schemas].map(([name, { reason, place }]) => piece(`schema ${name}`, reason, place)),
  ];
}

function otherGuesses(survey: Survey): readonly string[] {
  const enums = survey.enums.filter(({ origin, labels }) => origin === 'presumed' && labels === null);
  const objects = survey.objects.filter(({ definition }) => definition === null);
  return [
    ...enums.map(({ name }) => guessKey('enum', formatName(name))),
    ...objects.map(({ name }) => guessKey('object', formatName(name))),
  ];
}
