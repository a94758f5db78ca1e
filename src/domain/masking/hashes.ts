/** Password hashes, as databases, shadow files and web servers keep them: guessed off line, they are the password. */
import { type Family, MASK, type Shape, shape } from './shape.ts'

const SHAPES: readonly Shape[] = [
  shape(
    'scram',
    /(SCRAM-SHA-(?:1|256|512))\$\d{1,9}:[A-Za-z0-9+/=]+\$?[A-Za-z0-9+/=:]*/g,
    `$1 ${MASK}`,
  ),
  // PostgreSQL's own form; a bare MD5 sum of a file has no such word glued to it.
  shape('md5-password', /(?<![A-Za-z0-9])md5[0-9a-f]{32}(?![0-9a-f])/g),
  shape('bcrypt', /\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{20,}/g),
  shape(
    'crypt',
    /\$(?:[1567y]|gy|apr1|argon2(?:id|i|d)|pbkdf2[\w-]{0,16}|scrypt)\$[./A-Za-z0-9=,$+-]{20,}/g,
  ),
  shape('phpass', /\$(?:P|H|A)\$[./A-Za-z0-9]{3,}(?:\$[./A-Za-z0-9]{8,}|[./A-Za-z0-9]{24,})/g),
  shape('crypt', /\$krb5\w{1,12}\$[^\s\0"']{16,}/g),
  shape(
    'werkzeug',
    /(?<![\w])(?:scrypt:\d{1,8}:\d{1,4}:\d{1,4}|pbkdf2:sha\d{1,3}(?::\d{1,8})?)\$[^\s$\0]{1,64}\$[0-9a-f]{32,}/g,
  ),
  // Windows: LM and NT beside each other.
  shape('ntlm', /(?<![0-9a-f])(?:aad3b435b51404ee){2}:[0-9a-f]{32}/gi),
  shape('pbkdf2', /pbkdf2_sha\d{1,3}\$\d{1,9}\$[^\s$\0]{1,64}\$[A-Za-z0-9+/=]+/g),
  shape('ldap-hash', /\{S?(?:SHA\d{0,3}|MD5|CRYPT)\}[./A-Za-z0-9+=$]{12,}/g),
  shape('mysql-hash', /(?<![\w*])\*[0-9A-F]{40}(?![0-9A-F])/g),
]

const HEX_LETTERS = [...'abcdef#']
const MARKS =
  'am- md# $#a $#b $#x $#y $#$ $y$ $gy $ap $ar $pb $sc bkd {ss {sh {md {cr {sm $p$ $h$ $a$ $kr ypt df# aad'

export const HASHES: Family = {
  shapes: SHAPES,
  marks: [
    ...MARKS.split(' '),
    ...HEX_LETTERS.flatMap((first) => HEX_LETTERS.map((second) => `*${first}${second}`)),
  ],
}
