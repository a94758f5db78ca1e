/**
 * Secrets that stand behind their name: `name=value`, `"name": "value"`, YAML, XML, `--name value`. The name stays, and so
 * do the quotes; what only speaks of a secret (words.ts) stays whole.
 */
import { coverArguments } from './arguments.ts'
import { type Family, MASK, RECORD, type Shape } from './shape.ts'
import { TOLD } from './told.ts'
import { isAbout, NAME, WORD, WORD_MARKS } from './words.ts'

/** A value's end is a blank, or a separator behind which another name begins. */
const BARE = String.raw`(?:[^\s,;&\0"'<]|[,;&](?![\w.-]{1,64}["']?[=:])(?=[^\s\0])|["'](?=[\w!@#$%^*+-]))+`
/** Shells and escapes glue more to what was quoted. */
const GLUED = String.raw`(?:[\w!@#$%^*+-][^\s,;&\0"'<)\]}]*["']?)?`
const QUOTED = String.raw`(?:"(?:[^"\\\n\0]|\\.)*"?|'(?:[^'\\\n\0]|\\.|'')*'?)${GLUED}`
/** JSON in JSON, in a log or in an argument: each quote behind backslashes. */
const ESCAPED = String.raw`\\{1,7}["'][^"'\\\n\0]*`
const BRACED = String.raw`\{[^{}":\n\0]*\}`
const LISTED = String.raw`\[[^\][\n\0]*\]`
const LINE = String.raw`(?:\n|\\n)[ \t]+`
const BLOCK = String.raw`[|>][-+]?${LINE}[^\n]+|${LINE}- [^\n]+(?:\n[ \t]+- [^\n]+)*`
/** `user[password]=`, `"passwords[0]" =>`. */
const INDEX = String.raw`(?:\[\w{0,16}\]|\]|%5[Bb]\w{0,16}%5[Dd]|%5[Dd])?`
/** YAML's tags and anchors. */
const TAG = String.raw`(?:(?<=[ \t])[!&][\w/.-]{1,32}[ \t]{1,4})?`

const NAMED = new RegExp(
  `${NAME}(\\\\{0,7}["']?${INDEX}[ \\t]{0,8}(?:=>|:=|==|!=|<>|=|：|%3[DdAa]|:(?!:)(?:\\0${RECORD})?|::(?= ))[ \\t]{0,8}${TAG})(?!string\\(\\d)(?!\\d{1,19} total in \\d)(${ESCAPED}|${QUOTED}|${BRACED}|${LISTED}|${BLOCK}|${BARE})`,
  'gi',
)
const FLAG = new RegExp(
  `${NAME}([ \\t]+|\\0${RECORD})(?!\\d{1,7}\\/cmdline:)(\\\\{1,7}["'][^"'\\\\\\n\\0]*|${QUOTED}|[^\\s\\0-][^\\s\\0]*)`,
  'gi',
)
const XML = new RegExp(`(<[\\w:.-]{0,64}?(?:${WORD})[\\w.-]{0,32}>)([^<\\n\\0]+)`, 'gi')

const SHAPES: readonly Shape[] = [
  { name: 'argument', cover: coverArguments },
  { name: 'named-value', cover: (text) => text.replace(NAMED, coverNamed) },
  { name: 'flag-value', cover: (text) => text.replace(FLAG, coverFlag) },
  { name: 'xml-value', cover: (text) => text.replace(XML, `$1${MASK}`) },
  ...TOLD,
]

export const NAMED_VALUES: Family = { shapes: SHAPES, marks: WORD_MARKS }

function coverNamed(
  whole: string,
  word: string,
  after: string,
  between: string,
  value: string,
  at: number,
  text: string,
): string {
  if (isAbout(word, after, bare(value), text.slice(Math.max(0, at - 32), at))) return whole
  return `${word}${after}${between}${covered(value)}`
}

/** A name without a sign between it and what follows is one only as a flag; a table has its record in between. */
function coverFlag(
  whole: string,
  word: string,
  after: string,
  between: string,
  value: string,
  at: number,
  text: string,
): string {
  const before = text.slice(Math.max(0, at - 64), at)
  if (!/(?:^|[\s\0"'`:=/([])--?[A-Za-z0-9_.-]{0,62}$/.test(before)) return whole
  if (isAbout(word, after, bare(value), before)) return whole
  return `${word}${after}${between}${covered(value)}`
}

/** Without the quotes around it. */
function bare(value: string): string {
  if (/^\[[^A-Za-z]*\]$/.test(value)) return ''
  return value.replace(/^\\*["']|["']$/g, '')
}

/** The value's quotes, and brackets that close what stands around it, are left. */
function covered(value: string): string {
  const open = /^(?:\\{1,7})?["']/.exec(value)?.[0]
  if (open !== undefined) {
    const isClosed = !open.startsWith('\\') && value.lastIndexOf(open) > 0
    return `${open}${MASK}${isClosed ? open : ''}`
  }
  if (/^\[.*\]$/.test(value)) return `[${MASK}]`
  const line = /^(?:[|>][-+]?)?(?:\n|\\n)[ \t]+(?:- )?/.exec(value)?.[0]
  if (line !== undefined) return `${line}${MASK}`
  const end = /[)\]}>.,;:]*$/.exec(value.slice(-8))?.[0] ?? ''
  return `${MASK}${value.startsWith('{') || end.length === value.length ? '' : end}`
}
