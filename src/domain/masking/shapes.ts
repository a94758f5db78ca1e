/**
 * All shapes of secrets, in the order in which they are covered, and the one look that passes over texts without any.
 *
 * The order matters: a key before the words of base64 in it, a header's token with its scheme before names see only the
 * scheme, addresses before mail (`user:password@host.example`), what is known before what is merely random.
 */
import { HASH_HINT, HASHES } from './hashes.ts'
import { HEADER_HINT, HEADERS } from './headers.ts'
import { NAMED_HINT, NAMED_VALUES } from './named.ts'
import { PEM, PEM_HINT } from './pem.ts'
import { CARDS, MAIL } from './people.ts'
import { PROGRAM_FLAGS, PROGRAM_HINT } from './programs.ts'
import { RANDOM } from './random.ts'
import { placesOf, type Shape } from './shape.ts'
import { SQL_HINT, SQL_PASSWORDS } from './sqlPasswords.ts'
import { TOKEN_HINT, TOKENS } from './tokens.ts'
import { URL_HINT, URLS } from './urls.ts'

/** What a rule covers. `names` are evidence even where nobody would have chosen them, and numbers beside them are numbers. */
export type Reach = 'names' | 'paths' | 'text'

const KNOWN: readonly Shape[] = [
  PEM,
  ...TOKENS,
  ...HASHES,
  ...URLS,
  ...SQL_PASSWORDS,
  ...HEADERS,
  ...PROGRAM_FLAGS,
  ...NAMED_VALUES,
  MAIL,
]

const OF: Readonly<Record<Reach, readonly Shape[]>> = {
  names: KNOWN,
  paths: [...KNOWN, CARDS],
  text: [...KNOWN, CARDS, RANDOM],
}

/** One look in place of dozens: a dump has a million texts, and nearly none holds a secret. */
const MAY_HOLD = new RegExp(
  [
    PEM_HINT,
    TOKEN_HINT,
    HASH_HINT,
    URL_HINT,
    SQL_HINT,
    HEADER_HINT,
    PROGRAM_HINT,
    NAMED_HINT,
    '@',
  ].join('|'),
  'i',
)
/** Digits for a card, and enough letters in a row for a token. */
const LONG_WORD = /\d{4}[ -]?\d{4,6}[ -]?\d{4,5}|[A-Za-z0-9+/_-]{20}/

/** A cover may uncover the edge of another secret; beyond this many rounds nothing was ever seen to change. */
const MOST_ROUNDS = 4

/** What one shape covered. */
export type Tally = (shape: string, places: number) => void

/** Covers all secrets within reach. Total, and a second time changes nothing. */
export function cover(text: string, reach: Reach, tally?: Tally): string {
  const known = MAY_HOLD.test(text)
  if (!known && (reach === 'names' || !LONG_WORD.test(text))) return text
  const shapes = known ? OF[reach] : OF[reach].slice(KNOWN.length)
  let out = text
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = out
    for (const one of shapes) out = coverOne(out, one, tally)
    if (out === before) break
  }
  return out
}

function coverOne(text: string, one: Shape, tally: Tally | undefined): string {
  const out = one.cover(text)
  if (tally !== undefined && out !== text) tally(one.name, placesOf(text, out))
  return out
}
