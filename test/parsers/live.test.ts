/** The kernel under the tests prints what the parsers read: every file of this very process, without loss. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SOURCES } from '../../src/parsers/index.ts'
import { read } from './helpers.ts'

const LIVE = SOURCES.flatMap(({ at, ...source }) => {
  if (at.kind !== 'file') return []
  const path = at.path.replace('PID', String(process.pid))
  return existsSync(path) ? [[path, { ...source, at }] as const] : []
})

describe.skipIf(!existsSync('/proc/self/status'))('live /proc', () => {
  test.each(LIVE)('%s', (path, source) => {
    expect(read(source, readFileSync(path, 'utf8')).losses).toEqual([])
  })
})
