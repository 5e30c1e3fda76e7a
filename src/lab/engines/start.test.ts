import { describe, expect, it } from 'vitest';
import { EngineStartError, startWithin } from './start';

describe('startWithin', () => {
  it('gives what was started', async () => {
    expect(await startWithin('Postgres', 1000, Promise.resolve('ready'))).toBe('ready');
  });

  it('does not wait for ever, and says what may be wrong', async () => {
    const never = new Promise<never>(() => undefined);
    const late = startWithin('Postgres', 10, never);
    await expect(late).rejects.toBeInstanceOf(EngineStartError);
    await expect(late).rejects.toThrow('Postgres could not be started: it gave no sign of life within 0.01 seconds.');
  });

  it('passes on why an engine failed', async () => {
    const cause = new Error('out of memory');
    await expect(startWithin('SQLite', 1000, Promise.reject(cause))).rejects.toMatchObject({
      message: 'SQLite could not be started: out of memory',
      cause,
    });
  });
});
