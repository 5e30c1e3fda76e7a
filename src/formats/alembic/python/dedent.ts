import { concatenate, slice } from './strings';
import type { Text } from './value';

/** Removes the white space that all lines begin with. */
export function dedent(text: Text): Text {
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
