import { expose } from 'comlink';
import { themes } from '../../rules';
import { catalogueOf } from './catalogue';
import { LintDesk } from './lint.desk';
import type { LintService } from './lint.protocol';

const desk = new LintDesk();

const service: LintService = {
  lint: (request) => desk.lint(request),
  fixAll: (request) => desk.fixAll(request),
  catalogue: () => Promise.resolve(catalogueOf(themes)),
};

expose(service);
