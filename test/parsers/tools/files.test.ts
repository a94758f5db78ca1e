import { describe, expect, test } from 'vitest'
import { fds } from '../../../src/parsers/proc/fds.ts'
import { numaMaps } from '../../../src/parsers/proc/numaMaps.ts'
import { fincore } from '../../../src/parsers/tools/fincore.ts'
import { lsof } from '../../../src/parsers/tools/lsof.ts'
import { vmtouch } from '../../../src/parsers/tools/vmtouch.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const MIB = 1024 ** 2

describe('ls -l /proc/PID/fd', () => {
  test('a deleted file is open as 3 and mapped', () => {
    const { value, losses } = read(fds, fixture('tools/fds-6.18.txt'))
    expect(losses).toEqual([])
    expect(value.pid).toBe(4070)
    expect(value.descriptors.filter(({ deleted }) => deleted)).toEqual([
      { fd: 3, access: 'rw', target: '/opt/app/cache.map (deleted)', kind: 'file', deleted: true },
    ])
    expect(value.mapped.find(({ target }) => target.endsWith('(deleted)'))?.range).toBe(
      '7f372c000000-7f3731000000',
    )
  })

  test.each([
    ['busybox', 'lrwx------    1 root     root            64 Nov 26 03:05 7 -> /srv/x', '/srv/x'],
    ['German', 'lrwx------ 1 root root 64 26. Nov 03:05 7 -> /srv/x', '/srv/x'],
    ['Chinese', 'lrwx------ 1 root root 64 11月 26 03:05 7 -> /srv/x', '/srv/x'],
    ['ISO, SELinux', 'lrwx------. 1 a b 64 2024-11-26 03:05 7 -> /srv/x', '/srv/x'],
    ['an arrow in the name', 'lrwx------ 1 a b 64 Nov 26 03:05 7 -> /srv/9 -> 8', '/srv/9 -> 8'],
  ])('%s', (_, line, target) => {
    expect(read(fds, `total 0\n${line}\n`).value.descriptors).toMatchObject([
      { fd: 7, access: 'rw', target },
    ])
  })

  test.each([
    ['socket:[4711]', 'socket', false],
    ['pipe:[1]', 'pipe', false],
    ['anon_inode:[eventpoll]', 'anon-inode', false],
    ['anon_inode:inotify', 'anon-inode', false],
    ['/dev/null', 'device', false],
    ['/memfd:pool (deleted)', 'memfd', false],
    ['/dev/shm/PostgreSQL.1 (deleted)', 'shm', false],
    ['/SYSV00000000 (deleted)', 'shm', false],
    ['/tmp/#12 (deleted)', 'file', true],
    ['net:[4026531840]', 'other', false],
  ])('%s is a %s', (target, kind, deleted) => {
    const line = `lr-x------ 1 root root 64 Nov 21 01:41 5 -> ${target}`
    expect(read(fds, line).value.descriptors).toMatchObject([{ kind, deleted, access: 'r' }])
  })

  test('a process with nothing open is a value, one that may not be read is none', () => {
    expect(read(fds, 'total 0\n').value.descriptors).toEqual([])
    expect(faultOf(fds, "ls: cannot open directory '/proc/1/fd': Permission denied\n")).toBe(
      'not-this-format',
    )
  })
})

describe('lsof', () => {
  test('+L1: by edges, though cells are empty', () => {
    const { value, losses } = read(lsof, fixture('tools/lsof-L1-4.95.txt'))
    expect(losses).toEqual([])
    expect(value.files).toHaveLength(12)
    expect(value.files.filter(({ deleted }) => deleted)).toMatchObject([
      { fd: 'DEL', sizeBytes: null, nlink: null, node: '1712284', name: '/opt/app/cache.map' },
      { fd: '3', access: 'u', sizeBytes: 80 * MIB, nlink: 0, node: '1712284', device: '254,0' },
    ])
    expect(value.files.find(({ fd }) => fd === '0')).toMatchObject({
      access: 'r',
      offsetBytes: 0,
      sizeBytes: null,
    })
  })

  test('threads have columns of their own, empty for the process itself', () => {
    const text = `COMMAND  PID  TID TASKCMD USER   FD   TYPE DEVICE SIZE/OFF    NODE NAME
app     4070              root    3u   REG  254,0     4096 1712284 /srv/a b
app     4070 4071 worker  root    3u   REG  254,0     4096 1712284 /srv/a b
`
    const { value, losses } = read(lsof, text)
    expect(losses).toEqual([])
    expect(value.files.map(({ user, name, sizeBytes }) => [user, name, sizeBytes])).toEqual([
      ['root', '/srv/a b', 4096],
      ['root', '/srv/a b', 4096],
    ])
  })

  test('a table whose blanks were collapsed: rows with an empty cell are losses, not shifted', () => {
    const text = fixture('tools/lsof-L1-4.95.txt').replace(/ +/g, ' ')
    const { value, losses } = read(lsof, text)
    expect(value.files).toHaveLength(11)
    expect(value.files.find(({ nlink }) => nlink === 0)).toMatchObject({ sizeBytes: 80 * MIB })
    expect(losses).toMatchObject([
      { code: 'bad-line', sample: 'delmap 4070 root DEL REG 254,0 1712284 /opt/app/cache.map' },
    ])
    const blank = text.replace('/opt/app/cache.map\n', '/opt/app/my cache\n')
    expect(read(lsof, blank).value.files).toHaveLength(11)
  })

  test('a title that every object of the language has is a title like others', () => {
    for (const title of ['constructor', '__proto__']) {
      const { value } = read(lsof, `COMMAND PID ${title} FD NAME\nx 1 2 3 /a\n`)
      expect(value.files).toMatchObject([{ command: 'x', fd: '3', name: '/a' }])
    }
  })

  test('field output has no header', () => {
    expect(faultOf(lsof, 'p4070\ng4070\ncdelmap\nf3\nn/opt/app/cache.map (deleted)\n')).toBe(
      'not-this-format',
    )
  })
})

