/** Lines that are far longer than any kernel writes: an expression that backtracks over them would never end. */
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/parsers/index.ts'
import { faultOf } from './helpers.ts'

const CHARS = 200_000
const long = (text: string): string => text.repeat(Math.ceil(CHARS / text.length)).slice(0, CHARS)

const LINES = [
  `a${long(' ')}b`,
  long(' '),
  `${long('a')}!`,
  `${long('1 ')}x`,
  long('always never '),
  long('transparent_hugepage/'),
  `a${long(' : tunables 1')} : slabdata x`,
  long(' '),
  `/${long('\t')}`,
  `12:00:01 ${long('0')}`,
  `# name ${long('<a : ')}`,
  long('OBJ/SLAB CACHE SIZE NAME '),
  `Node 0, zone Normal ${long('1 ')}x`,
]

describe.each(FORMATS)('$id', (format) => {
  test.each(LINES.map((line) => [line.slice(0, 24), line]))('%s...', (_, line) => {
    expect(['empty', 'not-this-format', 'value']).toContain(faultOf(format, `${line}\n`))
    // What a line looks like is asked of every line of a file: it has to be told at once.
    for (const sign of [format.signs?.begins, format.signs?.goesOn])
      expect(sign?.test(line) ?? false).toBeTypeOf('boolean')
  })
})
