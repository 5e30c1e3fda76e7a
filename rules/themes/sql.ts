import type { Theme } from '../../src/lint/rule';
import sqlSyntaxError from '../sql-syntax-error/rule';
import dynamicSqlUnanalysable from '../dynamic-sql-unanalysable/rule';
import interpolatedValue from '../interpolated-value/rule';
import textColonBind from '../text-colon-bind/rule';
import percentInDriverSql from '../percent-in-driver-sql/rule';
import transactionControl from '../transaction-control/rule';
import sessionSettingLeft from '../session-setting-left/rule';
import insertByPosition from '../insert-by-position/rule';
import explicitSerialId from '../explicit-serial-id/rule';
import columnSetTwice from '../column-set-twice/rule';
import equalsNull from '../equals-null/rule';
import securityDefinerSearchPath from '../security-definer-search-path/rule';
import swallowedFailure from '../swallowed-failure/rule';
import brokenCall from '../broken-call/rule';
import concurrentIndexRetry from '../concurrent-index-retry/rule';
import preferIfExists from '../prefer-if-exists/rule';
import redundantIndex from '../redundant-index/rule';
import foreignKeyWithoutIndex from '../foreign-key-without-index/rule';
import mismatchedKeyType from '../mismatched-key-type/rule';
import identifierTooLong from '../identifier-too-long/rule';
import noPrimaryKey from '../no-primary-key/rule';
import nameAgainstConvention from '../name-against-convention/rule';
import ormModelImport from '../orm-model-import/rule';
import creatingEnum from '../creating-enum/rule';
import columnTypeAdvice from '../column-type-advice/rule';
import enumValueOrder from '../enum-value-order/rule';
import unqualifiedName from '../unqualified-name/rule';

/** RT7xx. */
const theme: Theme = {
  name: 'sql',
  title: 'What is written: SQL, the API, robustness',
  rules: [
    sqlSyntaxError,
    dynamicSqlUnanalysable,
    interpolatedValue,
    textColonBind,
    percentInDriverSql,
    transactionControl,
    sessionSettingLeft,
    insertByPosition,
    explicitSerialId,
    columnSetTwice,
    equalsNull,
    securityDefinerSearchPath,
    swallowedFailure,
    brokenCall,
    concurrentIndexRetry,
    preferIfExists,
    redundantIndex,
    foreignKeyWithoutIndex,
    mismatchedKeyType,
    identifierTooLong,
    noPrimaryKey,
    nameAgainstConvention,
    ormModelImport,
    creatingEnum,
    columnTypeAdvice,
    enumValueOrder,
    unqualifiedName,
  ],
};

export default theme;
