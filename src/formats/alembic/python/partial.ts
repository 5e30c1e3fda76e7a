import { concatenate, isReasonable } from './strings';
import type { PartialText, Text, Value } from './value';

/** Stands for a part of a text that could not be evaluated. */
export const hole = '\0';

/** One part of a text that is put together: known, or the source of what is not. */
export type Part = Text | PartialText | { readonly kind: 'hole'; readonly source: string };

/** Puts a text together. `null` if it grows beyond reason. */
export function assemble(parts: readonly Part[]): Text | PartialText | null {
  const known = parts.flatMap((part) => (part.kind === 'text' ? [part] : []));
  if (!isReasonable(known)) return null;
  if (known.length === parts.length) return concatenate(known);
  return {
    kind: 'partial',
    value: parts.map((part) => (part.kind === 'hole' ? hole : part.value)).join(''),
    holes: parts.flatMap((part) => (part.kind === 'hole' ? [part.source] : part.kind === 'partial' ? part.holes : [])),
  };
}

/** A value as part of a text: itself where it is text, else something that is not known. */
export function asPart(value: Value): Part {
  return value.kind === 'text' || value.kind === 'partial' ? value : { kind: 'hole', source: describe(value) };
}

/** A short likeness of the expression that a value came from. */
export function describe(value: Value, depth = 0): string {
  if (depth > 6) return '...';
  switch (value.kind) {
    case 'unknown':
      return value.source;
    case 'name':
      return value.path.replace(/^builtins\./, '');
    case 'attribute':
      return `${describe(value.of, depth + 1)}.${value.name}`;
    case 'item':
      return `${describe(value.of, depth + 1)}[${describe(value.key, depth + 1)}]`;
    case 'call':
      return `${describe(value.callee, depth + 1)}(${value.args.length > 0 ? '...' : ''})`;
    case 'function':
    case 'class':
      return value.name;
    case 'text':
      return `'${value.value}'`;
    case 'constant':
      return String(value.value);
    case 'each':
      return 'each';
    case 'partial':
    case 'list':
    case 'dict':
    case 'operator':
    case 'batch':
      return '...';
  }
}

/** String methods that treat what is not known like any other character. */
export function partialMethod(of: PartialText, name: string): Value | null {
  switch (name) {
    case 'strip':
    case 'lstrip':
    case 'rstrip':
    case 'format':
      return of;
    case 'lower':
      return { ...of, value: of.value.toLowerCase() };
    case 'upper':
      return { ...of, value: of.value.toUpperCase() };
    default:
      return null;
  }
}
