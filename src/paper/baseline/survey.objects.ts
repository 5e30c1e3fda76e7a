import type { OperationOf } from '../../migration/operation';
import { formatName, isSameName, type ObjectName } from '../../schema/model';
import type { EnumFact, ObjectFact } from './facts';
import type { Survey } from './survey';

export function surveyCreateEnum(survey: Survey, operation: OperationOf<'createEnum'>): void {
  const { name, labels, ifNotExists } = operation;
  const key = formatName(name);
  const known = survey.liveEnums.get(key);
  if (!survey.isUpgrade) {
    learnLabels(survey, key, labels);
    return;
  }
  if (known !== undefined && known !== null) {
    if (ifNotExists || operation.certainty === 'conditional') return;
    known.origin = 'made';
  }
  survey.addEnum(name, 'made', labels, 'it is created');
}

/** The downgrade creates the type as it was, under its own name or the one the upgrade moved it to. */
function learnLabels(survey: Survey, key: string, labels: readonly string[]): void {
  const fact = survey.ledger.enums.get(key);
  if (fact?.origin === 'presumed') fact.labels = labels;
}

export function surveyDropEnum(survey: Survey, operation: OperationOf<'dropEnum'>): void {
  const { name } = operation;
  const fact = knownEnum(survey, name, 'it is dropped', operation);
  if (fact !== null && survey.isUpgrade) survey.ledger.enums.set(formatName(name), fact);
  survey.liveEnums.set(formatName(name), null);
}

export function surveyRenameType(survey: Survey, { name, newName }: OperationOf<'renameType'>): void {
  const fact = knownEnum(survey, name, `it is renamed to ${newName}`);
  if (fact === null) return;
  const newKey = formatName({ schema: name.schema, name: newName });
  if (survey.isUpgrade) survey.ledger.enums.set(formatName(name), fact).set(newKey, fact);
  survey.liveEnums.set(formatName(name), null);
  survey.liveEnums.set(newKey, fact);
}

export function surveyAddEnumValue(survey: Survey, { name, label, ifNotExists }: OperationOf<'addEnumValue'>): void {
  const fact = knownEnum(survey, name, `the value ${label} is added to it`);
  if (fact?.origin !== 'presumed' || !survey.isUpgrade) return;
  survey.ledger.enums.set(formatName(name), fact);
  if (!fact.named.includes(label) && (!ifNotExists || fact.labels?.includes(label) !== true)) fact.added.push(label);
}

export function surveyRenameEnumValue(survey: Survey, operation: OperationOf<'renameEnumValue'>): void {
  const fact = knownEnum(survey, operation.name, 'one of its values is renamed');
  if (fact?.origin === 'presumed' && survey.isUpgrade) fact.named.push(operation.label);
}

export function surveyCreateDefined(survey: Survey, operation: OperationOf<'createDefined'>): void {
  const { object, name, table, definition, orReplace, reads } = operation;
  survey.reads(reads);
  survey.useSql(definition);
  if (table !== null) survey.table(table, `a ${object} is made on it`);
  const key = objectKey(operation);
  if (!survey.isUpgrade) {
    learnDefinition(survey, operation);
    return;
  }
  if (object === 'trigger') presumeTriggerFunction(survey, definition);
  const isReplaced = orReplace && !survey.made.has(key) && survey.restored.has(key);
  if (isReplaced) survey.ledger.objects.push(presumeObject(survey, object, name, table, 'it is replaced'));
  survey.made.add(key);
}

export function surveyDropDefined(survey: Survey, operation: OperationOf<'dropDefined'>): void {
  const { object, name, table } = operation;
  if (table !== null) survey.table(table, `a ${object} of it is dropped`);
  const key = objectKey(operation);
  if (survey.made.has(key) || !survey.isDropPresumed(key, operation)) return;
  if (survey.ledger.objects.some((fact) => fact.object === object && isSameName(fact.name, name))) return;
  survey.ledger.objects.push(presumeObject(survey, object, name, table, 'it is dropped'));
}

