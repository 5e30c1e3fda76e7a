import type { Fix } from '../../lint/finding';

/** A fix as a button or a quick action: what is mechanical is told apart from what a person has to complete. */
export function fixLabel({ title, safety }: Pick<Fix, 'title' | 'safety'>): string {
  return `${safety === 'safe' ? 'Fix' : 'Scaffold'}: ${title}`;
}
