import type { Column, ColumnType } from '../../schema/model';
import { isTextual } from '../apply.tables';
import type { ColumnFact, TypeEvidence } from './facts';
import { castableValues, plainKey, type, typeBefore, typeByName } from './guess';
import type { Survey } from './survey';

export interface BuiltColumn {
  readonly column: Column;
  readonly reason: string;
  /** No line tells the type. */
  readonly isTypeGuessed: boolean;
}

/** A presumed column, from the strongest that is known of it. */
export function buildColumn(survey: Survey, fact: ColumnFact, isKey: boolean): BuiltColumn {
  const { type: found, reason, isGuess } = resolveType(survey, fact);
  const written = fact.written ?? emptyColumn;
  const column: Column = {
    ...written,
    name: fact.name,
    type: castableType(survey, fact, found),
    nullable: !isKey && isNullable(fact, written),
    default: defaultOf(fact, written),
  };
  return { column, reason, isTypeGuessed: isGuess };
}

/** The type of keys in these files: the most frequent one, else integer. */
export function keyType(survey: Survey): ColumnType {
  const byCount = [...survey.keyTypes.values()].sort((a, b) => b.count - a.count);
  return plainKey(byCount[0]?.type ?? type('integer'));
}

/** An ordinary column where nothing else is known. */
export const emptyColumn: Column = {
  name: '',
  type: null,
  nullable: true,
  default: null,
  generated: null,
  identity: null,
  collation: null,
  comment: null,
};

interface ResolvedType {
  readonly type: ColumnType;
  readonly reason: string;
  readonly isGuess: boolean;
}

function resolveType(survey: Survey, fact: ColumnFact): ResolvedType {
  const known = knownType(fact, new Set());
  if (known !== null && known.strength !== 'used') return { ...known, isGuess: false };
  if (fact.retyped !== null) {
    return {
      type: typeBefore(fact.retyped.type),
      reason: `a guess: the upgrade turns it into ${fact.retyped.type.name}`,
      isGuess: true,
    };
  }
  if (known !== null) return { ...known, isGuess: true };
  const namesake = fact.name === 'id' ? undefined : survey.namesakes.get(fact.name);
  if (namesake !== undefined) {
    const reason = 'a guess: elsewhere in the files a column of this name has this type';
    return { type: plainKey(namesake), reason, isGuess: true };
  }
  return { type: typeByName(fact.name, keyType(survey)), reason: 'the type is a guess by its name', isGuess: true };
}

/** Written or mentioned types first; then that of a foreign key's other side; then what its use tells. */
function knownType(fact: ColumnFact, seen: Set<ColumnFact>): TypeEvidence | null {
  seen.add(fact);
  if (fact.written?.type !== null && fact.written?.type !== undefined) {
    return { strength: 'written', type: fact.written.type, reason: 'as the downgrade restores it' };
  }
  const byStrength = (strength: TypeEvidence['strength']) => fact.types.find((known) => known.strength === strength);
  const stated = byStrength('written') ?? byStrength('mentioned');
  if (stated !== undefined) return stated;
  return partnerType(fact, seen) ?? byStrength('used') ?? null;
}

function partnerType(fact: ColumnFact, seen: Set<ColumnFact>): TypeEvidence | null {
  for (const partner of fact.partners) {
    const found = seen.has(partner) ? null : knownType(partner, seen);
    if (found !== null && found.strength !== 'used') {
      return { ...found, type: plainKey(found.type), reason: 'the type is that of the foreign key’s other side' };
    }
  }
  return null;
}

/** On Postgres a cast of text fails on what does not fit: the migration presumes that everything in there fits. */
function castableType(survey: Survey, fact: ColumnFact, found: ColumnType): ColumnType {
  const target = fact.retyped?.type;
  if (target === undefined || survey.dialect !== 'postgresql') return withoutLabels(found, survey);
  if (!isTextual(found.name) || isTextual(target.name) || found.dimensions > 0) return found;
  const values = found.labels ?? castableValues(withKnownLabels(survey, target));
  return values === null ? found : { ...found, labels: values };
}

/** SQLite and others check nothing: a text column stays an ordinary one there, whatever it is turned into. */
function withoutLabels(found: ColumnType, survey: Survey): ColumnType {
  if (found.labels === undefined || survey.dialect === 'postgresql' || found.name !== 'varchar') return found;
  const { labels: _, ...rest } = found;
  return rest;
}

function withKnownLabels(survey: Survey, target: ColumnType): ColumnType {
  if (target.labels !== undefined) return target;
  const labels = survey.liveEnums.get(target.name)?.labels;
  return labels === undefined || labels === null ? target : { ...target, labels };
}

function isNullable(fact: ColumnFact, written: Column): boolean {
  if (fact.nullable !== null) return fact.nullable;
  if (fact.written !== null) return written.nullable;
  return !fact.feedsRequired;
}

/** Where the upgrade changes a default and nobody says what it was: none, which is what columns have most often. */
function defaultOf(fact: ColumnFact, written: Column): string | null {
  return fact.default === undefined ? written.default : fact.default;
}
