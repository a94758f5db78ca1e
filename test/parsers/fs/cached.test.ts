import { expect, test } from 'vitest'
import { cachedFiles } from '../../../src/parsers/fs/cached.ts'
import { faultOf, read } from '../helpers.ts'

test('a file is told with who holds it, its name to the end of the line', () => {
  const { value, losses } = read(
    cachedFiles,
    'RES SIZE FD FILE\nuid 33\n4096 8192 7/fd/3 /srv/a file (old) (deleted)\n0 5000 7/fd/4 /memfd:pool (deleted)\nuntold 9/fd/1\n',
  )
  expect(value).toEqual({
    files: [
      { pid: 7, path: '/srv/a file (old)', deleted: true, residentBytes: 4096, sizeBytes: 8192 },
      { pid: 7, path: '/memfd:pool', deleted: true, residentBytes: 0, sizeBytes: 5000 },
    ],
    uid: 33,
    untold: 1,
  })
  expect(losses).toEqual([])
})

test('no file at all is a value: nothing large is held open', () => {
  expect(read(cachedFiles, 'RES SIZE FD FILE\n').value).toEqual({
    files: [],
    uid: null,
    untold: 0,
  })
})

test('rows without their header are not read, and odd rows are losses', () => {
  expect(faultOf(cachedFiles, '4096 8192 7/fd/3 /srv/a\n')).toBe('not-this-format')
  const { value, losses } = read(
    cachedFiles,
    'RES SIZE FD FILE\n4096 7/fd/3 /srv/a\n99999999999999999999 1 7/fd/3 /b\n',
  )
  expect(value.files).toEqual([])
  expect(losses.map(({ code, line }) => [code, line])).toEqual([
    ['bad-line', 2],
    ['bad-number', 3],
  ])
})
