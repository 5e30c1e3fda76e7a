/** Where an arrow key moves the focus in a row of `count` tabs; `null` when the key moves nothing. Wraps around. */
export function rovingTarget(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
