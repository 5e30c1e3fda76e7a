import { getContext, setContext, tick } from 'svelte';
import type { SourceFile } from '../../migration/migration';
import type { TextEdit } from '../../migration/edit';
import { evidenceFor, type Evidence } from '../../workspace/evidence';
import type { Settings } from '../../workspace/workspace';
import { formatRoute, parseRoute, type RulesRoute } from '../guide/route';
import type { RuleFilter } from '../guide/search';
import { FindingStore, type Placed } from './findings.svelte';
import { FixStore } from './fixes.svelte';
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
  apply(path: string, edits: readonly TextEdit[]): () => void;
}

/** Everything on the page, in one place; parts take from it what they need. */
export class Playground {
  readonly workbench = new Workbench();
  readonly findings = new FindingStore();
  readonly fixes = new FixStore(this.findings);
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

  /** Puts one fix into a file, which comes to the front: the one of that title for the text as it is now. */
  async fix(path: string, key: string, title: string): Promise<void> {
    this.workbench.select(path);
    const failure = await this.fixes.know(this.workbench.workspace);
    await tick();
    const file = this.workbench.fileAt(path);
    const fixes = file === undefined ? undefined : this.fixes.for(file)?.byKey.get(key);
    const fix = fixes?.find((each) => each.title === title);
    if (fix !== undefined && this.#editor !== null)
      this.#tell(`Done: ${title}.`, [this.#editor.apply(path, fix.edits)]);
    else this.notices.show({ text: failure ?? 'The text has changed meanwhile: this fix no longer fits.' });
  }

  /** Puts every safe fix into every file; what cannot go together is left. */
  async fixAllSafe(): Promise<void> {
    const before = this.workbench.workspace;
    const answer = await this.fixes.all(before);
    const editor = this.#editor;
    if (!answer.ok) this.notices.show({ text: answer.message });
    else if (editor === null || this.workbench.workspace.files !== before.files) {
      this.notices.show({ text: 'The text has changed meanwhile. Try once more.' });
    } else {
      const undos = answer.fixed.map(({ path, edits }) => editor.apply(path, edits));
      this.#tell(undos.length > 0 ? 'The safe fixes are in.' : 'No safe fix goes in as the text is.', undos);
    }
  }

  #tell(text: string, undos: readonly (() => void)[]): void {
    const run = () => {
      for (const undo of undos) undo();
    };
    this.notices.show({ text, ...(undos.length > 0 && { action: { label: 'Undo', run } }) });
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
