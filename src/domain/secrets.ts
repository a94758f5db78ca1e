/**
 * Masking rules, applied at the collect boundary: store, log, chat and replay see the masked form alone.
 * A first set: password-like arguments, URL user info, well-known token shapes, environment values.
 */
import type { MaskRule } from './source.ts'

export const MASK = '••••'

/** Names whose value is a secret, in `name=value`, `--name value` and `"name": "value"` forms. */
const SECRET_NAME =
  '(?:[A-Za-z0-9_.-]{0,64}(?:passw(?:or)?d|passwd|passphrase|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credential|pgpassword|auth)[A-Za-z0-9_]{0,64})'

const NAMED_VALUE = new RegExp(
  `(${SECRET_NAME}["']?\\s*[=:]\\s*)(?!\\d{1,19} total in \\d)("[^"]*"|'[^']*'|[^\\s,;&\\0]+)`,
  'gi',
)
/** What stands before each argument in a table of all processes' arguments. */
const RECORD = '(?:\\d{1,7}/cmdline:)?'
const FLAG_VALUE = new RegExp(`(--?${SECRET_NAME})([\\s\\0]+${RECORD})([^\\s\\0-][^\\s\\0]*)`, 'gi')
/** `-pSECRET` of mysql and mysqldump: the value is glued to the flag. */
const MYSQL_FLAG = new RegExp(
  `((?:^|[/:])(?:mysql|mysqldump|mysqladmin|mariadb)[^\\s\\0]*[\\s\\0](?:[^\\n]{0,4000}?[\\s\\0])?${RECORD}-p)([^\\s\\0]+)`,
  'g',
)
/** `Authorization: Bearer …`, as curl and proxies are given it. */
const BEARER = /\b(bearer|basic)(\s+)([A-Za-z0-9._~+/=-]{6,})/gi
/** `ALTER ROLE x PASSWORD 'y'`, `IDENTIFIED BY 'y'`: statements stand in the logs of databases. */
const SQL_PASSWORD = /\b(password|identified\s+by)(\s+)(?:'[^']*'|"[^"]*")/gi
const URL_USERINFO = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@\0]*:)([^\s/@\0]+)(@)/gi
const TOKENS = [
  /\bxox[abeoprs]-[A-Za-z0-9-]{6,}/g,
  /\bxapp-[A-Za-z0-9-]{6,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
] as const

/** Masks what a source's rule says. Total, and a second pass changes nothing. */
export function mask(text: string, rule: MaskRule): string {
  switch (rule) {
    case 'none':
      return text
    case 'args':
      return maskText(text)
    case 'statements':
      return maskLiterals(maskText(text))
    case 'idents':
      return text.replace(IDENT, (_, before: string, ident: string) => maskIdentOf(before, ident))
    case 'tabbed-statements':
      return maskText(text).replace(TABBED, maskTabbed)
    case 'environ':
      return text
        .replace(/^([^=\0]*=)[^\0]*/, `$1${MASK}`)
        .replace(/(\0[^=\0]*=)[^\0]*/g, `$1${MASK}`)
  }
}

/** Masks the values in one statement, or in whatever text of a person tells a context, a plan or a portal from others. */
export function maskIdent(ident: string): string {
  return maskStatement(maskText(ident).replace(SQL_STRING, `'${MASK}'`))
}

/** What every one of the rules above needs somewhere: a text without any of it holds no secret that they know. */
const MAY_HOLD_SECRET =
  /passw|passphrase|secret|token|api[_-]?key|access[_-]?key|private|credential|auth|bearer|basic|identified|:\/\/|xox|xapp|gh[pousr]_|AKIA|ASIA|eyJ|mysql|mariadb/i

/** Masks secrets in any running text: argument lines, log lines, what a person typed. */
export function maskText(text: string): string {
  // One look in place of a dozen: a dump has a million texts to mask, and nearly none holds a secret.
  if (!MAY_HOLD_SECRET.test(text)) return text
  let out = text
  for (const shape of TOKENS) out = out.replace(shape, MASK)
  return out
    .replace(URL_USERINFO, `$1${MASK}$3`)
    .replace(SQL_PASSWORD, `$1$2'${MASK}'`)
    .replace(BEARER, `$1$2${MASK}`)
    .replace(MYSQL_FLAG, `$1${MASK}`)
    .replace(NAMED_VALUE, `$1${MASK}`)
    .replace(FLAG_VALUE, `$1$2${MASK}`)
}

/** A string of SQL, which may go on in lines that begin with a tab; `$$`-quoted ones too. */
const SQL_STRING = /'(?:[^'\n]|''|\n\t)*'|\$\$(?:[^$\n]|\n\t)*\$\$/g
/** What a server's log says of a statement: its own lines, and the parts of others that quote one. */
const STATEMENT =
  /(?:(?:STATEMENT|QUERY|statement|was running|Query Text|execute [^:\n]{1,64}|bind [^:\n]{1,64}): {1,2})[^\n]*(?:\n\t[^\n]*)*/g
const SQL_NUMBER = /(?<![\w$.•])\d+(?:\.\d+)?(?![\w.])/g
/** `Key (email)=(a@b.c) already exists.`, `Failing row contains (1, a, b).` */
const ROW_VALUES =
  /((?:Key|Schlüssel|键值?)[^\n=]{0,200}=|Failing row contains )\([^\n]*?\)(?=[ .]|$)/gm

/**
 * What tells a MemoryContext from others of its name stands behind its figures: a query, a relation, a function. Names
 * before them are the server's own: `pg_authid_rolname_index: 1024` is no secret.
 */
const IDENT = /^([^\n]*?\d used: ?)([^\n]+)/gm
/** csvlog and jsonlog end a message with a quote that is not doubled nor escaped. */
const RECORD_LINE = /^(?:\{|\d{4}-\d\d-\d\d [^,\n]{8,30},)/
const IN_RECORD = /^(?:[^"\\]|""|\\.)*/

function maskIdentOf(before: string, ident: string): string {
  if (!RECORD_LINE.test(before)) return before + maskIdent(ident)
  const inside = IN_RECORD.exec(ident)?.[0] ?? ''
  return before + maskIdent(inside) + ident.slice(inside.length)
}

/** Lines of logs as the script gives them, each behind a tab. */
const TABBED = /(?:(?<![^\n])\t[^\n]*(?:\n|$))+/g

/** Read without its tabs: with them the next line of a log would look like a statement that goes on. */
function maskTabbed(block: string): string {
  const end = block.endsWith('\n') ? '\n' : ''
  const lines = block.slice(0, block.length - end.length).split('\n')
  const masked = maskLiterals(lines.map((line) => line.slice(1)).join('\n'))
  const tabbed = masked.split('\n').map((line) => `\t${line}`)
  return `${tabbed.join('\n')}${end}`
}

/** Masks the values in statements of a server's log: they are people's data, the statement's form is not. */
function maskLiterals(text: string): string {
  return text
    .replace(SQL_STRING, `'${MASK}'`)
    .replace(ROW_VALUES, `$1(${MASK})`)
    .replace(STATEMENT, maskStatement)
}

/** A string that a log cut off has no end: it is masked to the end of its line. */
function maskStatement(statement: string): string {
  const closed = `'${MASK}'`
  return statement
    .split(closed)
    .map((part) => part.replace(/'[^\n]*/g, closed).replace(SQL_NUMBER, '?'))
    .join(closed)
}
