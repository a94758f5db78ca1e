/**
 * Tokens that tell by themselves what they are: their issuers gave them a prefix so that scanners find them. None needs
 * a name beside it, and none begins a path, an id or a symbol.
 */
import { ISSUED_MARKS, ISSUED_SHAPES } from './issued.ts'
import { type Family, MASK, type Shape, shape } from './shape.ts'

/** `alg.payload.signature`; a header that a log cut off is long enough to be known by itself. */
const JWT = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*|\beyJ[\w-]{20,}|\beyJ[a-z][\w-]{4,}\.?$/g

const SHAPES: readonly Shape[] = [
  shape('slack-token', /xox[abceoprs](?:\.xox[bp])?-[A-Za-z0-9-]{4,}|xapp-[A-Za-z0-9-]{4,}/g),
  // Whoever has one of these can post as the app: for half an hour (response_url), or for ever (webhooks).
  shape(
    'slack-url',
    /(hooks\.slack(?:-gov)?\.com(?:\/|%2F)(?:commands|actions|services|workflows|triggers)(?:\/|%2F))[^\s"'<>\\\0•]+/g,
    `$1${MASK}`,
  ),
  shape('github', /gh[pousr]_[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{4,}$|github_pat_\w{6,}/g),
  shape('gitlab', /gl(?:pat|ptt|dt|rt|cbt|ft|oas|soat)-[\w-]{16,}(?:\.[\w-]+)*|glpat-[\w-]{4,}$/g),
  shape(
    'aws-key-id',
    /(?<![A-Z0-9])(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])|(?:AKIA|ASIA)[A-Z0-9]{4,15}$)/g,
  ),
  shape('google', /AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}/g),
  shape('stripe', /(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{6,}/g),
  shape('npm', /npm_[A-Za-z0-9]{30,}/g),
  shape('pypi', /pypi-[\w-]{16,}/g),
  shape('sendgrid', /(?<!\w)SG\.[\w-]{16,}\.[\w-]{16,}/g),
  shape('sk-key', /(?<![A-Za-z0-9-])sk-(?:[a-z]{2,8}-){0,2}[\w-]{20,}/g),
  shape('vault', /(?<!\w)hv[sbr]\.[\w-]{20,}/g),
  shape('age', /AGE-SECRET-KEY-1[A-Z0-9]{20,}/g),
  shape(
    'hosting',
    /(?:do[oprt]_v1_|dckr_pat_|shp(?:at|ss|ca|pa)_|hf_|glsa_|lin_api_|NRAK-|dapi|ATATT3)[\w-]{24,}/g,
  ),
  shape('telegram', /(?<![\w:])(?:bot)?\d{8,10}:AA[\w-]{33}/g),
  ...ISSUED_SHAPES,
  shape('jwt', JWT),
]

/** Known by its length alone beside two letters: looked for with random words. */
export const TWILIO = shape('twilio', /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/g)

const MARKS =
  'xox xap lac hp_ ho_ hu_ hs_ hr_ hub glp gld glr glc glf oas gls kia sia bia cca aiz ya# csp k_l k_t whs npm ypi sg. sk- hvs hvb hvr ecr _v# kr_ hpa hps hpc hf_ lsa api nra dap tt# :aa eyj'

export const TOKENS: Family = { shapes: SHAPES, marks: [...MARKS.split(' '), ...ISSUED_MARKS] }
