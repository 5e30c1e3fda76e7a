import type { Placed } from '../stores/findings.svelte';
import type { Playground } from '../stores/playground.svelte';
import { keysOf } from '../findings/keys';
import type { FileFixes } from '../stores/known-fixes';
import { fixesFor } from './fixes';
import { hoverFor } from './hover';
import { pathOf } from './models';
import { monaco } from './monaco';
import { encloses } from './places';

const languages = ['python', 'pgsql'];

/** What Monaco asks us for: what to say under the pointer, what to do about it, where its links lead. */
export function registerProviders(playground: Playground): readonly monaco.IDisposable[] {
  return [
    ...languages.map((language) => provideHover(language, playground)),
    ...languages.map((language) => provideFixes(language, playground)),
    monaco.editor.registerLinkOpener({ open: openHere }),
  ];
}

function provideHover(language: string, playground: Playground): monaco.IDisposable {
  return monaco.languages.registerHoverProvider(language, {
    provideHover: async (model, position) => {
      const here = playground.findings.in(pathOf(model)).filter((each) => encloses(each, position));
      const contents = await hoverFor(here, playground);
      return contents.length === 0 ? null : { contents: contents.map((value) => ({ value })) };
    },
  });
}

function provideFixes(language: string, playground: Playground): monaco.IDisposable {
  return monaco.languages.registerCodeActionProvider(language, {
    provideCodeActions: async (model, range) => {
      const path = pathOf(model);
      const placed = playground.findings.in(path);
      const keys = keysOf(placed);
      const fixes = await fixesIn(playground, path);
      const actions = placed.flatMap((each, at) =>
        touches(each, range) ? fixesFor(each, fixes?.byKey.get(keys[at] ?? '') ?? [], model) : [],
      );
      return { actions, dispose: () => undefined };
    },
  });
}

/** For the text as it is; nothing when it changed while they were worked out. */
async function fixesIn({ fixes, findings, workbench }: Playground, path: string): Promise<FileFixes | undefined> {
  if (findings.in(path).length > 0) await fixes.know(workbench.workspace);
  const file = workbench.fileAt(path);
  return file && fixes.for(file);
}

function touches({ start, end }: Placed, range: monaco.IRange): boolean {
  const own = new monaco.Range(start.line, start.column, end.line, end.column);
  return monaco.Range.areIntersectingOrTouching(own, range);
}

/** Links in hovers that lead into this page do not open another one. */
function openHere({ path, fragment }: monaco.Uri): boolean {
  if (path !== location.pathname || !fragment.startsWith('/')) return false;
  if (location.hash === `#${fragment}`) dispatchEvent(new HashChangeEvent('hashchange'));
  else location.hash = fragment;
  return true;
}
