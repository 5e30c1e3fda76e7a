/** After the first sign of a person, in milliseconds: what they came to read or type goes first. */
const courtesy = 1_000;
const signs = ['pointermove', 'pointerdown', 'keydown'] as const;

/** What some browsers tell of the machine and its connection. `deviceMemory` is in GiB. */
interface Circumstances {
  readonly deviceMemory?: number;
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}

/**
 * Calls back once, in a quiet moment after somebody has shown to be there; never where the megabytes that it costs
 * should wait for a click. Gives the function that takes it back.
 */
export function whenInterested(call: () => void): () => void {
  if (!canAffordIt()) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = () => {
    for (const sign of signs) removeEventListener(sign, notice);
  };
  const notice = () => {
    forget();
    timer = setTimeout(call, courtesy);
  };
  for (const sign of signs) addEventListener(sign, notice, { passive: true });
  return () => {
    forget();
    clearTimeout(timer);
  };
}

function canAffordIt(): boolean {
  const { deviceMemory = 4, connection } = navigator as Navigator & Circumstances;
  const isSlow = connection?.effectiveType !== undefined && connection.effectiveType !== '4g';
  return deviceMemory >= 4 && connection?.saveData !== true && !isSlow && !matchMedia('(pointer: coarse)').matches;
}
