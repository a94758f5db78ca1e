/** Secrets in addresses: user info of URLs, and the forms of drivers that are no URL. */
import { isRandom } from './random.ts'
import { type Family, MASK, type Shape, shape } from './shape.ts'

/** `user:password@` behind `://`. The last at sign before the path ends it: passwords hold some. */
const USER_INFO = /:\/\/([^\s/:@"'<>\0]{0,256})(?::([^\s/"'<>\0]{0,1024}))?@/g
/** A user's name that is long, or not of words, is a token: `https://TOKEN@github.com`. */
const USER_CHARS = 20
const SHORT_TOKEN = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}$/

function coverUserInfo(_: string, user: string, password: string | undefined): string {
  const shownUser = isToken(user) ? MASK : user
  return password === undefined
    ? `://${shownUser}@`
    : `://${shownUser}:${password === '' ? '' : MASK}@`
}

function isToken(user: string): boolean {
  if (user.length >= USER_CHARS && /\d/.test(user)) return true
  return SHORT_TOKEN.test(user) || isRandom(user)
}

const SHAPES: readonly Shape[] = [
  { name: 'url-userinfo', cover: (text) => text.replace(USER_INFO, coverUserInfo) },
  // Go's MySQL driver: `user:password@tcp(db1:3306)/shop`.
  shape('dsn', /(:)([^\s:@/"'\0]{1,256})(@(?:tcp|unix)\d?\()/g, `$1${MASK}$3`),
  // Oracle: `jdbc:oracle:thin:scott/tiger@db1`.
  shape('dsn-oracle', /(:thin:[\w$#]{1,64}\/)([^\s@"'\0]{1,256})(@)/g, `$1${MASK}$3`),
  // A pre-signed address carries its leave with it; so do upload and file addresses of Slack.
  shape(
    'signed-url',
    /([?&;](?:sig|signature|x-amz-signature|x-amz-credential|x-goog-signature|key)=)[^\s&"'<>\0]{8,}/gi,
    `$1${MASK}`,
  ),
  shape('slack-file', /(files\.slack(?:-gov)?\.com\/)[^\s"'<>\\\0•]+/g, `$1${MASK}`),
]

export const URLS: Family = {
  shapes: SHAPES,
  marks: ['://', '@tc', '@un', 'thi', '?si', '?ke', 'amz', 'goo', 'lac'],
}
