/** What a rule flags, in a sentence: the first of its README's section, as Markdown. */
export function summaryOf(readme: string): string {
  const paragraph = /^## What it flags\n+(.+)/m.exec(readme)?.[1] ?? '';
  const sentence = /^.*?[^.]\.(?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  // What stands before a colon says it already, unless it only says where.
  const [, head] = /^((?:\S+\s+){4,}?\S+):\s/.exec(sentence) ?? [];
  return head === undefined ? sentence : `${head}.`;
}
