import { describe, expect, test } from 'vitest'
import { KIB, MIB } from '../../../src/domain/bytes.ts'
import type { ProcessRow } from '../../../src/parsers/proc/processes.ts'
import { ps } from '../../../src/parsers/tools/ps.ts'
import { faultOf, fixture, read } from '../helpers.ts'

/** The rows that the kernel's process table gets. */
function rowsOf(text: string): readonly ProcessRow[] {
  const [also] = ps.also?.(read(ps, text).value) ?? []
  return (also?.value as { processes: readonly ProcessRow[] } | undefined)?.processes ?? []
}

describe('ps', () => {
  test('aux, as RHEL prints it', () => {
    const text = [
      'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
      'root         1  0.0  0.1 128072  6708 ?        Ss   Jan01   1:21 /usr/lib/systemd/systemd --switched-root --system',
      'root         2  0.0  0.0      0     0 ?        S    Jan01   0:00 [kthreadd]',
      'postgres 12345 99.9 12.5 12884901888 4194304 ?  Rs   10:05 123:45 postgres: app db 10.0.0.1(4242) SELECT',
      'CORP\\jdoe  4711  0.0  0.0 115436  2040 pts/0    Ss+  10:06   0:00 -bash',
    ].join('\n')
    const { value, losses } = read(ps, text)
    expect(losses).toEqual([])
    expect(value.processes[2]).toEqual({
      user: 'postgres',
      pid: 12_345,
      cpuPercent: 99.9,
      memPercent: 12.5,
      vszBytes: 12_884_901_888 * KIB,
      rssBytes: 4_194_304 * KIB,
      tty: '?',
      stat: 'Rs',
      start: '10:05',
      time: '123:45',
      command: 'postgres: app db 10.0.0.1(4242) SELECT',
    })
    expect(
      rowsOf(text).map(({ pid, comm, state, kernelThread }) => [pid, comm, state, kernelThread]),
    ).toEqual([
      [1, 'systemd', 'S', false],
      [2, 'kthreadd', 'S', true],
      [12_345, 'postgres', 'R', false],
      [4711, 'bash', 'S', false],
    ])
  })

  test('-ef has no sizes: none are told', () => {
    const text = [
      'UID        PID  PPID  C STIME TTY          TIME CMD',
      'root      1204     1  0 Nov09 ?        00:00:02 /usr/sbin/sshd -D',
    ].join('\n')
    expect(rowsOf(text)).toMatchObject([
      { pid: 1204, pPid: 1, rssBytes: null, startTicks: null, comm: 'sshd' },
    ])
  })

  test('a capture: columns of our choice', () => {
    const { value, losses } = read(ps, fixture('tools/ps-phpfpm.txt'))
    expect(losses).toEqual([])
    expect(value.processes.every((row) => typeof row['rssBytes'] === 'number')).toBe(true)
    expect(value.processes[0]).toMatchObject({
      command: 'php-fpm: master process (/opt/app/php/fpm.conf)',
    })
  })

  test('names and commands with blanks, long and short start times', () => {
    const { value, losses } = read(ps, fixture('tools/ps-lstart-4.0.2.txt'))
    expect(losses).toEqual([])
    expect(value.processes.map(({ comm, rssBytes, started }) => [comm, rssBytes, started])).toEqual(
      [
        ['process_api', 17_324 * KIB, 'Thu Nov 26 02:11:15 2026'],
        ['kthreadd', 0, 'Thu Nov 26 02:11:15 2026'],
        ['tmux: server', 3412 * KIB, 'Mon Nov  9 02:11:15 2026'],
        ['Web Content', 812_344 * KIB, 'Mon Nov  9 02:11:15 2026'],
      ],
    )
    const short =
      '  PID  STARTED   RSS CMD\n    1   Nov 20 17324 /sbin/init\n    7 02:11:15     0 [x]\n'
    expect(read(ps, short)).toMatchObject({
      losses: [],
      value: {
        processes: [{ started: 'Nov 20', rssBytes: 17_324 * KIB }, { started: '02:11:15' }],
      },
    })
  })

  test('name and command side by side are told apart by their places', () => {
    const text = [
      '  PID COMMAND         COMMAND',
      '  913 tmux: server    tmux new -s work',
      '    1 systemd         /sbin/init splash',
    ].join('\n')
    expect(read(ps, text).value.processes).toEqual([
      { pid: 913, comm: 'tmux: server', command: 'tmux new -s work' },
      { pid: 1, comm: 'systemd', command: '/sbin/init splash' },
    ])
  })

  test('busybox: sizes with letters, states with a blank', () => {
    const { value, losses } = read(ps, fixture('tools/ps-busybox.txt'))
    expect(losses).toEqual([])
    expect(value.processes.map(({ vszBytes, stat, command }) => [vszBytes, stat, command])).toEqual(
      [
        [1528 * KIB, 'S', '{init} /bin/sh /sbin/init'],
        [0, 'SW', '[kthreadd]'],
        [0, 'IW<', '[kworker/0:0H]'],
        [632 * MIB, 'S <', 'node /srv/app.js --port 80'],
      ],
    )
    expect(rowsOf(fixture('tools/ps-busybox.txt')).map(({ comm }) => comm)).toEqual([
      'sh',
      'kthreadd',
      'kworker/0:0H',
      'node',
    ])
  })

  test('a command in the middle', () => {
    const text =
      'COMMAND                       RSS   PID\n/usr/bin/python3 -m http      20480    12\n'
    expect(read(ps, text).value.processes).toEqual([
      { command: '/usr/bin/python3 -m http', rssBytes: 20_480 * KIB, pid: 12 },
    ])
  })

  test('rows without a header, and the headers of other tools, are refused', () => {
    expect(faultOf(ps, 'root 1 0.0 0.1 128072 6708 ? Ss Jan01 1:21 /sbin/init\n')).toBe(
      'not-this-format',
    )
    for (const other of [
      '  PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
      '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
      'COMMAND   PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME',
      '  PID User     Command                         Swap      USS      PSS      RSS',
      '    PID  SYSCPU  USRCPU  VGROW  RGROW  RDDSK  WRDSK  ST EXC S  CPU CMD',
      'Active Internet connections (servers) Local Address State PID/Program name',
    ]) {
      expect([other, ps.signs?.begins.test(other)]).toEqual([other, false])
    }
  })

  test('a row that does not fit its header is a loss', () => {
    const { value, losses } = read(
      ps,
      '  PID   RSS COMMAND\n    1  4096 init\n    2   abc kthreadd\n  three 5 x\n',
    )
    expect(value.processes).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 3, count: 2 }])
  })
})
