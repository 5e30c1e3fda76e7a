import { isSameKey } from './access';
import { callBuiltin } from './builtins';
import { formatMethod } from './formatting';
import { asPart, assemble, partialMethod } from './partial';
import { slice } from './strings';
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
  if (of === null) return callBuiltin(name, call);
  if (of.kind === 'text') return textMethod(of, name, call);
  if (of.kind === 'partial') return partialMethod(of, name);
  if (of.kind === 'list') return listMethod(of, name, call, isCertain);
  return of.kind === 'dict' ? dictMethod(of, name, call, isCertain) : null;
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
    case 'removeprefix':
      return word === null ? null : of.value.startsWith(word) ? slice(of, word.length, of.value.length) : of;
    case 'removesuffix':
      return word === null ? null : of.value.endsWith(word) ? slice(of, 0, of.value.length - word.length) : of;
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
    case 'insert':
      if (args[1])
        of.items.splice(args[0]?.value.kind === 'constant' ? Number(args[0].value.value) : 0, 0, args[1].value);
      of.isOpen ||= !isCertain;
      return none;
    case 'pop':
    case 'remove':
    case 'discard':
    case 'clear':
    case 'sort':
    case 'reverse':
    case 'popleft':
      return changedList(of, name, first, isCertain);
    case 'union':
      return unionOf(of, first);
    case 'index': {
      const at = first ? of.items.findIndex((item) => isSameKey(item, first)) : -1;
      return at < 0 ? null : constant(at);
    }
    default:
      return null;
  }
}

/** What takes elements away or moves them: computed where it is simple, else the list is open from then on. */
function changedList(of: List, name: string, first: Value | undefined, isCertain: boolean): Value | null {
  if (isCertain && name === 'pop' && !first && !of.isOpen) return of.items.pop() ?? null;
  const at = first ? of.items.findIndex((item) => isSameKey(item, first)) : -1;
  if (isCertain && (name === 'remove' || name === 'discard') && at >= 0) of.items.splice(at, 1);
  else if (isCertain && name === 'reverse') of.items.reverse();
  else if (isCertain && name === 'clear') of.items.length = 0;
  else if (name !== 'sort') of.isOpen = true;
  return name.startsWith('pop') ? null : none;
}

function unionOf(of: List, other: Value | undefined): Value | null {
  const items = other ? elements(other) : [];
  return items && { ...list([...of.items, ...items], of.isTuple), isOpen: of.isOpen };
}

function dictMethod(of: Dict, name: string, { args, keywords }: Call, isCertain: boolean): Value | null {
  if (of.isOpen && !/^(get|update|setdefault)$/.test(name)) return null;
  switch (name) {
    case 'items':
      return list(of.entries.map((entry) => list(entry, true)));
    case 'keys':
      return list(of.entries.map(([key]) => key));
    case 'values':
      return list(of.entries.map(([, value]) => value));
    case 'update': {
      const given = args[0]?.value;
      if (given?.kind === 'dict') of.entries.push(...given.entries);
      of.entries.push(...[...keywords].map(([key, { value }]) => [textValue(key), value] as const));
      of.isOpen ||= !isCertain || (given !== undefined && (given.kind !== 'dict' || given.isOpen));
      return none;
    }
    case 'setdefault': {
      const [key, value] = args;
      if (key && value && !of.entries.some(([each]) => isSameKey(each, key.value)))
        of.entries.push([key.value, value.value]);
      return value?.value ?? null;
    }
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
