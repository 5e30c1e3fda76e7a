import { getContext, setContext, tick } from 'svelte';
import type { Fix } from '../../lint/finding';
import type { SourceFile } from '../../migration/migration';
import type { Edit } from '../../workspace/edits';
import { evidenceFor, type Evidence } from '../../workspace/evidence';
import type { Settings } from '../../workspace/workspace';
import { mergeFixes, safeFixes } from '../findings/fixing';
import { formatRoute, parseRoute, type RulesRoute } from '../guide/route';
import type { RuleFilter } from '../guide/search';
import { FindingStore, type Placed } from './findings.svelte';
import { NoticeStore } from './notices.svelte';
import { RunStore } from './run.svelte';
import { ThemeStore } from './theme.svelte';
import { Workbench } from './workbench.svelte';

export type PanelName = 'findings' | 'run' | 'schema' | 'settings';

/** A place in the files. `line` is 1-based. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** What an editor, of whichever kind, can be asked to do. */
export interface EditorHandle {
  reveal(place: Place): void;
  focus(): void;
  /** In one step of its undo history, with the cursor kept. Gives the way to take it back. */
  apply(path: string, edits: readonly Edit[]): () => void;
}

/** Everything on the page, in one place; parts take from it what they need. */
export class Playground {
  readonly workbench = new Workbench();
  readonly findings = new FindingStore();
  readonly run = new RunStore();
  readonly theme = new ThemeStore();
  readonly notices = new NoticeStore();
  panel = $state.raw<PanelName>('findings');
  #rules = $state.raw<RulesRoute | null>(null);
  #editor: EditorHandle | null = null;
  readonly #isOutdated = $derived.by(() => this.run.isOutdated(this.workbench.workspace));

  /** Called by the editor that is on the page; gives the function that takes it off again. */
  attach(editor: EditorHandle): () => void {
    this.#editor = editor;
    return () => {
      if (this.#editor === editor) this.#editor = null;
    };
  }

  focusEditor(): void {
    this.#editor?.focus();
  }

  /** Brings a line to the front: its file, then the line. */
  async reveal(place: Place): Promise<void> {
    this.workbench.select(place.path);
    await tick();
    this.#editor?.reveal(place);
  }

  /** As work of its own; what was there before stays among the drafts. */
  openFiles(files: readonly SourceFile[], settings: Partial<Settings> = {}): void {
    this.workbench.save();
    this.showWorkspace();
    this.workbench.openNew(files, settings);
    this.run.clear();
    this.panel = 'findings';
  }

  /** Puts one fix into a file, which comes to the front. */
  async fix(path: string, fix: Fix): Promise<void> {
    this.workbench.select(path);
    await tick();
    const undo = this.#apply(path, [fix]);
    if (undo !== null) this.#tell(`Done: ${fix.title}.`, [undo]);
  }

  /** Puts in every safe fix of every file, as far as they go together; what is left is offered again. */
  fixAllSafe(): void {
    const undos = this.workbench.workspace.files.flatMap(({ path }) => {
      const fixes = safeFixes(this.findings.in(path));
      const undo = fixes.length === 0 ? null : this.#apply(path, fixes);
      return undo === null ? [] : [undo];
    });
    if (undos.length > 0) this.#tell('The safe fixes are in.', undos);
  }

  /** `null` when the text is not the one that was checked: then the fix would end up in the wrong place. */
  #apply(path: string, fixes: readonly Fix[]): (() => void) | null {
    const file = this.workbench.workspace.files.find((each) => each.path === path);
    if (file === undefined || this.#editor === null) return null;
    if (this.findings.isAbout(file)) return this.#editor.apply(path, mergeFixes(fixes));
    this.notices.show({ text: 'The text is being checked again. Try once more in a moment.' });
    return null;
  }

  #tell(text: string, undos: readonly (() => void)[]): void {
    const run = () => {
      for (const undo of undos) undo();
    };
    this.notices.show({ text, action: { label: 'Undo', run } });
  }

  startRun(): void {
    this.showWorkspace();
    this.panel = 'run';
    void this.run.start(this.workbench.workspace);
  }

  /** The place among the rules that is on the page instead of the workspace; `null` for the workspace. */
  get rules(): RulesRoute | null {
    return this.#rules;
  }

  /** Goes where the address leads: to the rules, or, for anything else, to the workspace. */
  follow(hash: string): void {
    this.#rules = parseRoute(hash);
  }

  /** From the rules back to the work; the way back to the rules stays in the history. */
  showWorkspace(): void {
    if (this.#rules === null) return;
    history.pushState(null, '', location.pathname + location.search);
    this.#rules = null;
  }

  /** Changes the address along, without a step in the history for each letter. */
  filterRules(filter: RuleFilter): void {
    if (this.#rules === null) return;
    this.#rules = { ...this.#rules, filter };
    history.replaceState(null, '', formatRoute(this.#rules));
  }

  /** What the last run showed about a finding; nothing once the text has changed since. */
  evidence({ finding, start, end }: Placed): readonly Evidence[] {
    if (finding === null || this.run.results.length === 0 || this.#isOutdated) return [];
    return evidenceFor(finding, { first: start.line, last: end.line }, this.run.results);
  }
}

const key = Symbol('playground');

export function providePlayground(): Playground {
  return setContext(key, new Playground());
}

export function getPlayground(): Playground {
  return getContext<Playground>(key);
}
