import type { Theme } from '../../src/lint/rule';
import multipleHeads from '../multiple-heads/rule';
import missingParent from '../missing-parent/rule';
import duplicateRevision from '../duplicate-revision/rule';
import revisionCycle from '../revision-cycle/rule';
import multipleBases from '../multiple-bases/rule';
import branchConflict from '../branch-conflict/rule';
import revisionIdTooLong from '../revision-id-too-long/rule';
import usedBeforeCreated from '../used-before-created/rule';
import emptyRevision from '../empty-revision/rule';
import mergeWithOperations from '../merge-with-operations/rule';
import revisesMismatch from '../revises-mismatch/rule';
import sqliteAlterOutsideBatch from '../sqlite-alter-outside-batch/rule';
import sqliteAddColumn from '../sqlite-add-column/rule';
import sqliteDropColumn from '../sqlite-drop-column/rule';
import sqliteUnnamedConstraint from '../sqlite-unnamed-constraint/rule';
import sqliteRebuildLoses from '../sqlite-rebuild-loses/rule';
import sqliteRebuildCascade from '../sqlite-rebuild-cascade/rule';
import sqlitePragmaInTransaction from '../sqlite-pragma-in-transaction/rule';
import existingTypeMissing from '../existing-type-missing/rule';
import modifyDropsAttributes from '../modify-drops-attributes/rule';
import dropNeedsMore from '../drop-needs-more/rule';
import mysqlInlineReference from '../mysql-inline-reference/rule';
import mysqlImplicitCommit from '../mysql-implicit-commit/rule';
import mysqlKeyNeedsLength from '../mysql-key-needs-length/rule';
import stringNeedsLength from '../string-needs-length/rule';
import mysqlIndexNeededByKey from '../mysql-index-needed-by-key/rule';
import mssqlDropColumn from '../mssql-drop-column/rule';
import mssqlCascadePaths from '../mssql-cascade-paths/rule';
import mssqlUniqueNull from '../mssql-unique-null/rule';
import mssqlIdentityInsert from '../mssql-identity-insert/rule';
import oracleSameNullability from '../oracle-same-nullability/rule';
import oracleEmptyString from '../oracle-empty-string/rule';
import unsupportedType from '../unsupported-type/rule';
import unsupportedStatement from '../unsupported-statement/rule';
import foreignDefault from '../foreign-default/rule';
import partialIndexIgnored from '../partial-index-ignored/rule';
import serverVersion from '../server-version/rule';
import singleDialect from '../single-dialect/rule';

/** RT8xx. */
const theme: Theme = {
  name: 'portability',
  title: 'The revision graph and the dialects',
  rules: [
    multipleHeads,
    missingParent,
    duplicateRevision,
    revisionCycle,
    multipleBases,
    branchConflict,
    revisionIdTooLong,
    usedBeforeCreated,
    emptyRevision,
    mergeWithOperations,
    revisesMismatch,
    sqliteAlterOutsideBatch,
    sqliteAddColumn,
    sqliteDropColumn,
    sqliteUnnamedConstraint,
    sqliteRebuildLoses,
    sqliteRebuildCascade,
    sqlitePragmaInTransaction,
    existingTypeMissing,
    modifyDropsAttributes,
    dropNeedsMore,
    mysqlInlineReference,
    mysqlImplicitCommit,
    mysqlKeyNeedsLength,
    stringNeedsLength,
    mysqlIndexNeededByKey,
    mssqlDropColumn,
    mssqlCascadePaths,
    mssqlUniqueNull,
    mssqlIdentityInsert,
    oracleSameNullability,
    oracleEmptyString,
    unsupportedType,
    unsupportedStatement,
    foreignDefault,
    partialIndexIgnored,
    serverVersion,
    singleDialect,
  ],
};

export default theme;
