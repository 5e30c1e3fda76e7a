export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'roundtrip.theme';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Light, dark, or as the system says. Remembered where the browser lets us. */
export class ThemeStore {
  #choice = $state.raw<Theme>(remembered());
  readonly #systemIsDark = matchMedia('(prefers-color-scheme: dark)');
  #followsDark = $state.raw(this.#systemIsDark.matches);

  constructor() {
    this.#systemIsDark.addEventListener('change', ({ matches }) => {
      this.#followsDark = matches;
    });
  }

  get choice(): Theme {
    return this.#choice;
  }

  get isDark(): boolean {
    return this.#choice === 'system' ? this.#followsDark : this.#choice === 'dark';
  }

  choose(theme: Theme): void {
    this.#choice = theme;
    try {
      localStorage.setItem(storageKey, theme);
    } catch {
      // Storage is blocked: the choice holds until the page closes, and nothing else is lost.
    }
  }

  next(): void {
    this.choose(themes[(themes.indexOf(this.#choice) + 1) % themes.length] ?? 'system');
  }
}

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
