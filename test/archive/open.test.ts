/** Archives are opened in memory within bounds; what would lead astray is left out and said. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { archives } from '../../src/archive/open.ts'
import { UserError } from '../../src/domain/errors.ts'
import type { Opened } from '../../src/domain/ports.ts'
import { tar, zip } from './pack.ts'

const { open } = archives()
const TEXT = 'MemTotal: 1 kB\n'

async function opened(bytes: Uint8Array, name = 'a.tgz'): Promise<Opened> {
  const found = await open(name, bytes)
  if (found === null) throw new Error('no archive')
  return found
}

const named = (of: Opened): readonly string[] => of.files.map(({ name }) => name)
const texts = (of: Opened): readonly string[] =>
  of.files.map(({ bytes }) => Buffer.from(bytes).toString())

describe('opened', () => {
  const entries = [
    { name: './proc/meminfo', text: TEXT },
    { name: 'proc/', type: '5' },
    { name: 'var/log/messages.gz', text: gzipSync('log\n') },
  ]
  test.each([
    ['tar', tar(entries)],
    ['tar.gz', gzipSync(tar(entries))],
    ['zip', zip(entries.filter(({ type }) => type === undefined))],
    [
      'zip, stored',
      zip(entries.filter(({ type }) => type === undefined).map((one) => ({ ...one, method: 0 }))),
    ],
  ])('%s', async (_, bytes) => {
    const of = await opened(bytes, 'sos.x')
    expect(named(of)).toEqual(['sos.x/proc/meminfo', 'sos.x/var/log/messages'])
    expect(texts(of)).toEqual([TEXT, 'log\n'])
    expect(of.skipped).toEqual([])
    expect(of.files[0]?.mtimeMs).toBeGreaterThan(0)
  })

  test('one packed file', async () => {
    const of = await opened(gzipSync(TEXT), 'meminfo.gz')
    expect(of.files).toMatchObject([{ name: 'meminfo', cut: false }])
    expect(texts(of)).toEqual([TEXT])
  })

  test('plain text is no archive', async () => {
    expect(await open('x', Buffer.from(TEXT.repeat(100)))).toBeNull()
  })

  test('long names: pax, GNU, and the prefix of ustar', async () => {
    const long = `${'d'.repeat(90)}/${'f'.repeat(90)}`
    const pax = `${`path=${long}`.length + 5} path=${long}\n`
    const of = await opened(
      tar([
        { name: 'x', type: 'x', text: pax },
        { name: 'short', text: 'a' },
        { name: '././@LongLink', type: 'L', text: `${long}2\0` },
        { name: 'short', text: 'b' },
        { name: 'plain', text: 'c' },
      ]),
    )
    expect(named(of)).toEqual([`a.tgz/${long}`, `a.tgz/${long}2`, 'a.tgz/plain'])
  })
})

describe('left out, and said', () => {
  test.each([
    ['/etc/passwd', 'path'],
    ['../../x', 'path'],
    ['a/../../x', 'path'],
    ['C:/x', 'path'],
    ['..\\x', 'path'],
    ['a\u001b[2Jb', 'path'],
  ])('%j by its path, in tar and zip', async (name, why) => {
    for (const bytes of [tar([{ name, text: TEXT }]), zip([{ name, text: TEXT }])]) {
      const of = await opened(bytes)
      expect(of.files).toEqual([])
      expect(of.skipped).toMatchObject([{ why }])
    }
  })

  test.each([
    ['1', 'link'],
    ['2', 'link'],
    ['3', 'device'],
    ['4', 'device'],
    ['6', 'device'],
    ['S', 'sparse'],
  ])('tar type %s', async (type, why) => {
    const of = await opened(tar([{ name: 'x', type, text: TEXT }]))
    expect(of).toEqual({ files: [], skipped: [{ name: 'x', why }] })
  })

  test('zip: links, encrypted and unknown packing', async () => {
    const of = await opened(
      zip([
        { name: 'l', text: 'x', link: true },
        { name: 'e', text: 'x', encrypted: true },
        { name: 'm', text: 'x', method: 14 },
      ]),
    )
    expect(of.skipped.map(({ why }) => why)).toEqual(['link', 'encrypted', 'packing'])
  })

  test('an archive in an archive', async () => {
    const inner = tar([{ name: 'x', text: TEXT }])
    for (const text of [inner, gzipSync(inner), zip([{ name: 'x', text: TEXT }])]) {
      expect((await opened(tar([{ name: 'in', text }]))).skipped).toEqual([
        { name: 'in', why: 'nested' },
      ])
    }
  })

  test('more entries than are read', async () => {
    const many = Array.from({ length: 2005 }, (_, i) => ({ name: `f${i}`, text: 'x' }))
    for (const bytes of [tar(many), zip(many)]) {
      const of = await opened(bytes)
      expect(of.files).toHaveLength(2000)
      expect(of.skipped.filter(({ why }) => why === 'too-many')).toHaveLength(5)
    }
  })
})

describe('bombs', () => {
  const zeros = Buffer.alloc(80 * 1024 * 1024)
  test.each([
    ['gzip', () => gzipSync(zeros)],
    ['tar.gz', () => gzipSync(tar([{ name: 'x', text: zeros }]))],
    ['zip', () => zip([{ name: 'x', text: zeros }])],
    ['gzip in tar', () => tar([{ name: 'x', text: gzipSync(zeros) }])],
  ])('%s of nothing but zeros', async (_, bytes) => {
    await expect(open('x', bytes())).rejects.toMatchObject({ code: 'archive-too-large' })
  })

  test('a header that tells a size beyond the end', async () => {
    const of = await opened(tar([{ name: 'x', text: TEXT, size: 8 ** 10 }]))
    expect(of.files).toMatchObject([{ cut: true }])
  })
})

test('a cut gzip gives what is there, marked', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `line ${i * 7919}\n`).join('')
  const of = await opened(gzipSync(text).subarray(0, 4000), 'log.gz')
  expect(of.files).toMatchObject([{ cut: true }])
  expect(text.startsWith(texts(of)[0] ?? '!')).toBe(true)
})

test('whatever is broken, it ends in files, or in one of two errors', async () => {
  const whole = [
    gzipSync(tar([{ name: 'a', text: TEXT.repeat(50) }])),
    tar([{ name: 'a', text: TEXT }]),
    zip([
      { name: 'a', text: TEXT },
      { name: 'b', text: TEXT },
    ]),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 6 }),
      fc.nat(3000),
      async (bytes, flips, end) => {
        const broken = Uint8Array.from(bytes)
        for (const [at, byte] of flips) if (at < broken.length) broken[at] = byte
        try {
          await open('x', end % 3 === 0 ? broken.subarray(0, end) : broken)
        } catch (error) {
          if (!(error instanceof UserError)) throw error
          expect(['archive-unreadable', 'archive-too-large']).toContain(error.code)
        }
      },
    ),
    { numRuns: 200 },
  )
})
