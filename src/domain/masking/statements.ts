/** Values in the statements that a database's log quotes: they are people's data, the statement's form is not. */
import { MASK } from './shape.ts'

/** A string of SQL, which may go on in lines that begin with a tab; `$$`-quoted ones too. */
const SQL_STRING = /'(?:[^'\n]|''|\n\t)*'|\$\$(?:[^$\n]|\n\t)*\$\$/g
/** What a server's log says of a statement: its own lines, and the parts of others that quote one. */
const STATEMENT =
  /(?:(?:STATEMENT|QUERY|statement|was running|Query Text|execute [^:\n]{1,64}|bind [^:\n]{1,64}): {1,2})[^\n]*(?:\n\t[^\n]*)*/g
const SQL_NUMBER = /(?<![\w$.•])\d+(?:\.\d+)?(?![\w.])/g
/** `Key (email)=(a@b.c) already exists.`, `Failing row contains (1, a, b).` */
const ROW_VALUES =
  /((?:Key|Schlüssel|键值?)[^\n=]{0,200}=|Failing row contains )\([^\n]*?\)(?=[ .]|$)/gm

/** Lines of logs as the script gives them, each behind a tab. */
const TABBED = /(?:(?<![^\n])\t[^\n]*(?:\n|$))+/g

/** Masks the values in lines behind tabs. */
export function maskTabbed(text: string): string {
  return text.replace(TABBED, maskBlock)
}

/** Read without its tabs: with them the next line of a log would look like a statement that goes on. */
function maskBlock(block: string): string {
  const end = block.endsWith('\n') ? '\n' : ''
  const lines = block.slice(0, block.length - end.length).split('\n')
  const masked = maskLiterals(lines.map((line) => line.slice(1)).join('\n'))
  const tabbed = masked.split('\n').map((line) => `\t${line}`)
  return `${tabbed.join('\n')}${end}`
}

/** Masks the values in statements of a server's log. */
export function maskLiterals(text: string): string {
  return text
    .replace(SQL_STRING, `'${MASK}'`)
    .replace(ROW_VALUES, `$1(${MASK})`)
    .replace(STATEMENT, maskStatement)
}

/** A string that a log cut off has no end: it is masked to the end of its line. */
function maskStatement(statement: string): string {
  const closed = `'${MASK}'`
  return dollarsCovered(statement)
    .split(closed)
    .map((part) => part.replace(/'[^\n]*/g, closed).replace(SQL_NUMBER, '?'))
    .join(closed)
}

const TAG = /\$[A-Za-z_]\w{0,62}\$/g

/** `$tag$…$tag$`; without its end, as a log cuts it, to the end of the statement. */
function dollarsCovered(statement: string): string {
  let out = ''
  let done = 0
  TAG.lastIndex = 0
  for (let tag = TAG.exec(statement); tag !== null; tag = TAG.exec(statement)) {
    const end = statement.indexOf(tag[0], TAG.lastIndex)
    out += `${statement.slice(done, tag.index)}'${MASK}'`
    done = end < 0 ? statement.length : end + tag[0].length
    if (end < 0) break
    TAG.lastIndex = done
  }
  return out + statement.slice(done)
}

/** Masks the statements alone, strings elsewhere are left. */
export function maskStatements(text: string): string {
  return text.replace(STATEMENT, maskStatement)
}

/** Masks all strings and numbers of a text that is a statement as a whole. */
export function maskWhole(statement: string): string {
  return maskStatement(statement.replace(SQL_STRING, `'${MASK}'`))
}
