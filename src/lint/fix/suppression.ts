import type { Span } from '../../migration/span';
import type { Fix } from '../finding';

/** Takes a code that silences nothing out of its comment, and the comment if nothing else is in it. */
export function removeSuppression(text: string, { start, end }: Span): Fix {
  const code = text.slice(start, end);
  return {
    title: `Remove the suppression of ${code}`,
    safety: 'safe',
    edits: [{ span: spanToRemove(text, start, end), text: '' }],
  };
}

function spanToRemove(text: string, start: number, end: number): Span {
  const [next = ''] = /^[ \t]*,?[ \t]*(?=[A-Z]+\d)/i.exec(text.slice(end)) ?? [];
  if (next !== '') return { start, end: end + next.length };
  const before = text.slice(0, start);
  const [separator = ''] = /[ \t]*,?[ \t]*$/.exec(before) ?? [];
  const isFirst = /noqa:[ \t]*$/i.test(before);
  if (!isFirst) return { start: start - separator.length, end };
  const [comment = ''] = /[ \t]*(?:#|--)[ \t]*noqa:[ \t]*$/i.exec(before) ?? [];
  // What follows on the line is a person's reason, which stays as a comment.
  const [reason = ''] = /^[ \t]*\S.*/.exec(text.slice(end)) ?? [];
  return reason === '' || /^[ \t]*["'\\]/.test(reason)
    ? { start: start - comment.length, end }
    : {
        start: start - (/noqa:[ \t]*$/i.exec(before)?.[0].length ?? 0),
        end: end + (/^[ \t]*/.exec(reason)?.[0].length ?? 0),
      };
}

/** Makes a bare `# noqa` say what it is to silence: whether it shall, a person decides. */
export function nameSuppression(span: Span, code: string): Fix {
  return { title: `Silence ${code} here`, safety: 'scaffold', edits: [{ span, text: `# noqa: ${code}` }] };
}
