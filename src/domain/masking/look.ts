/**
 * One look at a text in place of fifty: which families of shapes may be in it at all. A dump has a million texts, and
 * nearly none holds a secret.
 *
 * Each family names three letters that none of its secrets is without (`pas` of passwords); all triples of a text are
 * looked up in one table, in one pass (measured: a tenth of what one expression of all names took).
 */

/** Bit of what only its letters tell: numbers of cards, random words. */
export const LONG = 1

/** A letter as a triple sees it: case and which digit it was do not matter. `#` in a mark is any digit. */
const PUNCTUATION = "_-.:/@$*=?{'"
/** Any letter that is not of ASCII, in marks. */
const FOREIGN = 62
const DIGIT = 27
const BITS = 6

const CLASS = new Uint8Array(128)
for (let code = 0; code < 128; code += 1) {
  const letter = String.fromCharCode(code).toLowerCase()
  if (letter >= 'a' && letter <= 'z') CLASS[code] = letter.charCodeAt(0) - 96
  else if ((letter >= '0' && letter <= '9') || letter === '#') CLASS[code] = DIGIT
  else if (letter === '&' || letter === ';') CLASS[code] = classOf('?')
  else CLASS[code] = classOf(letter)
}

function classOf(letter: string): number {
  const at = PUNCTUATION.indexOf(letter)
  return at < 0 ? 0 : DIGIT + 1 + at
}

/** In a mark `é` is any letter that is not of ASCII, and one that has no class stands for all without. */
function classOfMark(letter: string): number {
  const code = letter.charCodeAt(0)
  return code < 128 ? (CLASS[code] ?? 0) : FOREIGN
}

/** Bits of families by triple. */
export type Marks = Int32Array

/** Families in order, each with its marks of three letters: their bits begin behind LONG. */
export function marksOf(families: readonly (readonly string[])[]): Marks {
  const table = new Int32Array(1 << (3 * BITS))
  families.forEach((marks, at) => {
    for (const mark of marks) {
      const key = [...mark].reduce((sum, letter) => (sum << BITS) | classOfMark(letter), 0)
      table[key] = (table[key] ?? 0) | (LONG << (at + 1))
    }
  })
  return table
}

const KEY_MASK = (1 << (3 * BITS)) - 1
/** As random.ts and people.ts want them. */
const PIECE_CHARS = 20
const RUN_CHARS = 32
const CARD_DIGITS = 13

const SPACE = 32
const DASH = 45

/** The bits of all families of which a mark stands in the text, and LONG. Locals only: this runs over every letter read. */
export function look(text: string, marks: Marks): number {
  let bits = 0
  let key = 0
  let [piece, run, upper, digits, groups] = [0, 0, 0, 0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const letter = code < 128 ? (CLASS[code] ?? 0) : FOREIGN
    key = ((key << BITS) | letter) & KEY_MASK
    bits |= marks[key] ?? 0
    if (letter > 0 && letter <= DIGIT) {
      piece += 1
      run += 1
      if (letter === DIGIT) {
        digits += 1
        if (digits >= CARD_DIGITS || groups >= 2) bits |= LONG
      } else {
        digits = 0
        groups = 0
        if (code < 97) upper += 1
      }
      if (piece >= PIECE_CHARS || (run >= RUN_CHARS && upper > 4)) bits |= LONG
      continue
    }
    // Groups of a card's number, and base64 that goes on over its signs.
    const isGap = code === SPACE || code === DASH
    groups = isGap && (digits === 4 || digits === 6) ? groups + 1 : 0
    digits = 0
    piece = 0
    if (code === DASH || code === 43 || code === 47 || code === 95) run += 1
    else {
      run = 0
      upper = 0
    }
  }
  return bits
}
