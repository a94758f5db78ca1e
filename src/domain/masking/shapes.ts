/**
 * All shapes of secrets, in the order in which they are covered, and the one look that passes over texts without any.
 *
 * The order matters: a key before the words of base64 in it, a header's token with its scheme before names see only the
 * scheme, addresses before mail (`user:password@host.example`), what is known before what is merely random.
 */
import { HASHES } from './hashes.ts'
import { HEADERS } from './headers.ts'
import { PARTED } from './issued.ts'
import { LONG, look, marksOf } from './look.ts'
import { NAMED_VALUES } from './named.ts'
import { PEM } from './pem.ts'
import { CARDS, MAIL } from './people.ts'
import { PROGRAM_FLAGS } from './programs.ts'
import { RANDOM } from './random.ts'
import { type Family, placesOf, type Shape } from './shape.ts'
import { SQL_PASSWORDS } from './sqlPasswords.ts'
import { TOKENS, TWILIO } from './tokens.ts'
import { URLS } from './urls.ts'

/** What a rule covers. `names` are evidence even where nobody would have chosen them, and numbers beside them are numbers. */
export type Reach = 'names' | 'paths' | 'text'

const FAMILIES: readonly Family[] = [
  PEM,
  TOKENS,
  HASHES,
  URLS,
  SQL_PASSWORDS,
  HEADERS,
  PROGRAM_FLAGS,
  NAMED_VALUES,
  MAIL,
]
/** What has no mark but its length, and is looked for last. */
const LONG_SHAPES: Readonly<Record<Reach, readonly Shape[]>> = {
  names: [TWILIO, PARTED],
  paths: [TWILIO, PARTED, CARDS],
  text: [TWILIO, PARTED, CARDS, RANDOM],
}

const MARKS = marksOf(FAMILIES.map(({ marks }) => marks))

/** The shapes that a text may hold, in order. */
function shapesIn(text: string, reach: Reach): readonly Shape[] {
  const bits = look(text, MARKS)
  if (bits === 0) return []
  return [
    ...FAMILIES.flatMap(({ shapes }, at) => ((bits & (LONG << (at + 1))) === 0 ? [] : shapes)),
    ...((bits & LONG) === 0 ? [] : LONG_SHAPES[reach]),
  ]
}

/** Whether anything within reach may be in a text. */
export function mayHold(text: string, reach: Reach): boolean {
  return shapesIn(text, reach).length > 0
}

/** A cover may uncover the edge of another secret; beyond this many rounds nothing was ever seen to change. */
const MOST_ROUNDS = 4

/** What one shape covered. */
export type Tally = (shape: string, places: number) => void

/** Covers all secrets within reach. Total, and a second time changes nothing. */
export function cover(text: string, reach: Reach, tally?: Tally): string {
  let out = text
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = out
    for (const one of shapesIn(out, reach)) out = coverOne(out, one, tally)
    if (out === before) break
  }
  return out
}

function coverOne(text: string, one: Shape, tally: Tally | undefined): string {
  const out = one.cover(text)
  if (tally !== undefined && out !== text) tally(one.name, placesOf(text, out))
  return out
}
