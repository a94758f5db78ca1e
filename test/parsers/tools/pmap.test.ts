import { describe, expect, test } from 'vitest'
import { maps } from '../../../src/parsers/proc/maps.ts'
import { pmap } from '../../../src/parsers/tools/pmap.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const KIB = 1024

describe('procps', () => {
  test('-x: arenas with what is resident, and the same mappings as maps', () => {
    const { value, losses } = read(pmap, fixture('tools/pmap-x-4.0.2.txt'))
    expect(losses).toEqual([])
    const [process] = value.processes
    expect(process).toMatchObject({ pid: 4094, command: '/opt/app/bin/arena 8 malloc_info.xml' })
    expect(process?.mappings[6]).toEqual({
      start: '7f1700000000',
      end: '7f17030de000',
      sizeBytes: 50_040 * KIB,
      perms: 'rw-p',
      path: '',
      sizes: { rssBytes: 50_040 * KIB, dirtyBytes: 50_040 * KIB },
    })
    const told = pmap.also?.(value)[0]?.value as {
      mappings: readonly { start: string; end: string }[]
    }
    const own = read(maps, fixture('proc/maps-6.18-arena.txt')).value.mappings
    expect(told.mappings.map(({ start, end }) => [start, end])).toEqual(
      own.map(({ start, end }) => [start, end]),
    )
  })

  test('-X: a deleted file, sizes by their titles, an anonymous mapping without a name', () => {
    const { value, losses } = read(pmap, fixture('tools/pmap-X-4.0.2.txt'))
    expect(losses).toEqual([])
    const mappings = value.processes[0]?.mappings ?? []
    expect(mappings.find(({ path }) => path === 'cache.map (deleted)')).toMatchObject({
      perms: 'rw-s',
      sizeBytes: 81_920 * KIB,
      sizes: { rssBytes: 81_920 * KIB, filePmdMappedBytes: 40_960 * KIB, swapBytes: 0 },
    })
    expect(mappings.find(({ start }) => start === '7f37310f3000')?.path).toBe('')
    expect(mappings.find(({ start }) => start === '5568643be000')?.path).toBe('[heap]')
  })

  test('-XX: flags of many words stand before the name', () => {
    const { value, losses } = read(pmap, fixture('tools/pmap-XX-4.0.2.txt'))
    expect(losses).toEqual([])
    const [first] = value.processes[0]?.mappings ?? []
    expect(first).toMatchObject({ path: 'sleep', perms: 'r--p', sizeBytes: 8 * KIB })
    expect(first?.sizes).not.toHaveProperty('tHPeligibleBytes')
    expect(value.processes[0]?.mappings.find(({ path }) => path === '[stack]')).toBeDefined()
  })

  test.each(['pmap-4.0.2', 'pmap-d-4.0.2', 'pmap-xp-4.0.2', 'pmap-XX-4.0.2'])(
    '%s has the same mappings as the other forms',
    (name) => {
      const of = (file: string) =>
        read(pmap, fixture(`tools/${file}.txt`)).value.processes[0]?.mappings.map(
          ({ start, sizeBytes, perms }) => `${start} ${sizeBytes} ${perms}`,
        )
      expect(of(name)).toEqual(of('pmap-4.0.2'))
    },
  )

  // procps 3.2.7 of RHEL 5, and RHEL 6, in forum posts: nothing but the size is told.
  test('columns that are not told are no 0', () => {
    const text = `1:   init [3]
Address   Kbytes     RSS    Anon  Locked Mode   Mapping
08048000      28       -       -       - r-x--  init
084e1000     132       -       -       - rw---    [ anon ]
bffee000      72       -       -       - rw---    [ stack ]
-------- ------- ------- ------- -------
total kB     232       -       -       -
`
    const { value, losses } = read(pmap, text)
    expect(losses).toEqual([])
    expect(value.processes[0]?.mappings).toMatchObject([
      { start: '08048000', path: 'init', sizes: {} },
      { path: '' },
      { path: '[stack]' },
    ])
  })

  test.each([
    ['[ shmid=0x32 ]', '/SYSV (shmid 50)'],
    ['zero (deleted)', '/dev/zero (deleted)'],
    ['memfd:pool (deleted)', '/memfd:pool (deleted)'],
    ['SYSV4d454d43 (deleted)', '/SYSV4d454d43 (deleted)'],
    ['libc.so.6', 'libc.so.6'],
  ])('%s is %s', (printed, path) => {
    const text = `7:   app\n00007f1700000000  65536K rw-s-  ${printed}\n total            65536K\n`
    expect(read(pmap, text).value.processes[0]?.mappings[0]).toMatchObject({ path, perms: 'rw-s' })
  })

  test('several processes in one text are kept apart, and none is taken for the one', () => {
    const one = fixture('tools/pmap-4.0.2.txt')
    const { value } = read(pmap, `${one}${fixture('tools/pmap-x-4.0.2.txt')}`)
    expect(value.processes).toHaveLength(2)
    expect(pmap.also?.(value)).toEqual([])
  })
})

