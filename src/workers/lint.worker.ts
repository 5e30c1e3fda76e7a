import { expose } from 'comlink';
import { lint } from '../lint/lint';
import type { LintService } from './lint.protocol';

const service: LintService = {
  async lint(files, dialect) {
    try {
      return { ok: true, files: await lint(files, { dialect }) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  },
};

expose(service);
