/**
 * Secrets that nobody else has: 200 in 20 shapes, the same in every run. Put together here piece by piece, so that no
 * scanner takes this file for a leak. `text` is what stands in a command line; `secret` is what must be found nowhere.
 */
import { createHash } from 'node:crypto'

export interface Canary {
  readonly shape: string
  readonly text: string
  /** Each of them alone is a leak. */
  readonly secrets: readonly string[]
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = UPPER.toLowerCase()
const DIGITS = '0123456789'
const BASE62 = `${UPPER}${LOWER}${DIGITS}`
const HEX = '0123456789abcdef'

/** Letters out of an alphabet, told by a seed alone. */
function letters(seed: string, alphabet: string, count: number): string {
  let out = ''
  for (let block = 0; out.length < count; block += 1)
    for (const byte of createHash('sha512').update(`canary ${seed} ${block}`).digest())
      out += alphabet[byte % alphabet.length] ?? ''
  return out.slice(0, count)
}

/** A word that a person might choose, and that is found by nothing but its name. */
const word = (seed: string): string => `canary${letters(seed, LOWER + DIGITS, 9)}`

function card(seed: string): string {
  const body = `4${letters(seed, DIGITS, 14)}`
  for (let check = 0; check < 10; check += 1)
    if (luhn(`${body}${check}`) % 10 === 0) return `${body}${check}`
  return body
}

function luhn(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, i) => {
    const twice = Number(digit) * 2
    return sum + (i % 2 === 0 ? Number(digit) : twice > 9 ? twice - 9 : twice)
  }, 0)
}

type Made = (seed: string, i: number) => Canary | Omit<Canary, 'shape'>

const one = (secret: string, text: (secret: string) => string) => ({
  secrets: [secret],
  text: text(secret),
})

const pick = (i: number, ...forms: readonly ((secret: string) => string)[]) =>
  forms[i % forms.length] ?? ((secret: string) => secret)

