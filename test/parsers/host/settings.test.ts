import { describe, expect, test } from 'vitest'
import { hostSettings } from '../../../src/parsers/host/settings.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

function settings(text: string) {
  return read(hostSettings, text).value
}

describe('host settings', () => {
  test('files of /proc/sys and sysctl -a of the same host say the same', () => {
    const files = settings(fixture('host/settings-6.18.txt'))
    const listed = settings(fixture('host/sysctl-6.18.txt'))
    expect(Object.keys(files)).toHaveLength(36)
    const moving = ['fsFileNr']
    for (const name of Object.keys(files).filter((one) => !moving.includes(one)))
      expect([name, listed[name]]).toEqual([name, files[name]])
    expect(files).toMatchObject({
      vmOvercommitMemory: 0,
      vmOvercommitRatio: 50,
      vmSwappiness: 60,
      vmMaxMapCount: 65_530,
      vmLowmemReserveRatio: [256, 256, 32, 0, 0],
      kernelSem: [32_000, 1_024_000_000, 500, 32_000],
      kernelShmmax: null,
      kernelShmall: null,
      kernelShmmni: 4096,
    })
  })

  test.each([
    // Alpine, Ubuntu 16.04 and 20.04, CentOS 7: spaces or none around the sign.
    ['vm.swappiness = 60', { vmSwappiness: 60 }],
    ['vm.swappiness=10', { vmSwappiness: 10 }],
    ['  vm.swappiness =10  ', { vmSwappiness: 10 }],
    // sysctl.conf(5): a dash for "ignore errors", slashes as separators, dots inside an interface's name.
    ['-vm.overcommit_memory = 2', { vmOvercommitMemory: 2 }],
    ['vm/overcommit_memory=2', { vmOvercommitMemory: 2 }],
    ['kernel.msg_next_id = -1', { kernelMsgNextId: -1 }],
    // RHEL 5 and 6: the parameters of SysV memory as they were set by Oracle's installer.
    ['kernel.shmmax = 68719476736', { kernelShmmax: 68_719_476_736 }],
    ['kernel.shmall = 4294967296', { kernelShmall: 4_294_967_296 }],
    ['kernel.sem = 250\t32000\t100\t128', { kernelSem: [250, 32_000, 100, 128] }],
    ['fs.file-nr = 1152\t0\t379085', { fsFileNr: [1152, 0, 379_085] }],
    ['fs.file-nr = 2048\t0\t9223372036854775807', { fsFileNr: [2048, 0, null] }],
    ['kernel.hotplug = ', { kernelHotplug: '' }],
    ['kernel.core_pattern = |/usr/lib/x %P=%u', { kernelCorePattern: '|/usr/lib/x %P=%u' }],
    ['net.core.flow_limit_cpu_bitmap = 00', { netCoreFlowLimitCpuBitmap: '00' }],
    ['/proc/sys/vm/numa_zonelist_order:Node', { vmNumaZonelistOrder: 'Node' }],
  ])('%s', (line, value) => {
    expect(read(hostSettings, `${line}\n`)).toEqual({ value, losses: [] })
  })

  test.each([
    ["sysctl: permission denied on key 'vm.stat_refresh'"],
    ["error: permission denied on key 'vm.compact_memory'"],
    ['sysctl: reading key "net.ipv6.conf.all.stable_secret"'],
    ['sysctl: cannot stat /proc/sys/vm/nothing: No such file or directory'],
    ["sysctl: error reading key 'net.ipv6.conf.all.stable_secret': I/O error"],
    ['grep: /proc/sys/vm/compact_memory: Permission denied'],
  ])('what a tool could not read is a loss: %s', (line) => {
    const { value, losses } = read(hostSettings, `vm.swappiness = 60\n${line}\n`)
    expect(value).toEqual({ vmSwappiness: 60 })
    expect(losses).toMatchObject([{ code: 'missing-field', line: 2, count: 1 }])
  })

  test('comments and the headings of sysctl --system are no loss', () => {
    const text = [
      '* Applying /usr/lib/sysctl.d/50-default.conf ...',
      '# comment = with a sign',
      '; another',
      '',
      'vm.max_map_count = 262144',
    ].join('\n')
    expect(read(hostSettings, text)).toEqual({ value: { vmMaxMapCount: 262_144 }, losses: [] })
  })

  test('the later of two values holds, and a text of several lines stays one', () => {
    expect(settings('vm.swappiness = 60\nvm.dirty_ratio = 20\nvm.swappiness = 1\n')).toEqual({
      vmSwappiness: 1,
      vmDirtyRatio: 20,
    })
    expect(
      settings('dev.cdrom.info = CD-ROM information\ndev.cdrom.info = \ndev.cdrom.info = x\n'),
    ).toEqual({ devCdromInfo: 'CD-ROM information\n\nx' })
  })

  test('a number that a double does not hold is no number, but for the limits that mean none', () => {
    const { value, losses } = read(
      hostSettings,
      'vm.dirty_bytes = 18446744073709551615\nfs.file-max = 9223372036854775807\n',
    )
    expect(value).toEqual({ fsFileMax: null })
    expect(losses).toMatchObject([{ code: 'bad-number', line: 1 }])
  })

  test('a line of something else is lost, and a text of it is no list of settings', () => {
    const { losses } = read(hostSettings, '$ sysctl vm\nvm.swappiness = 60\nfoo = 1\n')
    expect(losses).toMatchObject([{ code: 'bad-line', line: 1, count: 2 }])
    expect(faultOf(hostSettings, 'MemTotal:  1 kB\n')).toBe('not-this-format')
    expect(faultOf(hostSettings, 'vm.swappiness = 6', CUT)).toBe('cut-before-value')
  })
})
