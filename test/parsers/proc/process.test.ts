import { describe, expect, test } from 'vitest'
import { cmdline } from '../../../src/parsers/proc/cmdline.ts'
import { comm } from '../../../src/parsers/proc/comm.ts'
import { exe } from '../../../src/parsers/proc/exe.ts'
import { processLimits } from '../../../src/parsers/proc/limits.ts'
import { oomScoreAdj } from '../../../src/parsers/proc/oomScoreAdj.ts'
import { processCgroup } from '../../../src/parsers/proc/processCgroup.ts'
import { processStat } from '../../../src/parsers/proc/stat.ts'
import { statm } from '../../../src/parsers/proc/statm.ts'
import { processStatus } from '../../../src/parsers/proc/status.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

const KIB = 1024

describe('status', () => {
  test('6.18', () => {
    expect(read(processStatus, fixture('proc/status-6.18.txt')).value).toMatchObject({
      name: 'retouch',
      pid: 3836,
      tgid: 3836,
      uid: 0,
      threads: 1,
      kthread: false,
      nsPids: [3836],
      vmSwapBytes: 77_260 * KIB,
    })
  })

  test('6.1, stuck in memory.high', () => {
    expect(read(processStatus, fixture('proc/status-6.1.txt')).value).toMatchObject({
      state: 'D (disk sleep)',
      pPid: 145,
      kthread: false,
      vmHwmBytes: 19_072 * KIB,
      vmRssBytes: 19_072 * KIB,
      rssAnonBytes: 18_420 * KIB,
      rssFileBytes: 4 * KIB,
      rssShmemBytes: 648 * KIB,
      vmDataBytes: 19_700 * KIB,
      vmStkBytes: 132 * KIB,
      vmPteBytes: 76 * KIB,
    })
  })

  test('3.10 prints no RssAnon and no NSpid: null and empty, not zero', () => {
    expect(read(processStatus, fixture('proc/status-3.10.txt')).value).toMatchObject({
      uid: 1000,
      nsPids: [],
      vmRssBytes: 6316 * KIB,
      rssAnonBytes: null,
      rssFileBytes: null,
      rssShmemBytes: null,
      vmSwapBytes: 0,
      kthread: false,
    })
  })

  test('a kernel thread has no memory, by its own word or by its parent', () => {
    const text = fixture('proc/status-6.18-kthread.txt')
    const thread = { name: 'kthreadd', kthread: true, vmSizeBytes: null, vmRssBytes: null }
    expect(read(processStatus, text).value).toMatchObject(thread)
    expect(read(processStatus, text.replace(/Kthread:.*\n/, '')).value).toMatchObject(thread)
  })

  test('a zombie has no memory and is no kernel thread', () => {
    const text = 'Name:\tx\nState:\tZ (zombie)\nTgid:\t9\nPid:\t9\nPPid:\t2\n'
    expect(read(processStatus, text).value).toMatchObject({ kthread: false, vmRssBytes: null })
  })

  test.each([
    ['a b) c', 'a b) c'],
    ['two\\nlines', 'two\nlines'],
    ['back\\\\nslash', 'back\\nslash'],
    ['<!channel>', '<!channel>'],
    ['', ''],
  ])('name %j', (written, name) => {
    const text = fixture('proc/status-6.1.txt').replace('\teater', () => `\t${written}`)
    expect(read(processStatus, text).value.name).toBe(name)
  })

  test('pids in nested namespaces', () => {
    const text = fixture('proc/status-6.1.txt').replace('NSpid:\t147', 'NSpid:\t147\t12\t1')
    expect(read(processStatus, text).value.nsPids).toEqual([147, 12, 1])
  })

  test('a size that cannot be read is null with a loss', () => {
    const text = fixture('proc/status-6.1.txt').replace(
      /VmRSS:.*/,
      'VmRSS:\t99999999999999999999 kB',
    )
    const { value, losses } = read(processStatus, text)
    expect(value.vmRssBytes).toBeNull()
    expect(losses).toMatchObject([{ code: 'bad-number', line: 22 }])
  })

  test('cut before the memory lines: who it is stands, sizes are null', () => {
    const text = fixture('proc/status-6.1.txt')
    const { value, losses } = read(processStatus, text.slice(0, text.indexOf('VmRSS:') + 10), CUT)
    expect(value).toMatchObject({ pid: 147, vmRssBytes: null, vmHwmBytes: 19_072 * KIB })
    expect(losses).toMatchObject([{ code: 'cut', sample: 'VmRSS:\t   ' }])
    expect(faultOf(processStatus, 'Name:\teater\nState:\tS\n', CUT)).toBe('cut-before-value')
  })
})

