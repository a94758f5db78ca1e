/**
 * Secrets that stand behind their name: `name=value`, `"name": "value"`, YAML, XML, `--name value`. The name stays, and so
 * do the quotes; what only speaks of a secret (`password_file=/etc/x`, `max_tokens=4096`, `auth=trust`) stays whole.
 */
import { type Family, MASK, RECORD, type Shape } from './shape.ts'

/** The words that make a name one of a secret, wherever in it they stand; any spelling and case. */
const WORD = [
  String.raw`passw(?:or)?d`,
  'passphrase',
  'passcode',
  String.raw`(?<!by|com|sur|tres|en|over)pass(?![a-z])`,
  String.raw`pwd(?![a-z])`,
  'requirepass',
  'masterauth',
  'secret',
  'token',
  String.raw`(?:api|access|private|account|signing|encryption|master|shared|auth|session|license|storage)[_-]?key`,
  'sharedaccesssignature',
  'credential',
  String.raw`auth(?![a-z])`,
  String.raw`cookie(?![a-z])`,
  String.raw`session[_-]?id`,
  'sessid',
  String.raw`connect\.sid`,
  String.raw`response_?url`,
  String.raw`webhook`,
  'proctitle',
].join('|')
const NAME = String.raw`(${WORD})([A-Za-z0-9_-]{0,64})`

/** What follows the word where the value is no secret: where it is kept, how long it lives, how it is checked. */
const ABOUT =
  /^s?[_-]?(?:files?|path|dir(?:ectory)?|encryption|command|cmd|prompt|timeout|ttl|type|method|mode|length|len|size|count|limit|max|min|policy|version|ver|url|uri|endpoint|host|port|server|name|class|provider|store|manager|required|enabled|expir\w*|age|days|lifetime|algorithm|ary|less|iz\w*|\w*(?:index|idx|[pf]key|uniq|seq|context|cache))$/i
/** `auth` alone is a word of many names: `pg_auth_members`, `auth_time`. */
const AUTH_SECRET = /^(?:[_-]?(?:string|data|pass|code|header|value|info))?$/i
/** `max_tokens`, `pg_authid_token_bytes`. */
const COUNTED_BEFORE = /(?:max|min|num|total|input|output|prompt|used|per)[_-]?(?:\w{1,16}_)?$/i
/** Values that tell how, not what. */
const WORDY =
  /^(?:true|false|yes|no|on|off|null|none|nil|undefined|trust|peer|ident|md5|scram-sha-256|cert|gss|sspi|ldap|pam|basic|enabled|disabled|required|\*+|x+|<[a-z_ -]+>)$/i

/** A value's end is a blank, or a separator behind which another name begins. */
const BARE = String.raw`(?:[^\s,;&\0"'<]|[,;&](?![\w.-]{1,64}["']?[=:])(?=[^\s\0])|["'](?=[\w!@#$%^*+-]))+`
const QUOTED = String.raw`"(?:[^"\\\n\0]|\\.)*"?|'(?:[^'\\\n\0]|\\.|'')*'?`
/** JSON in JSON, in a log or in an argument: each quote behind backslashes. */
const ESCAPED = String.raw`\\{1,7}["'][^"'\\\n\0]*`
const BRACED = String.raw`\{[^{}":\n\0]*\}`
const BLOCK = String.raw`[|>][-+]?\n[ \t]+[^\n]+`

const NAMED = new RegExp(
  `${NAME}(\\\\{0,7}["']?[ \\t]{0,8}(?:=>|:=|=|:(?:\\0${RECORD})?)[ \\t]{0,8})(?!\\d{1,19} total in \\d)(${ESCAPED}|${QUOTED}|${BRACED}|${BLOCK}|${BARE})`,
  'gi',
)
const FLAG = new RegExp(`${NAME}([ \\t]+|\\0${RECORD})(${QUOTED}|[^\\s\\0-][^\\s\\0]*)`, 'gi')
const XML = new RegExp(`(<[\\w:.-]{0,64}?(?:${WORD})[\\w.-]{0,32}>)([^<\\n\\0]+)`, 'gi')
/** netrc, redis.conf. */
const SPACED =
  /(\b(?:login|user)[ \t]+\S+[ \t\n]+password[ \t]+|\b(?:requirepass|masterauth)[ \t]+)([^\s\0]+)/gi

const SHAPES: readonly Shape[] = [
  { name: 'named-value', cover: (text) => text.replace(NAMED, coverNamed) },
  { name: 'flag-value', cover: (text) => text.replace(FLAG, coverFlag) },
  { name: 'xml-value', cover: (text) => text.replace(XML, `$1${MASK}`) },
  { name: 'netrc', cover: (text) => text.replace(SPACED, `$1${MASK}`) },
]

const MARKS = 'pas pwd ecr tok key uth ede coo nid n_i n-i sid dac url hoo oct'

export const NAMED_VALUES: Family = { shapes: SHAPES, marks: MARKS.split(' ') }

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

function isAbout(word: string, after: string, value: string, before: string): boolean {
  if (value === '' || WORDY.test(value) || ABOUT.test(after)) return true
  const name = word.toLowerCase()
  // The shell's own PWD, and files of keys and tokens.
  if (name === 'pwd' && /^[/~]/.test(value)) return true
  if (name === 'token' && /^\d{1,9}$/.test(value))
    return /^s/.test(after) || COUNTED_BEFORE.test(before)
  // Greenplum numbers its sessions.
  if (/^sess/.test(name)) return /^\d{1,10}$/.test(value)
  return name === 'auth' && !AUTH_SECRET.test(after)
}

/** Without the quotes around it. */
function bare(value: string): string {
  return value.replace(/^\\*["']|["']$/g, '')
}

/** The value's quotes, and brackets that close what stands around it, are left. */
function covered(value: string): string {
  const open = /^(?:\\{1,7})?["']/.exec(value)?.[0]
  if (open !== undefined) {
    const isClosed = !open.startsWith('\\') && value.length > 1 && value.endsWith(open)
    return `${open}${MASK}${isClosed ? open : ''}`
  }
  if (/^[|>][-+]?\n/.test(value)) return `${/^[|>][-+]?\n[ \t]+/.exec(value)?.[0] ?? ''}${MASK}`
  const end = /[)\]}>.,;:]*$/.exec(value.slice(-8))?.[0] ?? ''
  return `${MASK}${value.startsWith('{') || end.length === value.length ? '' : end}`
}
