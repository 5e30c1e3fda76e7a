import { itemOf } from './access';
import { asPart, assemble, describe, type Part } from './partial';
import { locate, slice } from './strings';
import { constant, textValue, type Argument, type Text, type Value } from './value';

/** `"..." % values`: `%s`, `%d`, `%r`, `%(name)s` and `%%`. `null` where the result would grow beyond reason. */
export function format(template: Text, values: Value): Value | null {
  const items = values.kind === 'list' && values.isTuple ? values.items : [values];
  let next = 0;
  return replaceAll(template, /%(?:\((\w+)\))?[-+ 0#]*\d*(?:\.\d+)?([sdrifx%])/g, ([written, name, code]) => {
    if (code === '%') return '%';
    const value = name === undefined ? items[next++] : itemOf(values, textValue(name));
    const isPlain = written.replace(`(${name ?? ''})`, '').length === 2 && code !== 'x' && code !== 'f';
    return printed(value, code === 'r', isPlain);
  });
}

/** `"...".format(...)`: `{}`, `{0}`, `{name}`, `{name!r}`, `{name.attribute}`, `{name[key]}`. */
export function formatMethod(
  template: Text,
  args: readonly Argument[],
  keywords: ReadonlyMap<string, Argument>,
): Value | null {
  let next = 0;
  return replaceAll(template, /\{\{|\}\}|\{(\w*)((?:\.\w+|\[[^\]{}]+\])*)(!\w)?(:[^{}]*)?\}/g, (match) => {
    const [written, name = '', path, conversion, specification] = match;
    if (written === '{{' || written === '}}') return written.charAt(0);
    const argument = name === '' ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : keywords.get(name);
    const value = argument && follow(argument.value, path ?? '');
    return printed(value, conversion === '!r', specification === undefined || specification === ':');
  });
}

/** `.attribute` and `[key]` after a field's name. */
function follow(value: Value, path: string): Value {
  let at = value;
  for (const [, attribute, key] of path.matchAll(/\.(\w+)|\[([^\]]+)\]/g)) {
    if (attribute !== undefined) at = { kind: 'attribute', of: at, name: attribute };
    else at = itemOf(at, /^\d+$/.test(key ?? '') ? constant(Number(key)) : textValue(key ?? ''));
  }
  return at;
}

function printed(value: Value | undefined, isRepresentation: boolean, isPlain: boolean): string | Part {
  if (!value) return { kind: 'hole', source: '?' };
  if (!isPlain) return { kind: 'hole', source: describe(value) };
  const shown = show(value, isRepresentation);
  if (shown !== null) return shown;
  return isRepresentation ? { kind: 'hole', source: describe(value) } : asPart(value);
}

function replaceAll(template: Text, pattern: RegExp, replace: (match: RegExpExecArray) => string | Part): Value | null {
  const parts: Part[] = [];
  let at = 0;
  for (const match of template.value.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const replaced = replace(match);
    parts.push(slice(template, at, match.index));
    parts.push(typeof replaced === 'string' ? placed(replaced, locate(template, match.index, end)) : replaced);
    at = end;
  }
  parts.push(slice(template, at, template.value.length));
  return assemble(parts);
}

/** What is filled in stands where its field is written. */
function placed(text: string, place: { readonly start: number; readonly end: number } | null): Text {
  return textValue(text, place ? [{ length: text.length, ...place }] : []);
}

/** `str()` or `repr()` of texts, constants and lists of them, not nested too deeply; `null` for others. */
export function show(value: Value, isRepresentation = false, depth = 0): string | null {
  if (depth > 4) return null;
  if (value.kind === 'text') return isRepresentation ? quoted(value.value) : value.value;
  if (value.kind === 'constant') return shownConstant(value.value);
  if (value.kind === 'attribute' && value.of.kind === 'class') return shownMember(value, isRepresentation);
  if (value.kind === 'call' && value.callee.kind === 'name' && /\.text$/.test(value.callee.path)) {
    return value.args[0] ? show(value.args[0].value, false, depth + 1) : null;
  }
  return value.kind === 'list' ? shownList(value, depth) : null;
}

/** Members of `IntEnum` and `StrEnum` print as their values; other enums as `Name.MEMBER`, which no SQL wants. */
function shownMember({ of, name }: Extract<Value, { kind: 'attribute' }>, isRepresentation: boolean): string | null {
  if (of.kind !== 'class' || isRepresentation) return null;
  const isValue = of.bases.some((base) => base.kind === 'name' && /\b\w*(Int|Str)Enum$/.test(base.path));
  const value = of.members.get(name);
  return isValue && value ? show(value) : null;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function shownConstant(value: ReturnType<typeof constant>['value']): string {
  if (value === null) return 'None';
  return value === true ? 'True' : value === false ? 'False' : String(value);
}

function shownList(value: Extract<Value, { kind: 'list' }>, depth: number): string | null {
  const items = value.items.map((item) => show(item, true, depth + 1));
  if (value.isOpen || items.includes(null)) return null;
  const content = items.join(', ');
  if (!value.isTuple) return `[${content}]`;
  return items.length === 1 ? `(${content},)` : `(${content})`;
}
