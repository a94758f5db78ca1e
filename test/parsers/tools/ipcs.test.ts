import { describe, expect, test } from 'vitest'
import { sysvShm } from '../../../src/parsers/proc/sysvipcShm.ts'
import { ipcs } from '../../../src/parsers/tools/ipcs.ts'
import { faultOf, fixture, read } from '../helpers.ts'

describe('/proc/sysvipc/shm', () => {
  test('one segment of 64 MiB, its key as other tools write it', () => {
    const { value, losses } = read(sysvShm, fixture('tools/sysvipc_shm-6.18.txt'))
    expect(losses).toEqual([])
    expect(value.segments).toEqual([
      {
        shmid: 50,
        key: '0x4d454d43',
        perms: '600',
        sizeBytes: 67_108_864,
        nattch: 1,
        cpid: 4003,
        lpid: 4003,
        uid: 0,
        owner: null,
        rssBytes: 67_108_864,
        swapBytes: 0,
        marked: false,
        locked: false,
      },
    ])
  })

  const HEADER =
    '       key      shmid perms       size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime'

  test('a host without segments has a header alone', () => {
    expect(read(sysvShm, `${HEADER}\n`)).toEqual({ value: { segments: [] }, losses: [] })
  })

  test('2.6.18 has no rss; a negative key; a segment that goes with its last user and is locked', () => {
    const row =
      '-1627380966 32769  3666     135168  1822  2140      2  1000  1000  1000  1000 1795225290 1795225290 1795225290'
    const [segment] = read(sysvShm, `${HEADER}\n${row}\n`).value.segments
    expect(segment).toMatchObject({
      key: '0x9f00231a',
      perms: '666',
      marked: true,
      locked: true,
      rssBytes: null,
      swapBytes: null,
    })
  })

  test('columns in another order give the same; a row with one too few is a loss', () => {
    const text = fixture('tools/sysvipc_shm-6.18.txt')
    const turned = text
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).reverse().join(' '))
      .join('\n')
    expect(read(sysvShm, turned).value).toEqual(read(sysvShm, text).value)
    const short = read(sysvShm, `${HEADER}\n1 2 3 4\n`)
    expect(short.value.segments).toEqual([])
    expect(short.losses.map(({ code }) => code)).toEqual(['bad-line'])
  })
})

describe('ipcs', () => {
  test('-m: a segment that nobody has attached', () => {
    const { value, losses } = read(ipcs, fixture('tools/ipcs-m-2.38-left.txt'))
    expect(losses).toEqual([])
    expect(value.segments).toEqual([
      {
        shmid: 50,
        key: '0x4d454d43',
        owner: 'root',
        perms: '600',
        bytes: 67_108_864,
        nattch: 0,
        nsems: null,
        status: null,
        cpid: null,
        lpid: null,
        attached: null,
        detached: null,
        changed: null,
      },
    ])
    expect(ipcs.also?.(value)).toMatchObject([
      { format: sysvShm, value: { segments: [{ shmid: 50, nattch: 0, rssBytes: null }] } },
    ])
  })

  test('-m, -mp and -mt of one segment are one', () => {
    const text = `
------ Shared Memory Segments --------
key        shmid      owner      perms      bytes      nattch     status
0x00000000 1769473    aboud      600        393216     2          dest

------ Shared Memory Creator/Last-op PIDs --------
shmid      owner      cpid       lpid
1769473    aboud      2747       2826

------ Shared Memory Attach/Detach/Change Times --------
shmid      owner      attached             detached             changed
1769473    aboud      Nov 21 02:28:10      Not set              Nov 21 02:28:10
`
    const { value, losses } = read(ipcs, text)
    expect(losses).toEqual([])
    expect(value.segments).toMatchObject([
      {
        shmid: 1_769_473,
        bytes: 393_216,
        status: 'dest',
        cpid: 2747,
        lpid: 2826,
        attached: 'Nov 21 02:28:10',
        detached: 'Not set',
      },
    ])
  })

  test.each([
    [
      '--human',
      'key shmid owner perms size nattch status',
      '0x00000000 3 app 600 64M 1',
      67_108_864,
    ],
    [
      'Chinese',
      '键 shmid 拥有者 权限 字节 连接数 状态',
      '0x00000000 3 app 600 67108864 1',
      67_108_864,
    ],
    [
      'German',
      'Schlüssel shmid Besitzer Rechte Bytes nattch Status',
      '0x00000000 3 app 600 512 1',
      512,
    ],
    [
      'another order',
      'nattch bytes shmid key owner perms status',
      '1 512 3 0x00000000 app 600',
      512,
    ],
    [
      'a column more',
      'key shmid owner perms colour bytes nattch status',
      '0x0 3 app 600 red 512 1 dest',
      512,
    ],
  ])('%s', (_, header, row, bytes) => {
    const { value, losses } = read(ipcs, `------ Segments --------\n${header}\n${row}\n`)
    expect(losses).toEqual([])
    expect(value.segments).toMatchObject([
      { shmid: 3, owner: 'app', perms: '600', bytes, nattch: 1 },
    ])
  })

  test('-l: what is beyond 2^53 is no limit, others are bytes', () => {
    const { value, losses } = read(ipcs, fixture('tools/ipcs-l-2.38.txt'))
    expect(losses).toEqual([])
    expect(value.limits).toMatchObject({
      maxNumberOfSegments: 4096,
      maxSegSizeBytes: null,
      minSegSizeBytes: 1,
      maxSizeOfMessageBytes: 8192,
    })
    const rhel6 =
      'max seg size (kbytes) = 67108864\nmax total shared memory (kbytes) = 17179869184\n'
    expect(read(ipcs, `------ Shared Memory Limits --------\n${rhel6}`).value.limits).toEqual({
      maxSegSizeBytes: 2 ** 36,
      maxTotalSharedMemoryBytes: 2 ** 44,
    })
    expect(ipcs.also?.(value)).toEqual([])
  })

  test('-u: pages that are resident', () => {
    const { value, losses } = read(ipcs, fixture('tools/ipcs-mu-2.38.txt'))
    expect(losses).toEqual([])
    expect(value.usage).toEqual({
      segmentsAllocated: 1,
      pagesAllocated: 16_384,
      pagesResident: 16_384,
      pagesSwapped: 0,
    })
  })

  test('-a of a host that has none is a value', () => {
    const { value, losses } = read(ipcs, fixture('tools/ipcs-a-2.38.txt'))
    expect(losses).toEqual([])
    expect(value).toMatchObject({ segmentsShown: true, segments: [], queues: [], semaphores: [] })
  })

  test.each([
    ['a number that is none', '0x00000000 3 app 600 -5 1'],
    ['beyond 2^53', '0x00000000 3 app 600 99007199254740993 1'],
    ['a cell too few', '3 app 600 512 1'],
  ])('%s is a loss, not a segment', (_, row) => {
    const header =
      '------ Shared Memory Segments --------\nkey shmid owner perms bytes nattch status\n'
    const { value, losses } = read(ipcs, `${header}${row}\n`)
    expect(value.segments).toEqual([])
    expect(losses.map(({ code }) => code)).toEqual(['bad-line'])
  })

  test('ipcs of a BSD is not this format', () => {
    const bsd =
      'Shared Memory:\nT     ID     KEY        MODE       OWNER    GROUP\nm  65536 0x0052e2c1 --rw------- pgsql pgsql\n'
    expect(faultOf(ipcs, bsd)).toBe('not-this-format')
  })
})
