export { quoteColumns, quoteName, quoteObject, quoteText } from './ddl.names';