describe('stat', () => {
  test('6.18', () => {
    expect(read(processStat, fixture('proc/stat-6.18.txt'))).toEqual({
      value: {
        pid: 3836,
        comm: 'retouch',
        state: 'D',
        pPid: 3821,
        minflt: 188_194,
        majflt: 22_246,
        utimeTicks: 7,
        stimeTicks: 265,
        numThreads: 1,
        starttimeTicks: 282_611,
        vsizeBytes: 136_757_248,
        rssPages: 13_845,
      },
      losses: [],
    })
  })

  test.each(['a) S 1 (b', 'tmux: server', ')', '', 'two\nlines', '(sd-pam)'])(
    'name %j ends at the last parenthesis',
    (name) => {
      const text = fixture('proc/stat-6.18.txt').replace('retouch', () => name)
      expect(read(processStat, text).value).toMatchObject({
        comm: name,
        state: 'D',
        starttimeTicks: 282_611,
      })
    },
  )

  test('a counter beyond 2^53 is null with a loss', () => {
    const text = fixture('proc/stat-6.18.txt').replace(' 188194 ', ' 9007199254740993 ')
    const { value, losses } = read(processStat, text)
    expect(value).toMatchObject({ minflt: null, majflt: 22_246 })
    expect(losses).toMatchObject([{ code: 'bad-number', sample: '9007199254740993' }])
  })

  test('a start time that is not exact is no identity', () => {
    const text = fixture('proc/stat-6.18.txt').replace(' 282611 ', ' 9007199254740993 ')
    expect(faultOf(processStat, text)).toBe('not-this-format')
  })

  test('a line that ends early may end in half a number: no value', () => {
    const text = fixture('proc/stat-6.18.txt')
    expect(faultOf(processStat, text.slice(0, text.indexOf(' 13845') + 4))).toBe('not-this-format')
  })
})

describe('arguments and names', () => {
  test.each([
    ['/usr/bin/java\0-Xmx512m\0', ['/usr/bin/java', '-Xmx512m']],
    ['postgres: checkpointer ', ['postgres: checkpointer ']],
    ['php-fpm: pool www\0\0\0\0\0\0', ['php-fpm: pool www']],
    ['sh\0-c\0two\nlines\0', ['sh', '-c', 'two\nlines']],
    ['a\0\0b\0', ['a', '', 'b']],
    ['', []],
  ])('cmdline %j', (text, args) => {
    expect(read(cmdline, text).value).toEqual({ args })
  })

  test('the last argument of a cut cmdline is left out', () => {
    const { value, losses } = read(cmdline, 'java\0-Xmx512m\0-Dname=va', CUT)
    expect(value.args).toEqual(['java', '-Xmx512m'])
    expect(losses).toMatchObject([{ code: 'cut', sample: '-Dname=va' }])
    expect(faultOf(cmdline, 'postgres: wal', CUT)).toBe('cut-before-value')
  })

  test.each([
    ['php-fpm8.2\n', 'php-fpm8.2'],
    ['\n', ''],
    ['a\nb\n', 'a\nb'],
    ['kworker/R-ext4-rsv-conversion\n', 'kworker/R-ext4-rsv-conversion'],
  ])('comm %j', (text, name) => {
    expect(read(comm, text).value.comm).toBe(name)
  })

  test('a cut or overlong comm is none', () => {
    expect(faultOf(comm, 'php-f', CUT)).toBe('cut-before-value')
    expect(faultOf(comm, 'x'.repeat(65))).toBe('not-this-format')
  })

  test.each([
    ['/usr/sbin/php-fpm8.2\n', '/usr/sbin/php-fpm8.2', false],
    ['/usr/sbin/php-fpm8.2 (deleted)\n', '/usr/sbin/php-fpm8.2', true],
    ['/opt/my app/run\n', '/opt/my app/run', false],
    ['/memfd:runc_cloned (deleted)\n', '/memfd:runc_cloned', true],
  ])('exe %j', (text, path, deleted) => {
    expect(read(exe, text).value).toEqual({ path, deleted })
  })

  test('an exe that is no path, or cut before it tells of deletion, is none', () => {
    expect(faultOf(exe, 'readlink: no such file\n')).toBe('not-this-format')
    expect(faultOf(exe, '/usr/sbin/php-fpm8.2', CUT)).toBe('cut-before-value')
  })
})

describe('groups and limits', () => {
  test('cgroup of a hybrid host', () => {
    const { entries } = read(processCgroup, fixture('proc/cgroup-6.18-hybrid.txt')).value
    expect(entries).toHaveLength(10)
    expect(entries).toContainEqual({
      hierarchyId: 4,
      controllers: ['memory'],
      path: '/system.slice/app.service',
    })
    expect(entries.at(-1)).toEqual({ hierarchyId: 0, controllers: [], path: '/' })
  })

  test.each([
    [
      '0::/kubepods-besteffort.slice:cri-containerd:0a1b',
      [],
      '/kubepods-besteffort.slice:cri-containerd:0a1b',
    ],
    ['5:cpuacct,cpu,memory:/daemons', ['cpuacct', 'cpu', 'memory'], '/daemons'],
    ['0::/../../other', [], '/../../other'],
  ])('cgroup line %j', (line, controllers, path) => {
    expect(read(processCgroup, `${line}\n`).value.entries).toMatchObject([{ controllers, path }])
  })

  test('limits', () => {
    const { limits } = read(processLimits, fixture('proc/limits-6.18.txt')).value
    expect(limits).toHaveLength(16)
    expect(limits).toContainEqual({
      name: 'Max stack size',
      softLimit: 8_388_608,
      hardLimit: null,
      unit: 'bytes',
    })
    expect(limits).toContainEqual({
      name: 'Max nice priority',
      softLimit: 0,
      hardLimit: 0,
      unit: null,
    })
  })

  test('oom_score_adj and statm', () => {
    expect(read(oomScoreAdj, '-1000\n').value).toEqual({ oomScoreAdj: -1000 })
    expect(faultOf(oomScoreAdj, '1001\n')).toBe('not-this-format')
    expect(read(statm, '765 422 393 5 0 123 0\n').value).toEqual({
      sizePages: 765,
      residentPages: 422,
      sharedPages: 393,
      textPages: 5,
      dataPages: 123,
    })
    expect(faultOf(statm, '765 422 393 5 0 123\n')).toBe('not-this-format')
  })
})
