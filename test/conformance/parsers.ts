/** Holds every parser to its contract by running it: on its header's sample, cut at every byte; and its source's form. */
import { describe, expect, test } from 'vitest'
import type { Place } from '../../src/domain/source.ts'
import { FORMATS, SOURCES } from '../../src/parsers/index.ts'
import { CUT, parserFiles, read, realTexts, WHOLE } from '../parsers/helpers.ts'

const FILES = await parserFiles()
const PLAIN_WORD = /^[A-Za-z0-9_./-]+$/

describe('sources', () => {
  test('every format of a file is in the list once, and the list has no other', () => {
    const inFiles = FILES.flatMap(({ sources }) => sources.map((source) => source.id)).sort()
    expect(FORMATS.map((format) => format.id).sort()).toEqual(inFiles)
    expect(new Set(inFiles).size).toBe(inFiles.length)
    expect(inFiles.length).toBeGreaterThan(20)
  })

  test('the host is collected before a process', () => {
    const scopes = SOURCES.map((source) => source.scope)
    expect(scopes.lastIndexOf('host')).toBeLessThan(scopes.indexOf('process'))
  })

  test.each(SOURCES.map((source) => [source.id, source] as const))(
    '%s has plain words only',
    (id, source) => {
      for (const word of [id, ...wordsOf(source.at)]) expect(word).toMatch(PLAIN_WORD)
      // The script puts the pattern between single quotes on one line.
      if (source.at.kind === 'processes') expect(source.at.pattern).toMatch(/^[^'\n\0]+$/)
      const asksPid = wordsOf(source.at).some((word) => word.includes('PID'))
      if (source.at.kind !== 'cgroups') expect(asksPid).toBe(source.scope === 'process')
    },
  )

  test.each(SOURCES.map((source) => [source.id, source] as const))(
    '%s has bounds and an honest price',
    (_, source) => {
      expect(source.limits.bytes).toBeGreaterThan(0)
      expect(source.limits.seconds).toBeGreaterThan(0)
      expect(source.price).not.toBe('pauses')
      expect(source.class).toBe('look')
      if (source.price === 'locks-mm') expect(source.when).not.toBe('always')
      if (source.at.kind === 'file' && source.at.small)
        expect(source.limits.bytes).toBeLessThanOrEqual(65_536)
    },
  )
})

describe('headers', () => {
  test.each(FILES.map((file) => [file.file, file] as const))(
    '%s parses its own sample without loss',
    (_, { sources, sample }) => {
      expect(sources).toHaveLength(1)
      for (const source of sources) expect(read(source, sample, WHOLE).losses).toEqual([])
    },
  )

  test.each(FILES.map((file) => [file.file, file] as const))(
    '%s cut at every byte gives a value or a fault',
    (_, { sources, sample }) => {
      for (const source of sources)
        cutEverywhere(source.id, sample, (text, told) => source.parse(text, told))
    },
  )
})

describe('real texts', () => {
  test.each(
    FORMATS.filter((source) => realTexts(source.id).length > 0).map(
      (source) => [source.id, source] as const,
    ),
  )('%s reads them without loss, and with one when they are cut', (id, source) => {
    for (const text of realTexts(id)) {
      expect(read(source, text, WHOLE).losses).toEqual([])
      const bytes = Buffer.from(text)
      const parsed = source.parse(bytes.subarray(0, bytes.length - 3).toString(), CUT)
      if ('error' in parsed) expect(parsed.error.code).toBe('cut-before-value')
      else expect(parsed.losses.map((loss) => loss.code)).toContain('cut')
    }
  })
})

function wordsOf(at: Place): readonly string[] {
  switch (at.kind) {
    case 'file':
      return [at.path]
    case 'argv':
      return at.argv
    case 'processes':
    case 'cgroups':
      return at.files
    case 'files':
      return at.paths
    case 'tools':
      return at.names
    case 'args':
    case 'open-logs':
    case 'data-dirs':
    case 'held-files':
    case 'kernel-log':
    case 'sysstat':
      return []
  }
}

type Parse = (
  text: string,
  told: { readonly cut: boolean },
) => ReturnType<(typeof SOURCES)[number]['parse']>

/** A cut text must never look whole: it is a fault, or a value with the loss `cut`. */
function cutEverywhere(id: string, sample: string, parse: Parse): void {
  const bytes = Buffer.from(sample)
  for (let at = 0; at <= bytes.length; at += 1) {
    const text = bytes.subarray(0, at).toString()
    const cut = parse(text, CUT)
    if ('error' in cut) expect(cut.error).toMatchObject({ source: id, code: 'cut-before-value' })
    else expect(cut.losses.map((loss) => loss.code)).toContain('cut')
    const whole = parse(text, WHOLE)
    if ('error' in whole) expect(whole.error.source).toBe(id)
  }
}
