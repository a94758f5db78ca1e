/** Kinds that a text comes near to, for the words that say it is none of them. Pure. */
import type { AnyFormat } from '../../domain/source.ts'
import { hintOf } from './names.ts'
import type { Brought } from './parts.ts'
import { cleanText } from './text.ts'

const LINES_LOOKED_AT = 200
const SHOWN = 3
/** Share of the lines that must look like a kind's before it is named as near. */
const NEAR_RATIO = 0.3
const HEAD_BYTES = 64 * 1024

/** Lines of no kind: a sign that takes them says nothing. */
const STRANGE = [
  'The quick brown fox jumps over the lazy dog.',
  'int main(int argc, char **argv) {',
  '  12 of 40 things were seen',
  'Name: value of it',
  'some word 12 34 more',
  '{ "a": 1 }',
  '2001-02-03 04:05:06 INFO started',
]

/** At most three ids, the nearest first: by its lines, or by its name. */
export function nearestKinds(file: Brought, formats: readonly AnyFormat[]): readonly string[] {
  const { text } = cleanText(file.bytes.subarray(0, HEAD_BYTES))
  const lines = text
    .split('\n')
    .slice(0, LINES_LOOKED_AT)
    .filter((line) => line.trim() !== '')
  return formats
    .map(({ id, signs }) => {
      if (signs === null || lines.length === 0) return { id, score: 0 }
      const isLoose = STRANGE.filter((line) => signs.goesOn.test(line)).length > 1
      const like = lines.filter(
        (line) => (!isLoose && signs.goesOn.test(line)) || signs.begins.test(line),
      ).length
      const named = hintOf(file.name, signs.names) ? NEAR_RATIO : 0
      return { id, score: like / lines.length + named }
    })
    .filter(({ score }) => score >= NEAR_RATIO)
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ id }) => id)
}
