/**
 * Passwords in statements, wherever one is told: `ALTER ROLE x PASSWORD 'y'`, `crypt('y', …)`, rows that are inserted. In logs
 * of databases all values of statements are masked besides (statements.ts).
 */
import { type Family, MASK, onlyIf } from './shape.ts'
import { isAbout, NAME } from './words.ts'

const STRING = String.raw`(?:'(?:[^'\\\n\0•]|''|\\.)+'?|\$(\w{0,32})\$[^$\n\0•]+(?:\$\w{0,32}\$)?)`
const PASSWORD = new RegExp(
  String.raw`\b(password|identified\s+by(?:\s+(?:password|values))?|identified\s+with\s+\S{1,64}\s+(?:by|as|using)|(?:set\s+)?password\s+for\s+[^\s=]{1,128}\s{0,4}=|secret)((?:\s+|\s*\(\s*)(?:E|U&|N)?)${STRING}`,
  'gi',
)
/** Oracle and Hive take one without quotes. */
const BARE =
  /\b(identified\s+by\s+)(?!password\b|values\b|['•])("[^"\n\0]+"|[^\s;'"\0]+)(\s+replace\s+(?=["\w]))?("[^"\n\0]+"|(?<=replace\s+)[^\s;'"\0]+)?/gi
/** Functions that are given a key or a password, and tables of other servers. */
const CALL =
  /\b((?:crypt|pgp_(?:sym|pub)_\w{1,20}|hmac|(?:aes_)?(?:en|de)crypt(?:_iv)?|dblink\w{0,20}|set_config|sp_(?:addlogin|password|addlinkedsrvlogin)|mysql|postgresql|mongodb|redis|s3(?:Cluster)?|remote(?:Secure)?|\w{0,40}(?:password|login|authenticate|passwd)\w{0,20})\s{0,4}\()([^()\n\0]*'[^\n\0]{0,2048})/gi
/** `VALUES ('bob', 'x'), (…)`. */
const ROWS = /\b(values\s{0,8}\()([^\n\0]*)/gi
const QUOTED = /'(?:[^'\\\n\0]|''|\\.)*'?/g
/** `passwd LIKE 'x%'`, `token IN ('x', 'y')`, `SET app.jwt_secret TO 'x'`. */
const COMPARED = new RegExp(
  String.raw`${NAME}("?\s{1,8}(?:not\s{1,8})?(?:i?like|in|to|is)\s{1,8}\(?\s{0,8})('(?:[^'\\\n\0]|''|\\.)*'?(?:\s{0,4},\s{0,4}'(?:[^'\\\n\0]|''|\\.)*'?)*)`,
  'gi',
)
/** `CONNECT bob/x@db`. */
const CONNECT = /(\bconnect\s{1,8}[\w$#]{1,64}\/)([^\s@'"\0/•]+)(?=@|\s|;|$)/gi

export const SQL_PASSWORDS: Family = {
  shapes: [
    {
      name: 'sql-password',
      cover: (text) =>
        text
          .replace(PASSWORD, `$1$2'${MASK}'`)
          .replace(BARE, coverBare)
          .replace(CONNECT, `$1${MASK}`),
    },
    onlyIf(/\s\(?\s{0,8}'/, {
      name: 'sql-password',
      cover: (text) => text.replace(COMPARED, coverCompared),
    }),
    onlyIf(/'/, {
      name: 'sql-value',
      cover: (text) => text.replace(CALL, coverCall).replace(ROWS, coverRows),
    }),
  ],
  marks: 'pas tif ecr tok key ypt hma dbl set sp_ ogi the sql ngo red s#( s#c emo lue con'.split(
    ' ',
  ),
}

function coverBare(_: string, head: string, __: string, replace: string | undefined): string {
  return `${head}${MASK}${replace === undefined ? '' : `${replace}${MASK}`}`
}

/** To the bracket that closes the call: strings may hold some. */
function coverCall(_: string, head: string, rest: string): string {
  let depth = 1
  let at = 0
  QUOTED.lastIndex = 0
  while (at < rest.length && depth > 0) {
    const letter = rest[at]
    if (letter === "'") {
      QUOTED.lastIndex = at
      at += Math.max(1, QUOTED.exec(rest)?.[0].length ?? 1)
      continue
    }
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    at += 1
  }
  return head + rest.slice(0, at).replace(QUOTED, `'${MASK}'`) + rest.slice(at)
}

function coverRows(_: string, head: string, rest: string): string {
  return head + rest.replace(QUOTED, `'${MASK}'`)
}

function coverCompared(
  whole: string,
  word: string,
  after: string,
  between: string,
  values: string,
  at: number,
  text: string,
): string {
  const before = text.slice(Math.max(0, at - 32), at)
  if (isAbout(word, after, values.slice(1), before)) return whole
  return `${word}${after}${between}${values.replace(QUOTED, `'${MASK}'`)}`
}
