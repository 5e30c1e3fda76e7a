import type { Placed } from '../stores/findings.svelte';
import { ruleAddress } from './hover';
import { monaco } from './monaco';

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
} as const satisfies Record<Placed['severity'], monaco.MarkerSeverity>;

/** A finding as a squiggle. An empty range would not be seen, so it gets one character. */
export function toMarker({ severity, message, start, end, finding }: Placed): monaco.editor.IMarkerData {
  const isEmpty = start.line === end.line && start.column === end.column;
  return {
    severity: severities[severity],
    message,
    source: finding === null ? 'reader' : finding.rule,
    ...(finding !== null && { code: { value: finding.code, target: monaco.Uri.parse(ruleAddress(finding.rule)) } }),
    startLineNumber: start.line,
    startColumn: start.column,
    endLineNumber: end.line,
    endColumn: isEmpty ? end.column + 1 : end.column,
  };
}
