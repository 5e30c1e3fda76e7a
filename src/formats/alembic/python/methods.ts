import { isSameKey } from './access';
import { formatMethod } from './formatting';
import { asPart, assemble, partialMethod } from './partial';
import { slice, concatenate } from './strings';
import { truth } from './operators';
import {
  constant,
  elements,
  list,
  none,
  textValue,
  unknown,
  type Call,
  type Dict,
  type List,
  type Text,
  type Value,
} from './value';

/**
 * Python's own functions and the methods of its own values.
 * @param of the object, or `null` for a function; then `name` is its full path.
 * @param isCertain whether the call surely happens: what may be appended makes a list open.
 * @returns `null` where it is none of those, or cannot be computed.
 */
export function callMethod(of: Value | null, name: string, call: Call, isCertain: boolean): Value | null {
  if (of === null) return functions[name]?.(call) ?? null;
  if (of.kind === 'text') return textMethod(of, name, call);
  if (of.kind === 'partial') return partialMethod(of, name);
  if (of.kind === 'list') return listMethod(of, name, call, isCertain);
  return of.kind === 'dict' ? dictMethod(of, name, call) : null;
}

const functions: Readonly<Record<string, (call: Call) => Value | null>> = {
  'builtins.len': ({ args }) => {
    const items = args[0] ? elements(args[0].value) : null;
    return items === null ? null : constant(items.length);
  },
  'builtins.range': ({ args }) => range(args.map(({ value }) => numberOf(value))),
  'builtins.enumerate': ({ args, keywords }) => {
    const items = args[0] ? elements(args[0].value) : null;
    const start = numberOf(args[1]?.value ?? keywords.get('start')?.value) ?? 0;
    return items && list(items.map((item, index) => list([constant(index + start), item], true)));
  },
  'builtins.zip': ({ args }) => {
    const columns = args.map(({ value }) => elements(value));
    if (columns.includes(null) || columns.length === 0) return null;
    const length = Math.min(...columns.map((column) => column?.length ?? 0));
    return list(
      Array.from({ length }, (_, row) =>
        list(
          columns.map((column) => column?.[row] ?? none),
          true,
        ),
      ),
    );
  },
  'builtins.list': copy,
  'builtins.tuple': copy,
  'builtins.set': copy,
  'builtins.frozenset': copy,
  'builtins.sorted': sorted,
  'builtins.reversed': ({ args }) => {
    const items = args[0] ? elements(args[0].value) : null;
    return items && list([...items].reverse());
  },
  'builtins.str': ({ args }) => (args[0]?.value.kind === 'text' ? args[0].value : null),
  'builtins.bool': ({ args }) => {
    const known = args[0] ? truth(args[0].value) : false;
    return known === null ? null : constant(known);
  },
  'builtins.dict': ({ args, keywords }) => {
    if (args.length > 0 || keywords.has('**')) return null;
    return { kind: 'dict', entries: [...keywords].map(([name, { value }]) => [textValue(name), value]), isOpen: false };
  },
  'textwrap.dedent': ({ args }) => (args[0]?.value.kind === 'text' ? dedent(args[0].value) : null),
  'inspect.cleandoc': ({ args }) => (args[0]?.value.kind === 'text' ? dedent(args[0].value) : null),
};

function copy({ args }: Call): Value | null {
  if (args.length === 0) return list([]);
  const items = args[0] ? elements(args[0].value) : null;
  return items && list(items);
}

/** Sorts texts or numbers; a key function makes the order unknown. */
function sorted({ args, keywords }: Call): Value | null {
  const items = args[0] ? elements(args[0].value) : null;
  if (items === null || keywords.size > 0) return null;
  const isText = items.every((item) => item.kind === 'text');
  return isText ? list(items.toSorted((a, b) => compareTexts(a, b))) : null;
}

function compareTexts(a: Value, b: Value): number {
  const [left, right] = [a, b].map((value) => (value.kind === 'text' ? value.value : ''));
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function range(bounds: readonly (number | null)[]): List | null {
  if (bounds.includes(null) || bounds.length === 0) return null;
  const [start, stop, step] =
    bounds.length === 1 ? [0, bounds[0] ?? 0, 1] : [bounds[0] ?? 0, bounds[1] ?? 0, bounds[2] ?? 1];
  const length = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  return length > 10_000 ? null : list(Array.from({ length }, (_, index) => constant(start + index * step)));
}

function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'constant' && typeof value.value === 'number' ? value.value : null;
}

