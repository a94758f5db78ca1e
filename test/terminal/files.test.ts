/** The terminal's files: one file, a folder in order, a bound on how far it goes, and no way out by a link. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { terminalFiles } from '../../src/terminal/files.ts'

const folder = mkdtempSync(join(tmpdir(), 'memcheck-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const files = terminalFiles(Readable.from([Buffer.from('from '), Buffer.from('stdin')]))

function put(path: string, text = 'x'): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

async function text(path: string): Promise<string> {
  let all = ''
  for await (const chunk of files.chunks(path)) all += Buffer.from(chunk).toString()
  return all
}

test('a folder is listed in order of names, as it was named, without what links lead to', async () => {
  for (const path of ['a/b/two', 'a/one', 'a/.hidden']) put(path)
  symlinkSync('/etc', join(folder, 'a/etc'))
  symlinkSync('/etc/hostname', join(folder, 'a/host'))
  const found = await files.list(join(folder, 'a'))
  expect(found.map(({ path }) => path)).toEqual(
    ['a/.hidden', 'a/b/two', 'a/one'].map((path) => join(folder, path)),
  )
  expect(found.every(({ sizeBytes, mtimeMs }) => sizeBytes === 1 && (mtimeMs ?? 0) > 0)).toBe(true)
})

test('folders in folders are looked through to a depth', async () => {
  put(`deep/${Array.from({ length: 8 }, (_, i) => i).join('/')}/in`)
  put(`deep/${Array.from({ length: 9 }, (_, i) => i).join('/')}/out`)
  const found = await files.list(join(folder, 'deep'))
  expect(found.map(({ path }) => path.split('/').at(-1))).toEqual(['in'])
})

test('more files than are read are told by one more', async () => {
  for (let i = 0; i < 2010; i += 1) put(`many/${i}`)
  expect(await files.list(join(folder, 'many'))).toHaveLength(2001)
})

test('a file, a file of /proc that tells no size, and standard input', async () => {
  put('f', 'abc')
  expect(await files.list(join(folder, 'f'))).toMatchObject([{ sizeBytes: 3 }])
  expect(await text(join(folder, 'f'))).toBe('abc')
  expect(await files.list('/proc/self/status')).toMatchObject([{ sizeBytes: null }])
  expect(await text('/proc/self/status')).toMatch(/^Name:/)
  expect(await files.list('-')).toEqual([{ path: '-', sizeBytes: null, mtimeMs: null }])
  expect(await text('-')).toBe('from stdin')
})

test('what is not there is an error that names it', async () => {
  const path = join(folder, 'none')
  await expect(files.list(path)).rejects.toMatchObject({
    code: 'file-unreadable',
    params: { file: path },
  })
  await expect(text(path)).rejects.toMatchObject({ code: 'file-unreadable' })
})

test('ranges of a file: its end, what lies behind it, and lengths that no file has', async () => {
  put('ranged', '0123456789')
  const reader = await files.ranges(join(folder, 'ranged'))
  if ('reason' in reader) throw new Error(reader.detail)
  const came = await reader.read([
    { at: 2, bytes: 3 },
    { at: 8, bytes: 2 ** 40 },
    { at: 10, bytes: 1 },
    { at: -1, bytes: 4 },
    { at: Number.NaN, bytes: 4 },
  ])
  expect(came.map((bytes) => bytes && Buffer.from(bytes).toString())).toEqual([
    '234',
    '89',
    null,
    null,
    null,
  ])
  await reader.close()
  expect(await reader.read([{ at: 0, bytes: 1 }])).toEqual([null])
  await reader.close()
})

test.each([
  ['nothing', 'nowhere', 'absent'],
  ['a folder', '.', 'failed'],
])('%s is refused for ranges', async (_, path, reason) => {
  expect(await files.ranges(join(folder, path))).toMatchObject({ reason })
})

test('what is written is for the owner alone, and goes over a file only when that is forced', async () => {
  const path = join(folder, 'written')
  await files.write(path, 'one')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await expect(files.write(path, 'two')).rejects.toMatchObject({
    code: 'file-exists',
    params: { file: path },
  })
  expect(readFileSync(path, 'utf8')).toBe('one')
  await files.write(path, 'three', true)
  expect(readFileSync(path, 'utf8')).toBe('three')
  await expect(files.write(join(folder, 'none', 'x'), '')).rejects.toMatchObject({
    code: 'file-unreadable',
  })
})
