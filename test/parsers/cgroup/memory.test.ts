import { describe, expect, test } from 'vitest'
import { bindingGroup, levelsOf } from '../../../src/parsers/cgroup/levels.ts'
import { type CgroupMemory, cgroupMemory } from '../../../src/parsers/cgroup/memory.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

function groupsOf(name: string): readonly CgroupMemory[] {
  return read(cgroupMemory, fixture(`cgroup/${name}.txt`)).value.groups
}

function first(name: string): CgroupMemory {
  const [group] = groupsOf(name)
  if (group === undefined) throw new Error(`${name} has no group`)
  return group
}

const V1 = '/sys/fs/cgroup/memory'

describe('v1', () => {
  test('leaf first up to the root; the unified mount without the controller is no group', () => {
    const groups = groupsOf('v1-6.18-hybrid')
    expect(groups.map((group) => [group.version, group.path])).toEqual([
      ['v1', '/app/worker'],
      ['v1', '/app'],
      ['v1', '/'],
    ])
    expect(groups[0]).toMatchObject({
      limitBytes: null,
      softLimitBytes: null,
      highBytes: null,
      peakBytes: 408_436_736,
      failcnt: 0,
      swapUsageBytes: 8_159_232 - 7_483_392,
      swapLimitBytes: null,
      kernelBytes: 1_478_656,
      events: null,
      oomControl: { oomKillDisable: false, underOom: false, oomKill: 0 },
      pressure: null,
    })
    expect(groups[0]?.stat.hierarchicalMemoryLimit).toBeUndefined()
    expect(bindingGroup(groups)).toBeNull()
  })

  test('after two kills in 64 MiB', () => {
    const group = first('v1-6.18-oom')
    expect(group).toMatchObject({ path: '/app-oom', limitBytes: 67_108_864, failcnt: 84 })
    expect(group.stat.hierarchicalMemoryLimit).toBe(67_108_864)
    expect(levelsOf(group)).toMatchObject({
      limitHits: 84,
      ooms: null,
      oomKills: 1,
      kernelBytes: null,
    })
  })

  // The seeds called this group "close to the limit"; most of it is page cache.
  test('charged 89.2 %, working set 51.5 %, unreclaimable 41.8 % of the limit', () => {
    const levels = levelsOf(first('v1-php-pool'))
    const share = (bytes: number | null): string =>
      (((bytes ?? Number.NaN) / 6_291_456_000) * 100).toFixed(1)
    expect(share(levels.chargedBytes)).toBe('89.2')
    expect(share(levels.workingSetBytes)).toBe('51.5')
    expect(share(levels.unreclaimableBytes)).toBe('41.8')
    expect(levels.unreclaimableBytes).toBe(2_389_835_776 + 237_355_008)
    expect(levels.fileBytes).toBe(3_224_702_976 - 237_355_008)
    expect(first('v1-php-pool')).toMatchObject({ swapUsageBytes: 0, swapLimitBytes: 0 })
  })

  test("sums of the subtree are taken, not the group's own", () => {
    const text = `${V1}/a/memory.usage_in_bytes:900\n${V1}/a/memory.limit_in_bytes:1000\n${V1}/a/memory.stat:rss 1\n${V1}/a/memory.stat:total_rss 500\n`
    const [group] = read(cgroupMemory, text).value.groups
    expect(group === undefined ? null : levelsOf(group)).toMatchObject({
      anonBytes: 500,
      shmemBytes: null,
      unreclaimableBytes: null,
    })
  })

  test('held by oom_kill_disable', () => {
    const text = `${V1}/a/memory.usage_in_bytes:9\n${V1}/a/memory.limit_in_bytes:9\n${V1}/a/memory.oom_control:oom_kill_disable 1\n${V1}/a/memory.oom_control:under_oom 1\n`
    expect(read(cgroupMemory, text).value.groups).toMatchObject([
      { oomControl: { oomKillDisable: true, underOom: true, oomKill: null } },
    ])
  })
})

describe('v2', () => {
  test('throttled by memory.high', () => {
    const group = first('v2-6.1-high')
    expect(group).toMatchObject({
      version: 'v2',
      path: '/app/high',
      usageBytes: 19_390_464,
      limitBytes: null,
      highBytes: 16_777_216,
      swapLimitBytes: null,
      kernelBytes: 98_304,
      oomControl: null,
      failcnt: null,
      pressure: { some: { avg10Percent: 42.82 }, full: { totalMicros: 5_727_858 } },
    })
    expect(group.events).toMatchObject({ high: 204, oom: 0, oomGroupKill: 0 })
    expect(bindingGroup(groupsOf('v2-6.1-high'))).toBeNull()
  })

  test('killed at memory.max', () => {
    const groups = groupsOf('v2-6.1-max')
    expect(levelsOf(first('v2-6.1-max'))).toMatchObject({
      limitBytes: 33_554_432,
      limitHits: 35,
      ooms: 1,
      oomKills: 1,
    })
    expect(first('v2-6.1-max').peakBytes).toBe(33_554_432)
    expect(bindingGroup(groups)?.path).toBe('/app/max')
  })

  test('tmpfs in the group: shmem is not file cache and cannot be given back', () => {
    const group = first('v2-6.1-shm')
    const levels = levelsOf(group)
    expect(levels.shmemBytes).toBe(20_971_520)
    expect(levels.fileBytes).toBe((group.stat.file ?? 0) - 20_971_520)
    const pinned = (group.stat.kernel ?? 0) - (group.stat.slabReclaimable ?? 0)
    expect(levels.unreclaimableBytes).toBe((group.stat.anon ?? 0) + 20_971_520 + pinned)
  })

  test('swapping at memory.max', () => {
    expect(first('v2-6.1-swap').swapUsageBytes).toBeGreaterThan(34_000_000)
  })

  test("the host's root has no usage of its own: anon + file, as the kernel does for v1", () => {
    const root = groupsOf('v2-6.1-high').at(-1)
    expect(root).toMatchObject({ path: '/', usageBytes: 106_496 + 4_304_896, limitBytes: null })
  })

  test("a container's root has usage and limit", () => {
    const text =
      '/sys/fs/cgroup/memory.current:50\n/sys/fs/cgroup/memory.max:100\n/sys/fs/cgroup/memory.high:max\n'
    expect(read(cgroupMemory, text).value.groups).toMatchObject([
      { path: '/', usageBytes: 50, limitBytes: 100 },
    ])
  })

  test('kernels before 5.18 have no sum of kernel memory: its parts are a lower bound', () => {
    const text = fixture('cgroup/v2-6.1-high.txt').replace(/^.*memory\.stat:kernel \d+\n/gm, '')
    expect(read(cgroupMemory, text).value.groups[0]?.kernelBytes).toBe(4400 + 65_536)
  })
})