describe('busybox', () => {
  test('-x has PSS and swap, and whole names', () => {
    const text = `4711: /usr/bin/app -d
Address\t  Kbytes     PSS   Dirty    Swap  Mode  Mapping
0000aaaac2f00000     828     403       0       0 r-xp  /bin/busybox
0000aaaac2fdf000      16      16      16       8 rw-p    [ anon ]
----------------  ------  ------  ------  ------
total\t     844     419      16       8
`
    const { value, losses } = read(pmap, text)
    expect(losses).toEqual([])
    expect(value.processes[0]?.mappings).toMatchObject([
      { path: '/bin/busybox', sizes: { pssBytes: 403 * KIB, swapBytes: 0 } },
      { path: '', perms: 'rw-p', sizes: { dirtyBytes: 16 * KIB, swapBytes: 8 * KIB } },
    ])
  })

  test('the default form', () => {
    const text = '1: init\n08048000     28K r-xp  /init\nmapped: 28K\n'
    expect(read(pmap, text)).toMatchObject({
      value: { processes: [{ pid: 1, mappings: [{ path: '/init', perms: 'r-xp' }] }] },
      losses: [],
    })
  })
})

test('columns in another order, and one more, give the same values', () => {
  const text = `9:   app
Address Dirty Colour Mode RSS Kbytes Mapping
00007f1700000000 1 7 rw--- 2 4 a file
`
  const { value, losses } = read(pmap, text)
  expect(losses).toEqual([])
  expect(value.processes[0]?.mappings[0]).toMatchObject({
    sizeBytes: 4 * KIB,
    path: 'a file',
    sizes: { rssBytes: 2 * KIB, dirtyBytes: KIB, colourBytes: 7 * KIB },
  })
})

test.each([
  ['without a mode', 'Address Kbytes RSS Mapping', '00007f1700000000 4 4 x'],
  ['a negative size', 'Address Kbytes RSS Mode Mapping', '00007f1700000000 -4 4 rw--- x'],
  ['a cell too few', 'Address Kbytes RSS Dirty Mode Mapping', '00007f1700000000 4 rw---'],
  ['dashes that a page made of hyphens', 'Address Kbytes Mode Mapping', '00007f1700000000 4 rw— x'],
])('%s is a loss, not a mapping', (_, header, row) => {
  const text = `7:   app\n00007f1600000000  4K rw---  x\n${header}\n${row}\n`
  const { value, losses } = read(pmap, text)
  expect(value.processes[0]?.mappings).toHaveLength(1)
  expect(losses.map(({ code }) => code)).toEqual(['bad-line'])
})

test('a process of which nothing may be read is no value', () => {
  expect(faultOf(pmap, '1:   /sbin/init\n total                0K\n')).toBe('not-this-format')
})
