/** Headers of HTTP, as curl and proxies are given them and logs print them. The scheme's word stays, what follows goes. */
import { type Family, MASK, RECORD, type Shape } from './shape.ts'

const SCHEME =
  'bearer|basic|token|apikey|api-key|digest|negotiate|ntlm|hmac|oauth|key|aws4-hmac-sha256'
/** A word before what has a figure in it, or is a pair: `Splunk 1f2e`, `Hawk id="x"`. */
const OTHER_SCHEME = String.raw`[A-Za-z][\w-]{1,30}[ \t]+(?=[\w-]+=|[^\s"'\\\0]{0,256}\d)`
/** A header that nobody quoted is several arguments. */
const GAP = String.raw`(?:\0${RECORD}|[ \t]{0,8}\[?\\?)`
/** `username="x", response="y"` of Digest and of AWS; in JSON each quote is behind backslashes. */
const PAIR = String.raw`[\w-]+=(?:\\{0,7}"[^"\\\n\0]*\\{0,7}"|[^\s,"'\\\0]*)`
const PAIRS = String.raw`${PAIR}(?:,${GAP}${PAIR})*`
const AUTHORIZATION = new RegExp(
  `((?:authorization|x-auth)\\\\{0,7}["']?\\]?[ \\t]{0,8}(?:=>|[:=])${GAP}\\\\{0,7}["']?)((?:${SCHEME})(?:[ \\t]+|\\\\? |\\0${RECORD})|${OTHER_SCHEME})?(${PAIRS}|[^\\s\\\\"',;\\0]+)`,
  'gi',
)
/** Without its header. */
const BARE = new RegExp(
  String.raw`\b(bearer|basic)([ \t]+|\0${RECORD})([A-Za-z0-9._~+/-]{6,}=*)`,
  'gi',
)
/** "Basic authentication", "bearer token", "basic-auth": a sentence's word, not a token. */
const SENTENCE = /^[A-Za-z]?[a-z]{1,24}(?:-[a-z]{1,24})*[.]?$/
const COOKIE_VALUE = String.raw`[^\s;="'\\,\0]{1,256}=[^\s;"'\\\0]*(?:;${GAP}[^\s;="'\\,\0]{1,256}(?:=[^;"'\\\s\0]*)?)*`
const COOKIE = new RegExp(
  `((?:set-)?cookie2?\\\\{0,7}["']?[ \\t]{0,8}:${GAP}\\\\{0,7}["']?)(${COOKIE_VALUE}|[^\\s"'\\\\\\0]+)`,
  'gi',
)

const MAKERS =
  /((?:x-honeycomb-team|x-jfrog-art-api|fastly-key|ocp-apim-subscription-key|x-hub-signature(?:-256)?|x-slack-signature|x-plex-token|dd-api-key)\\{0,7}["']?[ \t]{0,8}[:=][ \t]{0,8}\\{0,7}["']?(?:sha\d{1,3}=|v0=)?)[^\s"',;\\\0•]+/gi

const SHAPES: readonly Shape[] = [
  {
    name: 'authorization',
    cover: (text) =>
      text.replace(AUTHORIZATION, (_, head: string, scheme = '') => `${head}${scheme}${MASK}`),
  },
  { name: 'bearer', cover: (text) => text.replace(BARE, coverBare) },
  // Those of makers, whose names have no word of a secret.
  { name: 'maker-header', cover: (text) => text.replace(MAKERS, `$1${MASK}`) },
  { name: 'cookie', cover: (text) => text.replace(COOKIE, `$1${MASK}`) },
]

export const HEADERS: Family = {
  shapes: SHAPES,
  marks: ['bea', 'sic', 'uth', 'coo', 'omb', 'art', 'ly-', 'im-', 'b-s', 'k-s', 'ex-', 'pi-'],
}

function coverBare(whole: string, scheme: string, between: string, token: string): string {
  return SENTENCE.test(token) ? whole : `${scheme}${between}${MASK}`
}
