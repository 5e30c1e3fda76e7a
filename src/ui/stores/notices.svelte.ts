/** A short message at the foot of the page, with at most one thing to do about it. */
export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One notice at a time; a new one takes the old one's place. It stays long enough to be read and acted upon. */
export class NoticeStore {
  #current = $state.raw<Notice | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get current(): Notice | null {
    return this.#current;
  }

  show(notice: Notice): void {
    this.#current = notice;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.dismiss();
    }, 12_000);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.#current = null;
  }
}
