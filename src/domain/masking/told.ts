/** Secrets whose name and value no sign joins: in sentences, in files of settings, in calls and in pairs of name and value. */
import { MASK, onlyIf, type Shape } from './shape.ts'
import { isAbout, NAME, WORD } from './words.ts'

const QUOTE = String.raw`\\{0,7}["'\`]`
const VALUE = String.raw`"[^"\n\0]*"|'[^'\n\0]*'|\\{1,7}["'][^"'\\\n\0]*|[^\s\0,;"'<>}\\]+`

/** netrc, redis.conf, slapd.conf, AWS, Apache, nginx. */
const SPACED = new RegExp(
  String.raw`(\b(?:login|user)[ \t]+\S+(?:[ \t]|\n|\\n){1,16}password[ \t]+|\b(?:requirepass|masterauth|(?:root|bind)pw|ldap_default_authtok|aws_secret_access_key|aws_session_token|authtoken|insecure-password)(?:[ \t]+|\0(?:\d{1,7}\/cmdline:)?)|\bstats[ \t]+auth[ \t]+[^\s:]{1,64}:|\bbasic_?auth[ \t]+[\w.-]{1,64}[ \t]+(?=\S{0,64}\d)|:pserver:[^\s:@]{1,64}:|\bauth:token[ \t]+|\blogin=[\w.-]{1,64}:|\b(?:input|user|owner)_pw[ \t]+|\br[ow]community6?[ \t]+|\b(?:private-key|preshared-key|psk|source-password)[ \t]+(?=\S{0,64}\d)|\b(?:setenv|fastcgi_param|uwsgi_param|proxy_set_header)[ \t]+[\w-]{0,64}?(?:${WORD})[\w-]{0,32}[ \t]+)(?!=)(${VALUE})`,
  'gi',
)
/** `USER bob`, `PASS x`; `AUTH PLAIN x`. */
const DIALOG =
  /(\bUSER[ \t]+\S+\s{1,4}PASS[ \t]+|\bAUTH[ \t]+(?:PLAIN|LOGIN|XOAUTH2)[ \t]+)([^\s\0"'\\]+)/g

/** `password is x1`, `wrong password 'x'`: quoted, or a word with a figure in it. */
const SENTENCE =
  /\b(password|passphrase|passwd|passcode|passwort|kennwort)((?:[ \t]+(?:is|was|supplied|for[ \t]+[\w.@-]{1,64}|\d(?=[ \t])))?[ \t]*[:=]?[ \t]+)(\\{0,7}["'`(][^"'`()\\\n\0]+|[^\s\0"'`()\\]+)/gi
const HOW = /^[/~]|^(?:scram|sha|md|bcrypt|argon|pbkdf|v)-?\d|^(?:••••|[•]*)$/i
/** `using token "x1"`. */
const QUOTED = new RegExp(
  String.raw`\b(token|secret|api[ _-]?key|credentials?)([ \t]+${QUOTE})(?=[^"'\`\\\n\0]{0,256}\d)([^"'\`\\\s\0]{8,})`,
  'gi',
)
/** `token 1f2e expired`: two figures in it, or it may be a word of a grammar. */
const SAID =
  /(?<!(?:unexpected|expected|illegal|next)[ \t])\b(token|api[ _-]?key)([ \t]+)(?!0x)(?=\w{0,64}\d\w{0,64}\d)(?=\w{0,64}[a-z])\w{8,}/gi
/** `define('DB_PASSWORD', 'x')`, `set_config('app.token', 'x')`. */
const CALLED = new RegExp(
  `${NAME}(\\\\{0,7}["'][ \\t]{0,4},[ \\t]{0,4}\\\\{0,7}["'])([^"'\\\\\\n\\0]+)`,
  'gi',
)
/** `name: DB_PASSWORD` and `value: x` beside or below it, in YAML, JSON and XML; an element whose attribute names it. */
const PAIRED = new RegExp(
  String.raw`${NAME}(${QUOTE}?(?:[ \t]{0,4},|[ \t]{0,8}(?:\n|\\n)|[ \t])[^{}<>\n\0]{0,48}?value${QUOTE}?[ \t]{0,4}[:=][ \t]{0,4}|${QUOTE}[^<>\n\0]{0,64}>)(?=[^<])(${VALUE})`,
  'gi',
)
/** PHP's own notations. */
const DUMPED = new RegExp(
  String.raw`${NAME}(\\{0,7}"(?:;s:\d{1,5}:|\]=>\s{0,8}string\(\d{1,5}\) )\\{0,7}")([^"\\\n\0]+)`,
  'gi',
)

const NAMED_BEFORE =
  /(?:name|key|id|property)\\{0,7}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,7}["']?[\w.-]{0,64}$/i

export const TOLD: readonly Shape[] = [
  {
    name: 'setting',
    cover: (text) => text.replace(SPACED, `$1${MASK}`).replace(DIALOG, `$1${MASK}`),
  },
  {
    name: 'sentence',
    cover: (text) =>
      text
        .replace(SENTENCE, coverSentence)
        .replace(QUOTED, coverQuoted)
        .replace(SAID, `$1$2${MASK}`),
  },
  onlyIf(/["'][ \t]{0,4},/, {
    name: 'pair',
    cover: (text) => text.replace(CALLED, told(/[([]\s{0,4}\\{0,7}["'][\w.:-]{0,64}$/)),
  }),
  onlyIf(/value|["'`][^<>\n\0]{0,64}>/i, {
    name: 'pair',
    cover: (text) => text.replace(PAIRED, told(NAMED_BEFORE)),
  }),
  onlyIf(/";s:\d|\]=>/, {
    name: 'pair',
    cover: (text) => text.replace(DUMPED, told(/["'][\w.-]{0,64}$/)),
  }),
]

function coverSentence(whole: string, name: string, between: string, value: string): string {
  const open = /^\\{0,7}["'`(]/.exec(value)?.[0] ?? ''
  const said = value.slice(open.length)
  if (HOW.test(said) || said.startsWith('•')) return whole
  const isWord = !/\d/.test(said) || !/[^\d.,;:]/.test(said) || said.length < 4
  // In brackets stands as often a remark, behind a sign what named.ts judges.
  if (isWord && (open === '' || open === '(' || /[:=]/.test(between) || said.length < 4))
    return whole
  return `${name}${between}${open}${MASK}`
}

function coverQuoted(
  whole: string,
  name: string,
  between: string,
  _: string,
  at: number,
  text: string,
): string {
  return /(?:unexpected|expected|illegal|near|kind|resource) ?["'`]?$/i.test(
    text.slice(Math.max(0, at - 16), at),
  )
    ? whole
    : `${name}${between}${MASK}`
}

/** Covers a value whose name stands as `where` says. */
function told(where: RegExp) {
  return (
    whole: string,
    word: string,
    after: string,
    between: string,
    value: string,
    at: number,
    text: string,
  ): string => {
    const before = text.slice(Math.max(0, at - 96), at)
    const open = /^\\*["']/.exec(value)?.[0] ?? ''
    if (!where.test(before) || isAbout(word, after, value.slice(open.length), before)) return whole
    const close = open !== '' && value.length > open.length && value.endsWith(open) ? open : ''
    return `${word}${after}${between}${open}${MASK}${close}`
  }
}
