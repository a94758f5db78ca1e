import { expect, test } from 'vitest'
import { tmpfs } from '../../../src/parsers/tools/df.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const MIB = 1024 ** 2

test('-B1: bytes, without types', () => {
  const { value, losses } = read(tmpfs, fixture('tools/df-B1-9.1.txt'))
  expect(losses).toEqual([])
  expect(value.filesystems).toEqual([
    {
      filesystem: 'tmpfs',
      type: null,
      sizeBytes: 25_276_514_304,
      usedBytes: 125_829_120,
      availableBytes: 25_150_685_184,
      mountedOn: '/dev/shm',
    },
  ])
})

test.each([
  [
    'busybox -PkT',
    'Filesystem           Type       1024-blocks    Used Available Capacity Mounted on',
    'tmpfs                tmpfs       24683656    122880  24560776   1% /dev/shm',
  ],
  [
    'coreutils',
    'Filesystem      1K-blocks     Used Available Use% Mounted on',
    'tmpfs            24683656   122880  24560776   1% /dev/shm',
  ],
  [
    'coreutils -h',
    'Filesystem      Size  Used Avail Use% Mounted on',
    'tmpfs            24G  120M   24G   1% /dev/shm',
  ],
  [
    'German',
    'Dateisystem    1K-Blöcke  Benutzt Verfügbar Verw% Eingehängt auf',
    'tmpfs           24683656   122880  24560776    1% /dev/shm',
  ],
  [
    'Chinese',
    '文件系统          1K-块     已用     可用 已用% 挂载点',
    'tmpfs 24683656 122880 24560776 1% /dev/shm',
  ],
  [
    'a column more',
    'Filesystem Colour 1K-blocks Used Available Use% Mounted on',
    'tmpfs red 24683656 122880 24560776 1% /dev/shm',
  ],
])('%s', (_, header, row) => {
  const { value, losses } = read(tmpfs, `${header}\n${row}\n`)
  expect(losses).toEqual([])
  expect(value.filesystems).toMatchObject([
    { filesystem: 'tmpfs', usedBytes: 120 * MIB, mountedOn: '/dev/shm' },
  ])
})

test('a long name on a line of its own, and a mount with a blank', () => {
  const text = `Filesystem           1K-blocks      Used Available Use% Mounted on
/dev/mapper/VolGroup00-LogVol00
                      18284900   6258248  11082952  37% /srv/my data
`
  const { value, losses } = read(tmpfs, text)
  expect(losses).toEqual([])
  expect(value.filesystems).toMatchObject([
    { filesystem: '/dev/mapper/VolGroup00-LogVol00', mountedOn: '/srv/my data' },
  ])
})

test('inodes are no sizes', () => {
  const text =
    'Filesystem      Inodes IUsed   IFree IUse% Mounted on\ntmpfs 6170914 2 6170912 1% /dev/shm\n'
  expect(faultOf(tmpfs, text)).toBe('not-this-format')
})

test('a row that cannot be read is a loss', () => {
  const text =
    'Filesystem 1K-blocks Used Available Use% Mounted on\nproc - - - - /proc\ntmpfs 8 4 4 50% /run\n'
  const { value, losses } = read(tmpfs, text)
  expect(value.filesystems.map(({ mountedOn }) => mountedOn)).toEqual(['/run'])
  expect(losses).toMatchObject([{ code: 'bad-line', line: 2 }])
})
