/** Words with which a PostgreSQL log line begins its message, in English and in languages that servers are set to. */
import type { Level } from './entry.ts'

/** What a line is: an entry of a level, or a part of the entry before it. */
export type Severity = Level | 'detail' | 'hint' | 'statement' | 'context'

/** From the translations of the server (src/backend/po); the C locale first. */
const WORDS: Readonly<Record<string, Severity>> = {
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  NOTICE: 'NOTICE',
  LOG: 'LOG',
  WARNING: 'WARNING',
  ERROR: 'ERROR',
  FATAL: 'FATAL',
  PANIC: 'PANIC',
  DETAIL: 'detail',
  HINT: 'hint',
  STATEMENT: 'statement',
  CONTEXT: 'context',
  QUERY: 'context',
  LOCATION: 'context',
  HINWEIS: 'NOTICE',
  WARNUNG: 'WARNING',
  FEHLER: 'ERROR',
  TIPP: 'hint',
  ZUSAMMENHANG: 'context',
  ANWEISUNG: 'statement',
  ATTENTION: 'WARNING',
  ERREUR: 'ERROR',
  DÉTAIL: 'detail',
  ASTUCE: 'hint',
  INSTRUCTION: 'statement',
  CONTEXTE: 'context',
  日志: 'LOG',
  警告: 'WARNING',
  错误: 'ERROR',
  致命错误: 'FATAL',
  比致命错误还过分的错误: 'PANIC',
  详细信息: 'detail',
  提示: 'hint',
  语句: 'statement',
  上下文: 'context',
  詳細: 'detail',
  ヒント: 'hint',
  文: 'statement',
}

/** Longest first, so that no word hides one that ends with it. */
const MARK = new RegExp(
  `(?:^|[^\\p{L}_"'])(${Object.keys(WORDS)
    .sort((a, b) => b.length - a.length)
    .map((word) => (word === 'DEBUG' ? 'DEBUG[1-5]?' : word))
    .join('|')}) ?[:：](?: {1,2}|$)`,
  'u',
)
/** A prefix of the server's is shorter than this. */
const PREFIX_CHARS = 400

interface Marked {
  readonly severity: Severity
  readonly prefix: string
  readonly message: string
}

/** The server itself writes two blanks behind a severity, in every language; some tools leave one of them. */
const COLON = ':  '
/** Colons that are tried before the slower search. */
const TRIED = 3

/** Splits a line at its severity; null for a line that goes on with the one before. */
export function readSeverity(line: string): Marked | null {
  if (line.startsWith('\t')) return null
  let colon = line.indexOf(COLON)
  for (let i = 0; i < TRIED && colon > 0 && colon < PREFIX_CHARS; i += 1) {
    const from = wordStart(line, colon)
    const severity = severityOf(line.slice(from, colon))
    if (severity !== null) {
      return { severity, prefix: line.slice(0, from), message: line.slice(colon + COLON.length) }
    }
    colon = line.indexOf(COLON, colon + 1)
  }
  return searched(line)
}

function searched(line: string): Marked | null {
  const head = line.slice(0, PREFIX_CHARS)
  const found = MARK.exec(head)
  const severity = severityOf(found?.[1] ?? '')
  if (found === null || severity === null) return null
  const end = found.index + found[0].length
  return { severity, prefix: line.slice(0, found.index + 1), message: line.slice(end) }
}

/** Where the word begins that ends here: letters of any script, and the digit of DEBUG1. */
function wordStart(line: string, end: number): number {
  let at = end
  while (at > 0 && isWord(line.charCodeAt(at - 1))) at -= 1
  return at
}

function isWord(code: number): boolean {
  return code > 127 || (code >= 65 && code <= 90) || (code >= 49 && code <= 53)
}

export function severityOf(word: string): Severity | null {
  return WORDS[word.replace(/[1-5]$/, '')] ?? null
}
