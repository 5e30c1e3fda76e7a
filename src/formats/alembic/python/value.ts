import type { SyntaxNode } from './node';
import type { BatchBlock } from '../../../migration/operation';
import type { Span } from '../../../migration/span';
import type { ObjectName } from '../../../schema/model';
import type { Scope } from './scope';

/**
 * What an expression of a migration is worth, as far as the file tells. Python's own values are computed; a library's
 * objects stay as they were built (`sa.Column("a", sa.Text())` is a call with arguments), for others to interpret.
 */
export type Value =
  | Constant
  | Text
  | PartialText
  | List
  | Dict
  | Name
  | Attribute
  | Item
  | Call
  | Operator
  | Each
  | FunctionValue
  | ClassValue
  | Batch
  | Unknown;

/** None, True, False or a number. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: null | boolean | number;
}

export interface Text {
  readonly kind: 'text';
  readonly value: string;
  /** Where each piece of it is written, in order; empty where that was lost. */
  readonly pieces: readonly Piece[];
}

/** A text of which some parts could not be evaluated: NUL stands for each of them, `holes` are their sources. */
export interface PartialText {
  readonly kind: 'partial';
  readonly value: string;
  readonly holes: readonly string[];
}

/** A run of a text's characters, and the part of the file that they come from. */
export interface Piece {
  readonly length: number;
  readonly start: number;
  readonly end: number;
}

/** A list, tuple or set. Lists are appended to, hence mutable. */
export interface List {
  readonly kind: 'list';
  readonly items: Value[];
  readonly isTuple: boolean;
  /** Something unknown was added: `items` are not all. */
  isOpen: boolean;
}

export interface Dict {
  readonly kind: 'dict';
  readonly entries: (readonly [key: Value, value: Value])[];
  /** Holds keys that are not known (`**other`). */
  isOpen: boolean;
}

/** Something from elsewhere, under its full path: `alembic.op`, `sqlalchemy.String`, `builtins.len`. */
interface Name {
  readonly kind: 'name';
  readonly path: string;
}

interface Attribute {
  readonly kind: 'attribute';
  readonly of: Value;
  readonly name: string;
}

/** `of[key]`. */
interface Item {
  readonly kind: 'item';
  readonly of: Value;
  readonly key: Value;
}

export interface Argument {
  readonly value: Value;
  readonly span: Span;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: Value;
  readonly args: readonly Argument[];
  readonly keywords: ReadonlyMap<string, Argument>;
  readonly span: Span;
}

/** An operation that has not been computed; `not` has one operand. */
interface Operator {
  readonly kind: 'operator';
  readonly operator: string;
  readonly operands: readonly Value[];
}

/** One element of a collection that is not known, or what a comprehension makes of each. */
interface Each {
  readonly kind: 'each';
  readonly of: Value;
  /** What is made of an element; the element itself where `null`. */
  readonly result: Value | null;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly node: SyntaxNode;
  readonly scope: Scope;
  /** What a call on an object hands over as the first argument. */
  readonly binding: 'self' | 'class' | 'static';
}

/** A class of the file: an ORM model, an enum. */
export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: ReadonlyMap<string, Value>;
}

/** The object of `with op.batch_alter_table(...) as it`. */
export interface Batch {
  readonly kind: 'batch';
  /** `null`: the name could not be evaluated. */
  readonly table: ObjectName | null;
  readonly block: BatchBlock;
}

/** Could not be evaluated; `source` is the text that could not. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly source: string;
}

export const none: Constant = { kind: 'constant', value: null };

export function constant(value: Constant['value']): Constant {
  return { kind: 'constant', value };
}

export function textValue(value: string, pieces: readonly Piece[] = []): Text {
  return { kind: 'text', value, pieces };
}

export function list(items: readonly Value[], isTuple = false): List {
  return { kind: 'list', items: [...items], isTuple, isOpen: false };
}

export function unknown(source: string): Unknown {
  return { kind: 'unknown', source };
}

export function isNone(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'constant' && value.value === null);
}

/** A plain text's characters, or `null`. */
export function plain(value: Value | undefined): string | null {
  return value?.kind === 'text' ? value.value : null;
}

/** The elements of a collection that is fully known. */
export function elements(value: Value): readonly Value[] | null {
  if (value.kind === 'list' && !value.isOpen) return value.items;
  if (value.kind === 'dict' && !value.isOpen) return value.entries.map(([key]) => key);
  if (value.kind === 'class' && isEnum(value))
    return enumMembers(value).map((name) => ({ kind: 'attribute', of: value, name }));
  return value.kind === 'text' ? [...value.value].map((character) => textValue(character)) : null;
}

/** A class that derives from one of `enum`'s, as far as the names of its bases tell. */
export function isEnum({ bases }: ClassValue): boolean {
  return bases.some(
    (base) => (base.kind === 'name' && /Enum$/.test(base.path)) || (base.kind === 'class' && isEnum(base)),
  );
}

/** The names of an enum's members, in order. */
export function enumMembers({ members }: ClassValue): readonly string[] {
  return [...members].flatMap(([name, value]) => (name.startsWith('_') || value.kind === 'function' ? [] : [name]));
}

/** All values inside a value, itself first, each once. Functions and classes are not entered. */
export function within(value: Value): ReadonlySet<Value> {
  // A set grows while it is walked: values share parts, and following each path to them could take for ever.
  const found = new Set([value]);
  for (const each of found) for (const part of partsOf(each)) found.add(part);
  return found;
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'dict':
      return value.entries.flat();
    case 'attribute':
      return [value.of];
    case 'item':
      return [value.of, value.key];
    case 'call':
      return [
        value.callee,
        ...value.args.map((each) => each.value),
        ...[...value.keywords.values()].map((each) => each.value),
      ];
    case 'operator':
      return value.operands;
    case 'each':
      return value.result === null ? [value.of] : [value.of, value.result];
    case 'constant':
    case 'text':
    case 'partial':
    case 'name':
    case 'function':
    case 'class':
    case 'batch':
    case 'unknown':
      return [];
  }
}