describe('paths', () => {
  const group = (dir: string): string =>
    `${dir}/memory.current:5\n${dir}/memory.max:max\n${dir}/memory.high:max\n`
  test.each([
    ['/sys/fs/cgroup/kube.slice:cri-containerd:0a', '/kube.slice:cri-containerd:0a'],
    ['/sys/fs/cgroup/unified/system.slice/x', '/system.slice/x'],
    ['/sys/fs/cgroup', '/'],
    ['/sys/fs/cgroup/a/memory.max:7', '/a/memory.max:7'],
  ])('%s is %s', (dir, path) => {
    expect(read(cgroupMemory, group(dir)).value.groups.map((one) => one.path)).toEqual([path])
  })

  test('a v2 group called unified is not a mount when the root was read', () => {
    const text =
      group('/sys/fs/cgroup/unified/x') + group('/sys/fs/cgroup/unified') + group('/sys/fs/cgroup')
    expect(read(cgroupMemory, text).value.groups.map((one) => one.path)).toEqual([
      '/unified/x',
      '/unified',
      '/',
    ])
  })

  test('an unusual mount: the topmost directory is the root', () => {
    const dir = (path: string): string =>
      `${path}/memory.usage_in_bytes:5\n${path}/memory.limit_in_bytes:9\n`
    const text = dir('/cgroup/mem/a/b') + dir('/cgroup/mem/a') + dir('/cgroup/mem')
    expect(read(cgroupMemory, text).value.groups.map((one) => one.path)).toEqual([
      '/a/b',
      '/a',
      '/',
    ])
  })

  test('controllers mounted together', () => {
    const dir = '/sys/fs/cgroup/cpu,memory/a'
    expect(
      read(cgroupMemory, `${dir}/memory.usage_in_bytes:5\n${dir}/memory.limit_in_bytes:9\n`).value
        .groups[0]?.path,
    ).toBe('/a')
  })
})

describe('limits', () => {
  const limited = (limit: string): string =>
    `${V1}/a/memory.usage_in_bytes:5\n${V1}/a/memory.limit_in_bytes:${limit}\n`
  test.each([
    ['9223372036854771712', '64-bit, 4 KiB pages'],
    ['9223372036854710272', '64-bit, 64 KiB pages'],
    ['9223372036854775807', '3.10'],
    ['18446744073709551615', 'unsigned'],
    ['8796093018112', '32-bit'],
    ['max', 'v2'],
  ])('%s is no limit (%s)', (limit) => {
    expect(read(cgroupMemory, limited(limit)).value.groups).toMatchObject([{ limitBytes: null }])
  })

  test('a limit that was not read is not "none": the group is left out with a loss', () => {
    const readable = limited('9').replaceAll('/a/', '/b/')
    for (const text of [
      `${V1}/a/memory.usage_in_bytes:5\n`,
      limited('9').replace(':5', ':-5'),
      limited('lots'),
    ]) {
      const { value, losses } = read(cgroupMemory, text + readable)
      expect(value.groups.map((one) => one.path)).toEqual(['/b'])
      expect(losses.map((loss) => loss.code)).toContain('missing-field')
      expect(faultOf(cgroupMemory, text)).toBe('not-this-format')
    }
  })

  test('cut in a limit: half a number is no limit that anyone set', () => {
    const { value, losses } = read(
      cgroupMemory,
      `${limited('100').replaceAll('/a/', '/b/')}${limited('62914560')}`.slice(0, -4),
      CUT,
    )
    expect(value.groups.map((one) => one.path)).toEqual(['/b'])
    expect(losses.map((loss) => loss.code)).toEqual(['cut', 'missing-field'])
  })
})

describe('bindingGroup', () => {
  const group = (path: string, usageBytes: number, limitBytes: number | null): CgroupMemory => ({
    ...first('v1-php-pool'),
    path,
    usageBytes,
    limitBytes,
  })
  test.each([
    ['an ancestor with less room binds', [group('/a/b', 10, 1000), group('/a', 890, 900)], '/a'],
    ['a leaf at its limit binds', [group('/a/b', 100, 100), group('/a', 890, 900)], '/a/b'],
    ['of two alike the leaf binds', [group('/a/b', 90, 100), group('/a', 890, 900)], '/a/b'],
    [
      'above its limit (it was lowered) binds first',
      [group('/a/b', 90, 90), group('/a', 950, 900)],
      '/a',
    ],
    ['no limit binds nothing', [group('/a', 10, null)], undefined],
    ['no group binds nothing', [], undefined],
  ])('%s', (_, groups, path) => {
    expect(bindingGroup(groups)?.path).toBe(path)
  })
})
