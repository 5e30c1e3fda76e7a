import { marked, Renderer } from 'marked';

/**
 * Our own text as HTML. Raw HTML in it is dropped all the same, and links may only lead to the web or into the page.
 * Headings stand one level deeper than in the file: a README's title is not the page's.
 */
export function toHtml(markdown: string): string {
  return marked.parse(markdown, { renderer, async: false });
}

/** Without the tags of a paragraph around it. */
export function toInlineHtml(markdown: string): string {
  return marked.parseInline(markdown, { renderer, async: false });
}

const renderer = new Renderer();
const link = renderer.link.bind(renderer);
const heading = renderer.heading.bind(renderer);
renderer.html = () => '';
renderer.image = () => '';
renderer.heading = function (token) {
  return heading.call(this, { ...token, depth: token.depth + 1 });
};
renderer.link = function (token) {
  const href = token.href.replace(/^\.\.\/([\w-]+)\/README\.md$/, '#/rules/$1');
  return /^(https:|#)/.test(href) ? link.call(this, { ...token, href }) : token.text;
};
