import { describe, expect, test } from 'vitest'
import { firstArgs } from '../../../src/parsers/proc/firstArgs.ts'
import { processes } from '../../../src/parsers/proc/processes.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

const TAIL = '0 0 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 3 0 777 4096 10 18446744073709551615 0 0'

describe('processes', () => {
  test('a hybrid host', () => {
    const rows = read(processes, fixture('proc/processes-6.18-hybrid.txt')).value.processes
    expect(rows).toHaveLength(6)
    expect(rows.find((row) => row.pid === 26_250)).toEqual({
      pid: 26_250,
      comm: 'node',
      state: 'S',
      pPid: 26_249,
      startTicks: 309_550,
      threads: 17,
      uid: null,
      rssBytes: 160_604 * 1024,
      anonBytes: 99_376 * 1024,
      shmemBytes: null,
      swapBytes: 0,
      cgroup: '/system.slice/app.service',
      unitGroup: '/',
      innerPid: null,
      kernelThread: false,
    })
    const threads = rows.filter((row) => row.kernelThread)
    expect(threads.map((row) => row.comm).sort()).toEqual(['khugepaged', 'kswapd0', 'kthreadd'])
    expect(threads.every((row) => row.rssBytes === null && row.cgroup === '/')).toBe(true)
  })

  test('the real user of a process, and none where the line is not one', () => {
    const text = `5/stat:5 (x) S 1 ${TAIL}\n5/status:Uid:\t1000\t0\t0\t0\n`
    expect(read(processes, text).value.processes[0]?.uid).toBe(1000)
    const spoilt = read(processes, text.replace('1000', '-1'))
    expect(spoilt.value.processes[0]?.uid).toBeNull()
    expect(spoilt.losses).toMatchObject([{ code: 'bad-line', line: 2 }])
  })

  test('its pid in a namespace of its own, the innermost', () => {
    const rows = (lines: string) => read(processes, `5/stat:5 (x) S 1 ${TAIL}\n${lines}`)
    expect(rows('5/status:NSpid:\t5\t12\t1\n').value.processes[0]?.innerPid).toBe(1)
    expect(rows('5/status:NSpid:\t5\n').value.processes[0]?.innerPid).toBeNull()
    expect(rows('5/status:NSpid:\t5\tx\n').losses).toMatchObject([{ code: 'bad-line', line: 2 }])
    const at = processes.at
    const pattern = new RegExp(at.kind === 'processes' ? at.pattern.replaceAll('\\\\', '\\') : '')
    expect(pattern.test('NSpid:\t4242')).toBe(false)
    expect(pattern.test('NSpid:\t4242\t1')).toBe(true)
  })

  test('where systemd keeps it, which v1 may know better than the memory hierarchy', () => {
    const rows = (lines: string) =>
      read(processes, `5/stat:5 (x) S 1 ${TAIL}\n${lines}`).value.processes[0]
    const v1 = '5/cgroup:4:memory:/\n5/cgroup:1:name=systemd:/system.slice/x.service\n'
    expect(rows(v1)).toMatchObject({ cgroup: '/', unitGroup: '/system.slice/x.service' })
    expect(rows('5/cgroup:0::/a.slice\n')).toMatchObject({ unitGroup: '/a.slice' })
  })

  test('of shared memory what a process touched itself', () => {
    const text = `5/stat:5 (x) S 1 ${TAIL}\n5/status:RssShmem:\t    3072 kB\n`
    expect(read(processes, text).value.processes[0]?.shmemBytes).toBe(3072 * 1024)
  })

  test('order of files and processes does not matter', () => {
    const text = fixture('proc/processes-6.18-hybrid.txt')
    const sorted = read(processes, `${text.trimEnd().split('\n').sort().join('\n')}\n`).value
      .processes
    const byPid = (rows: typeof sorted): typeof sorted => [...rows].sort((a, b) => a.pid - b.pid)
    expect(byPid(sorted)).toEqual(byPid(read(processes, text).value.processes))
  })

  test('gone after stat is kept; come after stat is left to the next look', () => {
    const { value, losses } = read(
      processes,
      `5/stat:5 (gone) S 1 ${TAIL}\n6/status:VmRSS:\t  8 kB\n6/cgroup:0::/late\n`,
    )
    expect(value.processes).toMatchObject([
      { pid: 5, comm: 'gone', threads: 3, startTicks: 777, rssBytes: null, cgroup: null },
    ])
    expect(losses).toEqual([])
  })

  test('the v1 memory hierarchy goes before the unified one, in any order', () => {
    const rows = (lines: string): string | null | undefined =>
      read(processes, `5/stat:5 (x) S 1 ${TAIL}\n${lines}`).value.processes[0]?.cgroup
    expect(rows('5/cgroup:0::/unified\n5/cgroup:4:cpu,memory:/v1\n')).toBe('/v1')
    expect(rows('5/cgroup:4:cpu,memory:/v1\n5/cgroup:0::/unified\n')).toBe('/v1')
    expect(rows('5/cgroup:0::/kube:cri-containerd:0a\n')).toBe('/kube:cri-containerd:0a')
  })

  test('a name with a line feed goes on over two lines, and cannot pose as another process', () => {
    const text = `5/stat:5 (two\n5/stat:1 (init) S 0 1) S 1 ${TAIL}\n`
    expect(read(processes, text).value.processes).toMatchObject([
      { pid: 5, comm: 'two\n1 (init) S 0 1' },
    ])
  })

  test('a stat line of another pid than its file is refused', () => {
    const { value, losses } = read(
      processes,
      `5/stat:6 (x) S 1 ${TAIL}\n7/stat:7 (y) S 1 ${TAIL}\n`,
    )
    expect(value.processes.map((row) => row.pid)).toEqual([7])
    expect(losses).toMatchObject([{ code: 'bad-line', line: 1 }])
  })

  test('a size beyond 2^53 is null with a loss', () => {
    const { value, losses } = read(
      processes,
      `5/stat:5 (x) S 1 ${TAIL}\n5/status:VmRSS:\t 99999999999999 kB\n`,
    )
    expect(value.processes).toMatchObject([{ rssBytes: null }])
    expect(losses).toMatchObject([{ code: 'bad-number', sample: '5 VmRSS' }])
  })

  test('cut in the middle of a process: its last line is not believed', () => {
    const { value, losses } = read(processes, `5/stat:5 (x) S 1 ${TAIL}\n5/status:VmRSS:\t 99`, CUT)
    expect(value.processes).toMatchObject([{ pid: 5, rssBytes: null }])
    expect(losses).toMatchObject([{ code: 'cut' }])
  })

  test('the pattern keeps what the parser reads and little else', () => {
    const at = processes.at
    const pattern = at.kind === 'processes' ? new RegExp(at.pattern) : /never/
    const status = fixture('proc/status-6.18.txt')
      .split('\n')
      .filter((line) => pattern.test(line))
    expect(status.map((line) => line.split(':')[0])).toEqual([
      'Uid',
      'VmRSS',
      'RssAnon',
      'RssShmem',
      'VmSwap',
    ])
    const groups = fixture('proc/cgroup-6.18-hybrid.txt')
      .split('\n')
      .filter((line) => pattern.test(line))
    expect(groups).toEqual(['9:name=systemd:/', '4:memory:/system.slice/app.service', '0::/'])
    expect(fixture('proc/stat-6.18.txt')).toMatch(pattern)
    expect(`1 (init) S 0 1) S 1 ${TAIL}`).toMatch(pattern)
  })
})

describe('first arguments', () => {
  test('titles, blanks and line feeds', () => {
    const text =
      '1/cmdline:/sbin/init\x00812/cmdline:postgres: checkpointer \x00913/cmdline:a\nb\x00'
    expect(read(firstArgs, text).value.args).toEqual([
      { pid: 1, arg0: '/sbin/init' },
      { pid: 812, arg0: 'postgres: checkpointer ' },
      { pid: 913, arg0: 'a\nb' },
    ])
  })

  test('half a record at the cut is left out', () => {
    const { value, losses } = read(firstArgs, '1/cmdline:/sbin/init\x00812/cmdline:postg', CUT)
    expect(value.args).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'cut', sample: '812/cmdline:postg' }])
    expect(faultOf(firstArgs, 'grep: unrecognized option: z')).toBe('not-this-format')
  })
})
