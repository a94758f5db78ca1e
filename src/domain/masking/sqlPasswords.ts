/** `ALTER ROLE x PASSWORD 'y'`, `IDENTIFIED BY 'y'`: statements stand in the logs of databases. */
import { type Family, MASK } from './shape.ts'

const PASSWORD =
  /\b(password|identified\s+by(?:\s+(?:password|values))?|identified\s+with\s+\S{1,64}\s+(?:by|as|using))((?:\s+|\s*\(\s*)(?:E|U&|N)?)(?:'(?:[^'\\\n\0•]|''|\\.)+'?)/gi
/** Oracle and Hive take one without quotes. */
const BARE = /\b(identified\s+by\s+)(?!password\b|values\b|['•])("[^"\n\0]+"|[^\s;'"\0]+)/gi

export const SQL_PASSWORDS: Family = {
  shapes: [
    {
      name: 'sql-password',
      cover: (text) => text.replace(PASSWORD, `$1$2'${MASK}'`).replace(BARE, `$1${MASK}`),
    },
  ],
  marks: ['pas', 'tif'],
}
