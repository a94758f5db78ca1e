/** Cores are walked by ranges, not read as text; what gives no tree is refused in words. */
import { describe, expect, test } from 'vitest'
import type { WalkedContexts } from '../../../src/domain/contexts.ts'
import { UserError } from '../../../src/domain/errors.ts'
import type { Files } from '../../../src/domain/ports.ts'
import { type Part, readBytes, readPaths, unreadable } from '../../../src/pipeline/readFile.ts'
import type { Brought } from '../../../src/pipeline/reading/parts.ts'
import { HEAP_BYTES, PROGRAM } from '../../memory/image.ts'
import { core, expected, HEAP_OFFSET, program, TOTAL_BYTES } from '../../memory/postgresCore.ts'
import { fixture } from '../../parsers/helpers.ts'
import { answer, codes, file, filesOf, HOUSE, kinds } from './house.ts'

/** What `read core.4242` answers, with these other files on the machine. */
async function readCore(bytes: Uint8Array, beside: readonly Brought[], files = filesOf) {
  const all = files([file('core.4242', bytes), ...beside])
  const done = await readPaths(HOUSE, all, ['core.4242'], null, 'en')
  const { parts } = done.json as { parts: readonly Part[] }
  return { exit: done.exit, parts, text: JSON.stringify(done.message) }
}

const beside = [file(PROGRAM, program)]

describe('a core of PostgreSQL', () => {
  test('gives its tree, masked, judged and as a table', async () => {
    const of = await readCore(core(), beside)
    expect(kinds(of)).toEqual(['memory/contexts'])
    expect(codes(of)).toContain('info contexts.held')
    const [part] = of.parts
    expect(part?.losses).toEqual([])
    expect(part?.value).toMatchObject({ pid: 4242, way: 'local', tries: 1, complete: true })
    const { contexts } = (part?.value ?? { contexts: [] }) as Pick<WalkedContexts, 'contexts'>
    expect(contexts.map(({ totalBytes }) => totalBytes)).toEqual(
      expected.map(({ totalBytes }) => totalBytes),
    )
    expect(contexts[1]?.ident).toBe("select * from t where c = '••••'")
    expect(of.text).toContain('["total","')
    expect(of.text).toContain('["CachedPlanSource","')
  })

  test('is never read through: only its first bytes come as a stream', async () => {
    const streamed: string[] = []
    await readCore(core(), beside, (brought): Files => {
      const files = filesOf(brought)
      return {
        ...files,
        async *chunks(path) {
          for await (const chunk of files.chunks(path)) {
            streamed.push(path)
            yield chunk
          }
        },
      }
    })
    expect(streamed).toEqual(['core.4242'])
  })

  test('that was cut gives what is left of it, with a loss', async () => {
    const of = await readCore(core().subarray(0, HEAP_OFFSET + HEAP_BYTES / 2), beside)
    expect(of.parts[0]?.losses).toMatchObject([{ code: 'cut' }])
    expect(codes(of)).toContain('info contexts.held')
  })

  test('among other files is one part of them', async () => {
    const files = filesOf([
      file('core.4242', core()),
      file('meminfo', fixture('proc/meminfo-6.1.txt')),
      ...beside,
    ])
    const done = await readPaths(HOUSE, files, ['core.4242', 'meminfo'], null, 'en')
    const { parts } = done.json as { parts: readonly Part[] }
    expect(parts.map(({ kind }) => kind)).toEqual(['memory/contexts', 'proc/meminfo'])
  })
})

describe('refused', () => {
  const other = Uint8Array.from(program)
  other[0x200] = 77
  const changed = (change: (bytes: Uint8Array) => void): Uint8Array => {
    const bytes = core()
    change(bytes)
    return bytes
  }
  test.each([
    [
      'of another program',
      core({ path: '/usr/sbin/nginx' }),
      [],
      'core-not-postgres',
      '/usr/sbin/nginx',
    ],
    ['whose program is not here', core(), [], 'core-no-program', PROGRAM],
    [
      'whose program was replaced as it ran',
      core({ path: `${PROGRAM} (deleted)` }),
      beside,
      'core-no-program',
      PROGRAM,
    ],
    [
      'whose program is another build here',
      core(),
      [file(PROGRAM, other)],
      'core-no-program',
      PROGRAM,
    ],
    [
      'that was cut before its heap',
      core().subarray(0, HEAP_OFFSET),
      beside,
      'core-cut',
      'ulimit -c',
    ],
    ['of arm64', changed((bytes) => bytes.set([183], 18)), beside, 'core-architecture', 'x86-64'],
    [
      'of a big-endian machine',
      changed((bytes) => bytes.set([2], 5)),
      beside,
      'core-architecture',
      'x86-64',
    ],
    ['with an empty heap', core({ heap: false }), beside, 'core-unknown-layout', 'layout'],
    [
      'with no segments',
      changed((bytes) => bytes.set([0, 0], 56)),
      beside,
      'core-damaged',
      'damaged',
    ],
  ] as const)('%s: %#', async (_, bytes, machine, code, word) => {
    const error: unknown = await readCore(bytes, machine).catch((cause: unknown) => cause)
    if (!(error instanceof UserError)) throw new Error('it was not refused', { cause: error })
    expect(error.code).toBe(code)
    expect(JSON.stringify(unreadable(error, 'en').message)).toContain(word)
  })

  test('a core that arrives as bytes is refused by its kind', async () => {
    const shared = readBytes(HOUSE, file('core.4242', core()), null, 'en')
    await expect(shared).rejects.toMatchObject({
      code: 'file-not-recognised',
      params: { looksLike: 'an ELF file (program, library or core)' },
    })
  })

  test('a program is no core', async () => {
    await expect(answer(file('postgres', program))).rejects.toMatchObject({
      code: 'file-not-recognised',
    })
  })
})

test('the sum of all rows is what the server would print', async () => {
  const of = await readCore(core(), beside)
  expect(of.parts[0]?.findings[0]?.numbers).toMatchObject({ totalBytes: TOTAL_BYTES })
})