export function surveySequence(
  survey: Survey,
  operation: OperationOf<'dropSequence'> | OperationOf<'alterSequence'>,
): void {
  const { name } = operation;
  const key = `sequence:${formatName(name)}`;
  const isPresumed = operation.kind === 'dropSequence' ? survey.isDropPresumed(key, operation) : survey.isUpgrade;
  if (survey.made.has(key) || !isPresumed) return;
  if (survey.objects.some((fact) => fact.object === 'sequence' && isSameName(fact.name, name))) return;
  presumeObject(survey, 'sequence', name, null, operation.kind === 'dropSequence' ? 'it is dropped' : 'it is changed');
}

export function surveyDropExtension(survey: Survey, operation: OperationOf<'dropExtension'>): void {
  const isPresumed = survey.isDropPresumed(`extension:${operation.name}`, operation);
  if (isPresumed) survey.useExtension(operation.name, 'it is dropped');
}

export function surveyDropSchema(survey: Survey, operation: OperationOf<'dropSchema'>): void {
  if (survey.isDropPresumed(`schema:${operation.name}`, operation)) survey.useSchema(operation.name);
}

export function objectKey({ object, name, table }: OperationOf<'createDefined'> | OperationOf<'dropDefined'>): string {
  const kind = object === 'materialized view' ? 'view' : object;
  return kind === 'trigger' || kind === 'policy'
    ? `${kind}:${table === null ? '' : formatName(table)}.${name.name}`
    : `${kind}:${formatName(name)}`;
}

function knownEnum(survey: Survey, name: ObjectName, reason: string, drop?: OperationOf<'dropEnum'>): EnumFact | null {
  const known = survey.liveEnums.get(formatName(name));
  if (known !== undefined) return known;
  const isPresumed =
    survey.isUpgrade && (drop === undefined || survey.isDropPresumed(`enum:${formatName(name)}`, drop));
  if (!isPresumed) return null;
  return survey.addEnum(name, 'presumed', null, reason);
}

function presumeObject(
  survey: Survey,
  object: ObjectFact['object'],
  name: ObjectName,
  table: ObjectName | null,
  reason: string,
): ObjectFact {
  survey.useSchema(name.schema);
  const fact: ObjectFact = { object, name, table, definition: null, place: survey.place, reason };
  survey.objects.push(fact);
  return fact;
}

function learnDefinition(survey: Survey, { object, name, definition }: OperationOf<'createDefined'>): void {
  const fact = survey.ledger.objects.find((dropped) => dropped.object === object && isSameName(dropped.name, name));
  if (fact !== undefined) fact.definition ??= definition;
}

function presumeTriggerFunction(survey: Survey, definition: string): void {
  const [, qualifier, functionName] =
    /\bEXECUTE\s+(?:FUNCTION|PROCEDURE)\s+(?:"?(\w+)"?\.)?"?(\w+)"?/i.exec(definition) ?? [];
  if (functionName === undefined || survey.dialect !== 'postgresql' || isBuiltInTrigger(functionName)) return;
  const name: ObjectName = { schema: qualifier ?? null, name: functionName };
  const isKnown = survey.objects.some((fact) => fact.object === 'function' && isSameName(fact.name, name));
  if (isKnown || survey.made.has(`function:${formatName(name)}`)) return;
  const fact = presumeObject(survey, 'function', name, null, 'a trigger calls it');
  fact.definition = triggerFunction(name);
}

function triggerFunction(name: ObjectName): string {
  const body = 'BEGIN RETURN NEW; END';
  return `CREATE FUNCTION ${formatName(name)}() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$`;
}

/** Functions that Postgres itself brings for triggers (F.8 and 12.4.3 of its manual). */
function isBuiltInTrigger(name: string): boolean {
  return name.startsWith('tsvector_update_trigger') || name === 'suppress_redundant_updates_trigger';
}
