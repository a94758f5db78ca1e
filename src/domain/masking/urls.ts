/** Secrets in addresses: user info of URLs, and the forms of drivers that are no URL. */
import { isRandom } from './random.ts'
import { type Family, MASK, onlyIf, type Shape, shape } from './shape.ts'

/** `user:password@` behind `://`. The last at sign before the path ends it: passwords hold some. */
const USER_INFO =
  /(:\\{0,3}\/\\{0,3}\/)([^\s/:@"'<>\0]{0,256})(?::([^\s/"'<>\0]{0,1024}|(?!\d{1,5}\/)[^\s@"'<>\0]{0,256}))?@/g
/** Cut off before its host: behind a host's name would stand a port's number. */
const CUT = /(:\/\/[^\s/:@"'<>\0[\]]{1,256}:)(?![\d•]{1,9}$)[^\s/:@"'<>\0•]{1,256}$/g
/** The whole address as a parameter of another. */
const ENCODED =
  /((?::|%3A)(?:\/|%2F){2}[^\s%@/:"'<>\0]{0,256}(?::|%3A))((?!\d{1,5}(?:\/|%2F|$))[^\s@/"'<>\0•]{1,256}?)(?=%40|@)/gi
/** No scheme before it: `bob:x@proxy:3128`, `app:x@(db1:3306)/`. */
const NO_SCHEME =
  /(?<![\w/.@:%-])((?!npm:|pkg:|jar:|file:)[\w.-]{1,64}:)(?!sha\d)([^\s:@/"'<>\0•]{1,256})(@(?:\(?[\w.-]{1,255}:\d{2,5}\b|\d{1,3}(?:\.\d{1,3}){3}\b|localhost\b|\/\w))/g
/** `.pgpass`: by the ports that PostgreSQL and its poolers are given. */
const PGPASS =
  /((?<![\w.:*-])(?![\w.-]{1,255}\.[chyt]\w{0,3}:)(?:[\w.-]{1,255}|\*):(?:\d?54\d\d|64\d\d|\*):[\w.*-]{1,63}:[\w.*@-]{1,63}:)(?![0-9a-f]{1,4}:)([^\s"'\0•]+)/g
/** A user's name that is long, or not of words, is a token: `https://TOKEN@github.com`. */
const USER_CHARS = 20
const SHORT_TOKEN = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}$/

function coverUserInfo(
  _: string,
  head: string,
  user: string,
  password: string | undefined,
): string {
  const shownUser = isToken(user) || password === 'x-oauth-basic' ? MASK : user
  return password === undefined
    ? `${head}${shownUser}@`
    : `${head}${shownUser}:${password === '' ? '' : MASK}@`
}

function isToken(user: string): boolean {
  if (user.length >= USER_CHARS && /\d/.test(user)) return true
  return SHORT_TOKEN.test(user) || isRandom(user)
}

const SHAPES: readonly Shape[] = [
  { name: 'url-userinfo', cover: (text) => text.replace(USER_INFO, coverUserInfo) },
  onlyIf(/:\/\//, shape('url-userinfo', CUT, `$1${MASK}`)),
  onlyIf(/%40|@/, shape('url-userinfo', ENCODED, `$1${MASK}`)),
  onlyIf(/@/, shape('url-userinfo', NO_SCHEME, `$1${MASK}$3`)),
  onlyIf(/:(?:\d?54\d\d|64\d\d|\*):/, shape('pgpass', PGPASS, `$1${MASK}`)),
  // Go's MySQL driver: `user:password@tcp(db1:3306)/shop`.
  shape('dsn', /(:)([^\s:@/"'\0]{1,256})(@(?:tcp|unix)\d?\()/g, `$1${MASK}$3`),
  // Oracle: `jdbc:oracle:thin:scott/tiger@db1`.
  shape('dsn-oracle', /(:thin:[\w$#]{1,64}\/)([^\s@"'\0]{1,256})(@)/g, `$1${MASK}$3`),
  // A pre-signed address carries its leave with it; so do upload and file addresses of Slack.
  shape(
    'signed-url',
    /([?&;](?:sig|signature|x-amz-signature|x-amz-credential|x-goog-signature|key|api_?key|hmac|assertion|samlresponse|code_verifier|[\w-]{1,32}_key)=)[^\s&"'<>\0•]{8,}/gi,
    `$1${MASK}`,
  ),
  // What a browser carries back from a sign-in: `code=404` is an answer's number.
  shape(
    'signed-url',
    /([?&;#](?:code|state|ticket|st|otp|nonce|passkey|invite|jwt|sid|session)=)(?=[^\s&"'<>\0]{0,64}\d)(?=[\d._-]{0,64}[A-Za-z])[^\s&"'<>\0•]{8,}/gi,
    `$1${MASK}`,
  ),
  // Links by which a password is set anew.
  shape(
    'signed-url',
    /(\/(?:reset|reset[_-]password|password[_-]reset|password\/reset|confirm|magic|invite|unsubscribe)\/)(?=[^\s/?"'\0]{0,64}\d)[A-Za-z0-9_-]{16,}/gi,
    `$1${MASK}`,
  ),
  shape('slack-file', /(files\.slack(?:-gov)?\.com\/)[^\s"'<>\\\0•]+/g, `$1${MASK}`),
]

const MARKS =
  ':// :\\/ #a% #f% thi ?si ?ke amz goo lac ?co #co #st ?st ?ti ?ot ?no ?pa ?in ?jw ?se ?ap ?hm ?as ?sa key et/ rd/ rm/ ic/ te/ be/ :*: *:*'
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz#']
/** `x@proxy:3128`, `x@(db:3306)`, `x@/shop`. */
const BEFORE_HOST = LETTERS.flatMap((letter) => [
  `@(${letter}`,
  `@/${letter}`,
  ...LETTERS.map((next) => `@${letter}${next}`),
  ...[...'.-:'].map((next) => `@${letter}${next}`),
])
const AFTER_PORT = [...LETTERS, '*'].map((letter) => `#:${letter}`)

export const URLS: Family = {
  shapes: SHAPES,
  marks: [...MARKS.split(' '), ...BEFORE_HOST, ...AFTER_PORT],
}
