/**
 * Prefixes by which issuers mark their tokens, as they publish them for scanners. What stands behind many of them is hex or
 * lower case, which without them stays readable.
 */
import { MASK, type Shape, shape } from './shape.ts'

const LEAST_CHARS = 16

const PREFIXES = words(`
  amzn.mws. glimt- glagent- glffct- GR1348941 xwfp- xoxd- sk_org_live_ sk_org_test_  dckr_oat_ gsk_ xai- pplx- lsv2_pt_
  lsv2_sk_ sntrys_ sntryu_ sntryi_ ntn_ figd_ figo_ ATBB ATCTT3 HRKU- nfp_ fo1_ rnd_ sbp_ sb_secret_ pscale_tkn_ pscale_pw_
  pscale_oauth_ pul- glc_ NRII- NRRA- NRSP- NRJS- dt0c01. sqp_ squ_ sqa_ oy2 rubygems_ CLOJARS_ PMAK- rdme_ duffel_live_ duffel_test_
  EZAK EZTK FLWSECK- FLWSECK_TEST- fio-u- sq0csp- sq0atp- sq0idp- access_token$production$ access_token$sandbox$ access-production-
  access-sandbox- access-development- CFPAT- tfp_ pnu_ pnb_ tk-us- xkeysib- xsmtpsib- shippo_live_ shippo_test_ AKID LTAI AQVN tskey-
  ico- bkua_ CCIPAT_ CCIPRJ_ essu_ ory_at_ ory_rt_ ory_st_ napi_  lin_oauth_ phx_ r8_ e2b_ dp.pt. dp.st. dp.ct. dp.sa. dp.scim.
  dp.audit. v1.local. v2.local. v3.local. v4.local. v2.public. v4.public. sgp_ slk_ tvly- cal_live_ rpa_ vcp_ cfut_ cfat_ snyk_uat.
  rzp_live_ rzp_test_ live_sk_ a9_ fw_ t1. sl. s. CFPAT_
`)
/** With all signs of base64. */
const BASE64_PREFIXES = words(
  'ABSK fm2_ AKCp cmVmdGtu gAAAAAB MDAxY2xvY2F0aW9u LS0tLS1CRUdJTi ops_eyJ 1//0',
)
/** Words that begin names too. */
const LONGER =
  /(?<![A-Za-z0-9])(?:secret_[A-Za-z0-9]{43}|sess_[a-z0-9,-]{22,}|mfa\.[\w-]{80,}|EAA[A-Z][A-Za-z0-9_-]{40,}|A{20,}[A-Za-z0-9%]{40,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,})/g

const either = (prefixes: readonly string[]): string =>
  prefixes.map((prefix) => prefix.replace(/[.$/]/g, String.raw`\$&`)).join('|')
/** A figure in it, or it is a name made of words. */
const issued = (prefixes: readonly string[], letter: string): RegExp =>
  new RegExp(
    `(?<![A-Za-z0-9_.-])(?:${either(prefixes)})(?=${letter}{0,32}\\d)${letter}{${LEAST_CHARS},}`,
    'g',
  )

export const ISSUED_SHAPES: readonly Shape[] = [
  shape('issued-token', issued(PREFIXES, String.raw`[\w.~$%=-]`)),
  shape('issued-token', issued(BASE64_PREFIXES, String.raw`[\w+/=.-]`)),
  shape('issued-token', LONGER),
  // Whoever has one of these can post.
  shape(
    'webhook',
    /((?:discord(?:app)?\.com\/api\/webhooks\/\d{1,20}|webhook\.office\.com\/webhookb2|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook)\/)[^\s"'<>\\\0•]{8,}/g,
    `$1${MASK}`,
  ),
  shape(
    'ansible-vault',
    /(\$ANSIBLE_VAULT;[\w.;]{1,40}(?:\s|\\n){1,8})[0-9a-f]{16,}(?:(?:\s|\\n){1,16}[0-9a-f]{2,})*/g,
    `$1${MASK}`,
  ),
  // Azure gives its secrets a mark in the fifth letter.
  shape('azure-secret', /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g),
]

/** The end of each prefix, and of the others what none is without. */
export const ISSUED_MARKS: readonly string[] = [
  ...[...PREFIXES, ...BASE64_PREFIXES].map(markOf),
  ...words('et_ ss_ fa. eaa aaa sv# ook bhk kb# #q~ ible _va'),
].map((mark) => mark.slice(-3))

/** Known by their length and their parts alone: looked for with random words. */
const PARTS = [
  'key-[0-9a-f]{32}',
  'api_org_[A-Za-z]{34}',
  'npg_[A-Za-z0-9]{12}',
  'live_[0-9a-f]{30,}',
  '[0-9a-f]{32}-us\\d{1,2}',
  'key_[0-9a-f]{64}',
  '[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}',
  'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}',
  'v1\\.0-[0-9a-f]{24}-[0-9a-f]{64,}',
  'A3-[A-Z0-9]{6}-[A-Z0-9]{6}(?:-[A-Z0-9]{5}){3,4}',
  '\\d\\/\\d{16}:[0-9a-f]{32}',
  'S[UAOCNX][A-Z2-7]{56}',
  'K10[0-9a-f]{64}::\\w{1,32}:[0-9a-f]{32,}',
  '[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,}',
]
export const PARTED = shape(
  'issued-token',
  new RegExp(`(?<![A-Za-z0-9_.-])(?:${PARTS.join('|')})(?![A-Za-z0-9])`, 'g'),
)

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** Two letters with whatever stands before them, where a prefix has no more. */
function markOf(prefix: string): string {
  return prefix.length < 3 ? ` ${prefix}`.slice(-3) : prefix.slice(-3)
}