describe('numa_maps', () => {
  test('each node in bytes, by the size of the pages', () => {
    // Documentation/filesystems/proc.rst, and a page of 2 MiB beside.
    const text = `7f4dc10a2000 default anon=3 dirty=3 N3=3 kernelpagesize_kB=4
7f4dc1200000 default file=/anon_hugepage\\040(deleted) huge anon=1 dirty=1 N3=1 kernelpagesize_kB=2048
7fff335f0000 bind=static:0-1 stack anon=3 dirty=3 N0=3 kernelpagesize_kB=4
7fff3369d000 prefer (many):0-1
`
    const { value, losses } = read(numaMaps, text)
    expect(losses).toEqual([])
    expect(value.bytesByNode).toEqual({ '3': 3 * 4096 + 2 * MIB, '0': 3 * 4096 })
    expect(value.mappings[1]).toMatchObject({ file: '/anon_hugepage (deleted)', flags: ['huge'] })
    expect(value.mappings[2]).toMatchObject({ policy: 'bind=static:0-1', pages: { anon: 3 } })
    expect(value.mappings[3]).toMatchObject({ policy: 'prefer (many):0-1', pageBytes: null })
  })

  test('pages of unknown size are no bytes', () => {
    const { value } = read(numaMaps, '7f4dc10a2000 default anon=3 N3=3\n')
    expect(value).toMatchObject({ bytesByNode: {}, mappings: [{ pages: { anon: 3, N3: 3 } }] })
  })
})

describe('fincore', () => {
  test.each(['fincore-2.38', 'fincore-2.38-json'])('%s: 200 MiB are resident', (name) => {
    expect(read(fincore, fixture(`tools/${name}.txt`)).value.files).toEqual([
      {
        file: '/opt/app/big.dat',
        residentBytes: 200 * MIB,
        sizeBytes: 200 * MIB,
        pages: { pages: 51_200 },
      },
    ])
  })

  test('nothing is resident', () => {
    expect(read(fincore, fixture('tools/fincore-2.38-before.txt')).value.files).toMatchObject([
      { residentBytes: 0, sizeBytes: 200 * MIB },
    ])
  })

  test('rounded sizes, more columns, another order, a blank in the name', () => {
    const text = 'FILE DIRTY_PAGES SIZE PAGES RES\n/srv/my data 3 1.5G 256 1M\n'
    expect(read(fincore, text).value.files).toEqual([
      {
        file: '/srv/my data',
        residentBytes: MIB,
        sizeBytes: 1.5 * 1024 * MIB,
        pages: { dirtyPages: 3, pages: 256 },
      },
    ])
  })

  test('numbers as text in old JSON; a row that is none is a loss', () => {
    const text =
      '{"fincore": [{"res": "4K", "pages": "1", "size": "3B", "file": "/etc/hostname"}, {"file": "/x", "res": null, "size": "?"}]}'
    const { value, losses } = read(fincore, text)
    expect(value.files).toMatchObject([{ residentBytes: 4096, sizeBytes: 3, pages: { pages: 1 } }])
    expect(losses.map(({ code }) => code)).toEqual(['bad-line'])
  })

  test.each(['{"other": []}', '{', '[]', '0B 0 3B /etc/hostname\n'])(
    '%s is not this format',
    (text) => {
      expect(faultOf(fincore, text)).toBe('not-this-format')
    },
  )
})

describe('vmtouch', () => {
  test('the summary, with rounded sizes', () => {
    const { value, losses } = read(vmtouch, fixture('tools/vmtouch-1.3.txt'))
    expect(losses).toEqual([])
    expect(value).toMatchObject({
      files: 1,
      directories: 0,
      residentPages: 51_200,
      totalPages: 51_200,
      residentBytes: 200 * MIB,
      totalBytes: 200 * MIB,
      perFile: [],
    })
  })

  test('-v: each file by the last count of its bar', () => {
    const { value, losses } = read(vmtouch, fixture('tools/vmtouch-v-1.3.txt'))
    expect(losses).toEqual([])
    expect(value.perFile).toEqual([
      { file: '/opt/app/big.dat', residentPages: 51_200, totalPages: 51_200 },
    ])
  })

  test('a relative name, nothing resident, what was evicted', () => {
    const bar = `[${' '.repeat(60)}] 0/10988`
    const text = `test.rpm\n${bar}\n\n           Files: 1\n     Directories: 0\n   Evicted Pages: 29049 (113M)\n         Elapsed: 0.00905 seconds\n`
    const { value, losses } = read(vmtouch, text)
    expect(losses).toEqual([])
    expect(value).toMatchObject({
      evictedPages: 29_049,
      residentPages: null,
      perFile: [{ file: 'test.rpm', residentPages: 0, totalPages: 10_988 }],
    })
  })

  test('a warning is a loss', () => {
    const text = `vmtouch: WARNING: unable to open /x\n${fixture('tools/vmtouch-1.3.txt')}`
    expect(read(vmtouch, text).losses).toMatchObject([{ code: 'bad-line' }])
  })
})
