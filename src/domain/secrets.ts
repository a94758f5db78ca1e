/**
 * Masking, applied at the collect boundary: store, log, chat and replay see the masked form alone. Which rule a text is
 * given is said by its source (domain/source.ts); docs/masking.md tells what each covers and what stays readable.
 *
 * Stays as it is, because it is what memory is explained by: paths, object names and numbers; addresses and sizes; OIDs
 * and what is built of them (`base/16392`); UUIDs and hex of any length (builds, commits, images, containers, machines);
 * names of pods, units, slices and pools; symbols, classes and versions; times.
 */

import { MASK, placesOf } from './masking/shape.ts'
import { cover, mayHold, type Tally } from './masking/shapes.ts'
import { maskLiterals, maskStatements, maskTabbed, maskWhole } from './masking/statements.ts'
import type { MaskRule } from './source.ts'

export { MASK }

/** Masks what a source's rule says. Total, and a second pass changes nothing. `tally` hears of what each shape covered. */
export function mask(text: string, rule: MaskRule, tally?: Tally): string {
  switch (rule) {
    case 'none':
      return text
    case 'names':
      return cover(text, 'names', tally)
    case 'paths':
      return maskPaths(text, tally)
    case 'args':
      return cover(text, 'text', tally)
    case 'statements':
      // Values first: a string that goes on in the next line would lose its end to what knows one line alone.
      return cover(told(text, maskLiterals, tally), 'text', tally)
    case 'idents':
      return told(cover(text, 'names', tally), maskContexts, tally)
    case 'tabbed-statements':
      return cover(told(text, maskTabbed, tally), 'text', tally)
    case 'environ':
      return told(text, maskEnviron, tally)
  }
}

/** Masks secrets in any running text: argument lines, log lines, what a person typed. */
export function maskText(text: string): string {
  return cover(text, 'text')
}

/** Masks secrets in a name that somebody chose: of a file, a group, a program. What is merely random stays. */
export function maskName(name: string): string {
  return cover(name, 'paths')
}

/** Masks the values in one statement, or in whatever text of a person tells a context, a plan or a portal from others. */
export function maskIdent(ident: string): string {
  return maskWhole(maskText(ident))
}

/** What a rule does beyond the shapes, told as values. */
function told(text: string, values: (text: string) => string, tally: Tally | undefined): string {
  const out = values(text)
  if (tally !== undefined && out !== text) tally('value', placesOf(text, out))
  return out
}

function maskEnviron(text: string): string {
  return text.replace(/^([^=\0]*=)[^\0]*/, `$1${MASK}`).replace(/(\0[^=\0]*=)[^\0]*/g, `$1${MASK}`)
}

/** Tables of the kernel that end with a path, and name the same one many times: numbers before it are not looked at. */
const PATH = /[/[][^\n]*/g

function maskPaths(text: string, tally: Tally | undefined): string {
  if (!mayHold(text, 'paths')) return text
  const known = new Map<string, string>()
  return text.replace(PATH, (path) => {
    const before = known.get(path)
    if (before !== undefined) return before
    const masked = cover(path, 'paths', tally)
    known.set(path, masked)
    return masked
  })
}

function maskContexts(text: string): string {
  return maskStatements(
    text.replace(IDENT, (_, before: string, ident: string) => maskIdentOf(before, ident)),
  )
}

/**
 * What tells a MemoryContext from others of its name stands behind its figures: a query, a relation, a function. Names
 * before them are the server's own: `pg_authid_rolname_index: 1024` is no secret.
 */
const IDENT = /^([^\n]*?\d used: ?)([^\n]+)/gm
/** csvlog and jsonlog end a message with a quote that is not doubled nor escaped. */
const RECORD_LINE = /^(?:\{|\d{4}-\d\d-\d\d [^,\n]{8,30},)/
const IN_RECORD = /^(?:[^"\\]|""|\\.)*/

function maskIdentOf(before: string, ident: string): string {
  if (!RECORD_LINE.test(before)) return before + maskIdent(ident)
  const inside = IN_RECORD.exec(ident)?.[0] ?? ''
  return before + maskIdent(inside) + ident.slice(inside.length)
}