function textMethod(of: Text, name: string, { args, keywords }: Call): Value | null {
  const first = args[0]?.value;
  const word = first?.kind === 'text' ? first.value : null;
  switch (name) {
    case 'format':
      return formatMethod(of, args, keywords) ?? unknown(of.value);
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return strip(of, name, word);
    case 'lower':
      return textValue(of.value.toLowerCase(), of.pieces);
    case 'upper':
      return textValue(of.value.toUpperCase(), of.pieces);
    case 'title':
    case 'capitalize':
      return textValue(of.value.charAt(0).toUpperCase() + of.value.slice(1).toLowerCase());
    case 'replace': {
      const second = args[1]?.value;
      return word !== null && second?.kind === 'text'
        ? textValue(of.value.replaceAll(word, second.value))
        : unknown(of.value);
    }
    case 'join':
      return first ? join(of, first) : null;
    case 'split':
      return list((word === null ? of.value.trim().split(/\s+/) : of.value.split(word)).map((part) => textValue(part)));
    case 'splitlines':
      return list(of.value.split(/\r?\n/).map((part) => textValue(part)));
    case 'startswith':
      return word === null ? null : constant(of.value.startsWith(word));
    case 'endswith':
      return word === null ? null : constant(of.value.endsWith(word));
    default:
      return null;
  }
}

function strip(of: Text, side: string, characters: string | null): Value {
  const set = characters === null ? '\\s' : characters.replace(/[\\\]^-]/g, '\\$&');
  const start = side === 'rstrip' ? 0 : (new RegExp(`^[${set}]*`).exec(of.value)?.[0].length ?? 0);
  const rest = of.value.slice(start);
  const end = side === 'lstrip' ? of.value.length : start + rest.replace(new RegExp(`[${set}]+$`), '').length;
  return slice(of, start, end);
}

function join(separator: Text, values: Value): Value {
  const items = elements(values);
  const parts = items?.map(asPart) ?? [asPart(values)];
  const between = textValue(separator.value);
  return assemble(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]))) ?? unknown(separator.value);
}

/** Removes the white space that all lines begin with. */
function dedent(text: Text): Text {
  const lines = text.value.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = indents.length > 0 ? Math.min(...indents) : 0;
  const parts: Text[] = [];
  let at = 0;
  lines.forEach((line, index) => {
    const skip = line.trim() === '' ? line.length : indent;
    parts.push(slice(text, at + skip, at + line.length + (index < lines.length - 1 ? 1 : 0)));
    at += line.length + 1;
  });
  return concatenate(parts);
}

function listMethod(of: List, name: string, { args }: Call, isCertain: boolean): Value | null {
  const first = args[0]?.value;
  switch (name) {
    case 'append':
    case 'add':
      if (first) of.items.push(first);
      of.isOpen ||= !isCertain;
      return none;
    case 'extend':
    case 'update': {
      const items = first ? elements(first) : null;
      of.items.push(...(items ?? []));
      of.isOpen ||= items === null || !isCertain;
      return none;
    }
    case 'copy':
      return list(of.items, of.isTuple);
    case 'index': {
      const at = first ? of.items.findIndex((item) => isSameKey(item, first)) : -1;
      return at < 0 ? null : constant(at);
    }
    default:
      return null;
  }
}

function dictMethod(of: Dict, name: string, { args }: Call): Value | null {
  if (of.isOpen && name !== 'get') return null;
  switch (name) {
    case 'items':
      return list(of.entries.map((entry) => list(entry, true)));
    case 'keys':
      return list(of.entries.map(([key]) => key));
    case 'values':
      return list(of.entries.map(([, value]) => value));
    case 'get': {
      const key = args[0]?.value;
      const found = key && of.entries.findLast(([each]) => isSameKey(each, key));
      if (found) return found[1];
      return of.isOpen ? null : (args[1]?.value ?? none);
    }
    default:
      return null;
  }
}
