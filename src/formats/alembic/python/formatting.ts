import { itemOf } from './access';
import { constant, textValue, type Argument, type Text, type Value } from './value';

/** `"..." % values`: `%s`, `%d`, `%r`, `%(name)s` and `%%`. `null` where a value cannot be printed. */
export function format(template: Text, values: Value): Value | null {
  const items = values.kind === 'list' && values.isTuple ? values.items : [values];
  let next = 0;
  let isKnown = true;
  const text = template.value.replace(/%(?:\((\w+)\))?([sdri%])/g, (_match, name: string | undefined, code: string) => {
    if (code === '%') return '%';
    const value = name === undefined ? items[next++] : itemOf(values, textValue(name));
    const printed = value ? show(value, code === 'r') : null;
    isKnown &&= printed !== null;
    return printed ?? '';
  });
  return isKnown && text.length <= 500_000 ? textValue(text) : null;
}

/** `"...".format(...)`: `{}`, `{0}`, `{name}`, `{name[key]}` is not read. */
export function formatMethod(
  template: Text,
  args: readonly Argument[],
  keywords: ReadonlyMap<string, Argument>,
): Value | null {
  let next = 0;
  let isKnown = true;
  const text = template.value.replace(
    /\{\{|\}\}|\{(\w*)(!r)?\}|\{/g,
    (match, name: string | undefined, conversion?: string) => {
      if (match === '{{' || match === '}}') return match.charAt(0);
      const isIndex = /^\d+$/.test(name ?? '');
      const argument = name === '' ? args[next++] : isIndex ? args[Number(name)] : keywords.get(name ?? '');
      const printed = argument ? show(argument.value, conversion !== undefined) : null;
      isKnown &&= printed !== null;
      return printed ?? '';
    },
  );
  return isKnown && text.length <= 500_000 ? textValue(text) : null;
}

/** `str()` or `repr()` of texts, constants and lists of them, not nested too deeply. */
export function show(value: Value, isRepresentation = false, depth = 0): string | null {
  if (depth > 4) return null;
  if (value.kind === 'text') return isRepresentation ? quoted(value.value) : value.value;
  if (value.kind === 'constant') return shownConstant(value.value);
  if (value.kind === 'call' && value.callee.kind === 'name' && /\.text$/.test(value.callee.path)) {
    return value.args[0] ? show(value.args[0].value, false, depth + 1) : null;
  }
  return value.kind === 'list' ? shownList(value, depth) : null;
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
