import { encodeLink } from '../../workspace/permalink';
import { lengthNote, toLink } from '../../workspace/share';
import type { Playground } from '../stores/playground.svelte';

/** The page's address without its fragment. */
export function pageAddress(): string {
  return location.origin + location.pathname;
}

/** Puts the link into the address bar and, where the browser allows it, on the clipboard. */
export async function copyLink({ workbench, notices }: Playground): Promise<void> {
  const link = toLink(workbench.workspace, pageAddress());
  history.replaceState(null, '', encodeLink(workbench.workspace));
  const note = lengthNote(link) ?? '';
  try {
    await navigator.clipboard.writeText(link);
    notices.show({ text: `Link copied. ${note}` });
  } catch {
    // No permission, or no secure context.
    notices.show({ text: `Copying is not allowed here; the link is in the address bar. ${note}` });
  }
}

/** Copies the address of a rule's page. */
export async function copyRuleLink({ notices }: Playground, rule: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(`${pageAddress()}#/rules/${rule}`);
    notices.show({ text: `Link to ${rule} copied.` });
  } catch {
    // No permission, or no secure context.
    notices.show({ text: 'Copying is not allowed here; the link is in the address bar.' });
  }
}
