/** What is kept of a core file is read back as it was written; a capture's text may be anybody's. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CoreFile } from '../../../src/domain/core.ts'
import { unreadCore } from '../../../src/domain/core.ts'
import { coreFile, coreText } from '../../../src/parsers/core/coreFile.ts'

const CORE: CoreFile = {
  path: '/var/tmp/core.4242',
  sizeBytes: 417_123_456,
  writtenAtMs: 1_764_158_400_000,
  pid: 4242,
  program: '/usr/lib/postgresql/15/bin/postgres',
  title: 'postgres: app shop [local] idle',
  signal: 11,
  threads: 1,
  cut: false,
}

describe('core/file', () => {
  test.each([
    ['all is known', CORE],
    ['nothing was read', unreadCore('/var/tmp/core.4242')],
  ])('is read back where %s', (_, of) => {
    expect(coreFile.parse(coreText(of), { cut: false })).toEqual({ value: of, losses: [] })
  })

  test('a core that was cut is a loss', () => {
    const parsed = coreFile.parse(coreText({ ...CORE, cut: true }), { cut: false })
    expect(parsed).toMatchObject({
      value: { cut: true },
      losses: [{ code: 'cut', source: 'core/file' }],
    })
  })

  test('a path that no person could have named is no core', () => {
    for (const path of ['/proc/kmsg', '/tmp/$(id)', 'core', ''])
      expect(coreFile.parse(coreText({ ...CORE, path }), { cut: false })).toHaveProperty('error')
  })

  test('any values give a core or an error', () => {
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(CORE)), fc.jsonValue())
    fc.assert(
      fc.property(fields, fc.boolean(), (of, cut) => {
        const text = JSON.stringify({ kind: 'memcheck-core', version: 1, ...CORE, ...of })
        const parsed = coreFile.parse(text, { cut })
        if ('error' in parsed) return
        expect(coreFile.parse(coreText(parsed.value), { cut: false })).toMatchObject({
          value: parsed.value,
        })
      }),
    )
  })
})