/** Twenty shapes; `i` varies the spelling. */
export const SHAPES: Readonly<Record<string, Made>> = {
  'password=': (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `password=${s}`,
        (s) => `DB_PASS='${s}'`,
        (s) => `"dbPassword": "${s}"`,
        (s) => `PGPASSWORD=${s}`,
        (s) => `spring.datasource.password: ${s}`,
      ),
    ),
  '--flag': (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `--password ${s}`,
        (s) => `--client-secret=${s}`,
        (s) => `--token ${s}`,
        (s) => `--api-key "${s}"`,
        (s) => `-passphrase ${s}`,
      ),
    ),
  'program flag': (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `mysql -u root -p${s} shop`,
        (s) => `curl -u bob:${s} http://h/`,
        (s) => `redis-cli -a ${s} ping`,
        (s) => `sshpass -p ${s} ssh h`,
        (s) => `ldapsearch -x -w ${s}`,
      ),
    ),
  'url userinfo': (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `postgres://app:${s}@db1/shop`,
        (s) => `amqp://app:${s}@mq:5672/`,
        (s) => `mongodb+srv://a:${s}@m1,m2/x`,
        (s) => `redis://:${s}@r:6379/0`,
      ),
    ),
  'url token': (seed) => one(letters(seed, BASE62, 28), (s) => `https://${s}@git.example/x.git`),
  'connection string': (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `host=db1 user=app password='${s}' dbname=x`,
        (s) => `Server=db1;Uid=app;Pwd=${s};`,
        (s) => `jdbc:postgresql://db1/x?user=a&password=${s}`,
        (s) => `app:${s}@tcp(db1:3306)/x`,
      ),
    ),
  authorization: (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `Authorization: Bearer ${s}`,
        (s) => `authorization: Basic ${s}==`,
        (s) => `"Authorization": "Token ${s}"`,
        (s) => `Proxy-Authorization: ApiKey ${s}`,
        (s) => `Authorization: Digest username="a", response="${s}"`,
      ),
    ),
  cookie: (seed, i) =>
    one(
      word(seed),
      pick(
        i,
        (s) => `Cookie: theme=dark; sid=${s}`,
        (s) => `Set-Cookie: sid=${s}; HttpOnly`,
        (s) => `JSESSIONID=${s}`,
        (s) => `sessionid=${s}`,
      ),
    ),
  jwt: (seed) => {
    const body = letters(seed, BASE62, 40)
    return {
      secrets: [body, letters(`${seed}s`, BASE62, 40)],
      text: `eyJhbGciOiJIUzI1NiJ9.eyJ${body}.${letters(`${seed}s`, BASE62, 40)}`,
    }
  },
  pem: (seed, i) => {
    const lines = [0, 1, 2].map((at) => letters(`${seed}${at}`, `${BASE62}+/`, at === 2 ? 37 : 64))
    const glue = ['\n', '\\n', ' '][i % 3] ?? '\n'
    const kind = ['RSA ', '', 'EC ', 'OPENSSH '][i % 4]
    const end = i % 5 === 4 ? [] : [`-----END ${kind}PRIVATE KEY-----`]
    return {
      secrets: lines,
      text: [`-----BEGIN ${kind}PRIVATE KEY-----`, ...lines, ...end].join(glue),
    }
  },
  aws: (seed) => {
    const [id, key] = [
      `AKIA${letters(seed, `${UPPER}${DIGITS}`, 16)}`,
      letters(`${seed}k`, `${BASE62}/+`, 40),
    ]
    return { secrets: [id, key], text: `AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${key}` }
  },
  gcp: (seed) => one(letters(seed, BASE62, 35), (s) => `AIza${s}`),
  azure: (seed, i) =>
    one(
      letters(seed, `${BASE62}+/`, 86),
      pick(
        i,
        (s) => `AccountName=a;AccountKey=${s}==;EndpointSuffix=x`,
        (s) => `https://a.blob.example/c?sv=1&sig=${s}`,
      ),
    ),
  git: (seed, i) =>
    one(
      letters(seed, BASE62, 36),
      pick(
        i,
        (s) => `ghp_${s}`,
        (s) => `github_pat_${s}`,
        (s) => `glpat-${s}`,
      ),
    ),
  slack: (seed, i) =>
    one(
      letters(seed, BASE62, 24),
      pick(
        i,
        (s) => `xoxb-12345-67890-${s}`,
        (s) => `xapp-1-A0-9-${s}`,
        (s) => `https://hooks.slack.com/services/T0/B0/${s}`,
        (s) => `https://hooks.slack.com/actions/T0/9/${s}`,
      ),
    ),
  vendor: (seed, i) =>
    one(
      letters(seed, BASE62, 36),
      pick(
        i,
        (s) => `sk_live_${s}`,
        (s) => `npm_${s}`,
        (s) => `pypi-${s}`,
        (s) => `SG.${s}.${s}`,
        (s) => `sk-proj-${s}`,
        (s) => `hvs.${s}`,
        (s) => `SK${letters(s, HEX, 32)}`,
        (s) => `AGE-SECRET-KEY-1${s.toUpperCase()}`,
      ),
    ),
  card: (seed) => one(card(seed), (s) => `pan ${s}`),
  mail: (seed) => one(`${word(seed)}@mail.example.org`, (s) => `mailto ${s}`),
  hash: (seed, i) =>
    one(
      letters(seed, i % 3 === 1 ? HEX : BASE62, i % 3 === 1 ? 32 : 44),
      pick(
        i,
        (s) => `SCRAM-SHA-256$4096:${s}$${s}:${s}`,
        (s) => `md5${s}`,
        (s) => `$2b$12$${s}`,
      ),
    ),
  random: (seed, i) =>
    one(letters(seed, i % 2 === 0 ? BASE62 : `${BASE62}-_`, 32 + i), (s) => `opaque ${s}`),
}

export const CANARIES: readonly Canary[] = Object.entries(SHAPES).flatMap(([shape, made]) =>
  Array.from({ length: 10 }, (_, i) => {
    const { text, secrets } = made(`${shape} ${i}`, i)
    return { shape, text, secrets: i % 8 === 6 && shape === 'vendor' ? [text] : secrets }
  }),
)
