import type { SyntaxNode } from './node';
import { show } from './formatting';
import { asPart, assemble, type Part } from './partial';
import { decode, literalParts } from './strings';
import { children, operands, type PythonSource } from './tree';
import { textValue, unknown, type Text, type Value } from './value';

/** `f"..."`: the text between replacement fields, and the fields' values where they can be printed. */
export function formatString(node: SyntaxNode, source: PythonSource, evaluate: (field: SyntaxNode) => Value): Value {
  const written = source.read(node);
  const { prefix, start, end } = literalParts(written);
  const parts: Part[] = [];
  let at = node.from + start;
  const literal = (to: number) => {
    parts.push(...unbraced(decode(source.text.slice(at, to), at, prefix.includes('r'))));
  };
  for (const field of children(node).filter(({ name }) => name === 'FormatReplacement')) {
    literal(field.from);
    parts.push(replacement(field, source, evaluate));
    at = field.to;
  }
  literal(node.from + end);
  return assemble(parts) ?? unknown(written);
}

/** `{{` and `}}` are braces. */
function unbraced(text: Text): readonly Text[] {
  if (!/[{}]/.test(text.value)) return [text];
  const [first, last] = [text.pieces[0], text.pieces.at(-1)];
  const value = text.value.replaceAll('{{', '{').replaceAll('}}', '}');
  return [textValue(value, first && last ? [{ length: value.length, start: first.start, end: last.end }] : [])];
}

function replacement(field: SyntaxNode, source: PythonSource, evaluate: (field: SyntaxNode) => Value): Part {
  const parts = children(field);
  const conversion = parts.find(({ name }) => name === 'FormatConversion');
  const expression = operands(field).find(({ name }) => !name.startsWith('Format'));
  if (!expression) return { kind: 'hole', source: source.read(field) };
  const value = evaluate(expression);
  const isPlain = parts.every(({ name }) => name !== 'FormatSpec' && name !== 'FormatSelfDoc');
  const isRepresentation = conversion !== undefined && source.read(conversion) === '!r';
  const shown = isPlain ? show(value, isRepresentation) : null;
  if (shown !== null) return textValue(shown, [{ length: shown.length, start: field.from, end: field.to }]);
  const part = asPart(value);
  // The source as it is written tells a person more than what the value looks like.
  return part.kind === 'partial' && isPlain ? part : { kind: 'hole', source: source.read(expression) };
}

/** Literals that stand side by side. */
export function joined(values: readonly Value[], written: string): Value {
  return assemble(values.map(asPart)) ?? unknown(written);
}
