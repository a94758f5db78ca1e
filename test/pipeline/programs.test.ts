/** What each program of a host holds, from its process table. */
import { expect, test } from 'vitest'
import { FORMATS } from '../../src/parsers/index.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'
import { programsOf } from '../../src/pipeline/programs.ts'
import { framesOf } from '../hosts/load.ts'

const KIB = 1024

const TABLE = [
  '1/stat:1 (systemd) S 0 1 1 0 -1 4194560 0 0 0 0 1 1 0 0 20 0 1 0 10 900000 225 18446744073709551615 1 1 0 0',
  '1/status:VmRSS:\t   900 kB',
  '1/status:RssAnon:\t   300 kB',
  '1/status:VmSwap:\t   20 kB',
  ...[812, 813].flatMap((pid) => [
    `${pid}/stat:${pid} (postgres) S 1 812 812 0 -1 4194560 0 0 0 0 12 8 0 0 20 0 1 0 2210 221184000 3300 18446744073709551615 1 1 0 0`,
    `${pid}/status:VmRSS:\t   13200 kB`,
    `${pid}/status:RssAnon:\t   2048 kB`,
    `${pid}/status:VmSwap:\t   4 kB`,
  ]),
  '900/stat:900 (gone) Z 1 812 812 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 2210 0 0 18446744073709551615 0 0 0 0',
  '',
].join('\n')

const MEMINFO = 'MemTotal: 1000 kB\nMemAvailable: 400 kB\nSwapTotal: 100 kB\nSwapFree: 30 kB\n'

function evidenceOf(texts: Readonly<Record<string, string>>) {
  const [any] = framesOf('healthy')
  if (any === undefined) throw new Error('no frame')
  const frames = Object.entries(texts).map(([source, text], seq) => ({
    ...any,
    seq,
    source,
    reading: 1 as const,
    pid: null,
    raw: { kind: 'ok' as const, text, cut: null },
  }))
  return parseFrames(frames, FORMATS)
}

test('programs by role or name, a zombie hides nothing, and the total is what is in use and swapped out', () => {
  const evidence = evidenceOf({
    'proc/processes': TABLE,
    'proc/first-args':
      '812/cmdline:postgres: checkpointer\u0000813/cmdline:postgres: checkpointer\u0000',
    'proc/meminfo': MEMINFO,
  })
  const of = programsOf(evidence)
  expect(of).toMatchObject({ complete: true, totalBytes: 670 * KIB })
  expect(of?.parts.toSorted((a, b) => b.bytes - a.bytes).slice(0, 2)).toEqual([
    { path: [expect.stringContaining('postgres')], bytes: 2 * 2052 * KIB, count: 2 },
    { path: ['systemd'], bytes: 320 * KIB, count: 1 },
  ])
})

test('without the table or the arguments there is nothing to compare', () => {
  expect(programsOf(evidenceOf({ 'proc/processes': TABLE }))).toBeNull()
  expect(programsOf(evidenceOf({ 'proc/meminfo': MEMINFO }))).toBeNull()
})
