import type { Operation, OperationKind, OperationOf } from '../migration/operation';
import type { History } from '../migration/history';
import type { SourceFile } from '../migration/migration';
import type { Span } from '../migration/span';
import type { Facts } from '../paper/facts';
import type { Origins } from '../paper/origins';
import type { PaperRevision, Step } from '../paper/roundtrip';
import { formatName, type Dialect, type ObjectName, type Schema, type Subject } from '../schema/model';
import type { Fix, Severity } from './finding';
import { groupBy } from '../schema/groups';
import type { LintSettings } from './settings';

/** What a rule reports; the name, the code and the path are added for it. */
export interface Report {
  readonly span: Span;
  readonly subject: Subject | null;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
}

/** A report and whose it is. */
export interface Reported extends Report {
  readonly code: string;
}

export interface RuleContext {
  readonly revision: PaperRevision;
  /** Every revision of the set in the order in which they are applied, `revision` among them. */
  readonly revisions: readonly PaperRevision[];
  readonly graph: History;
  readonly dialect: Dialect;
  readonly settings: LintSettings;
  readonly file: SourceFile;
  /** What rules before this one reported on the same revision. */
  readonly reported: readonly Reported[];
}

export interface RuleDefinition {
  /** Kebab-case; the name of the rule's folder. */
  readonly name: string;
  /** `RT` and a number; its first digit is the theme's (rules/themes). */
  readonly code: `RT${number}`;
  readonly severity: Severity;
  /** Codes under which other tools know the same thing; a suppression may use them. */
  readonly aliases: readonly string[];
  /** Where it applies; absent: to all dialects. */
  readonly dialects?: readonly Dialect[];
  /** Off unless chosen (`enable`): advice that not every team wants. */
  readonly isOptional?: true;
  readonly check: (context: RuleContext) => readonly Report[];
  /** What can be done about one report by changing the file (src/lint/fix). Asked only where somebody wants to know. */
  readonly fix?: Fixer;
}

export type Fixer = (report: Report, context: RuleContext) => readonly Fix[];

export type Rule = Readonly<RuleDefinition>;

/** Rules that share the first digit of their codes. */
export interface Theme {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly Rule[];
}

export function rule(definition: RuleDefinition): Rule {
  return Object.freeze(definition);
}

/** An operation of one kind with what it meets and its place in the walk. */
export interface StepOf<K extends OperationKind> {
  readonly operation: OperationOf<K>;
  readonly schema: Schema;
  readonly origins: Origins;
  readonly facts: Facts;
  readonly at: number;
}

/** The steps of one kind, in order. */
export function stepsOf<K extends OperationKind>(steps: readonly Step[], kind: K): readonly StepOf<K>[] {
  return (placesByKind(steps).get(kind) ?? []).flatMap((at) => {
    const step = steps[at];
    if (step === undefined || !isOfKind(step.operation, kind)) return [];
    const { operation, schema, origins, facts } = step;
    return [{ operation, schema, origins, facts, at }];
  });
}

/** More than a hundred rules ask the same steps for a kind that few of them are of. */
const known = new WeakMap<readonly Step[], ReadonlyMap<OperationKind, readonly number[]>>();

function placesByKind(steps: readonly Step[]): ReadonlyMap<OperationKind, readonly number[]> {
  const places = known.get(steps) ?? groupBy(steps.keys(), (at) => steps[at]?.operation.kind ?? 'unknown');
  known.set(steps, places);
  return places;
}

export function tableSubject({ schema, name }: ObjectName): Subject {
  return { kind: 'table', schema, table: name, name };
}

export function columnSubject({ schema, name }: ObjectName, column: string): Subject {
  return { kind: 'column', schema, table: name, name: column };
}

/** One report for each object: a statement in a loop, or a second one like it, says nothing new. */
export function firstOfEach(reports: readonly Report[]): readonly Report[] {
  const seen = new Set<string>();
  return reports.filter(({ subject, span }) => {
    const key = JSON.stringify(subject ?? span);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** `users.phone`. */
export function formatColumn(table: ObjectName, column: string): string {
  return `${formatName(table)}.${column}`;
}

/** The first line of a function or section: where a finding about the whole of it stands. */
export function headerOf({ text }: SourceFile, span: Span): Span {
  const end = text.indexOf('\n', span.start);
  return { start: span.start, end: end < 0 ? span.end : Math.min(end, span.end) };
}

function isOfKind<K extends OperationKind>(operation: Operation, kind: K): operation is OperationOf<K> {
  return operation.kind === kind;
}
