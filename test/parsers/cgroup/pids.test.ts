import { describe, expect, test } from 'vitest'
import { cgroupPids } from '../../../src/parsers/cgroup/pids.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

const lines = (dir: string, files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([file, text]) => `${dir}/pids.${file}:${text}\n`)
    .join('')

describe('cgroup pids', () => {
  test('v1: a full group that refused a thread, and the group above it without a limit', () => {
    expect(read(cgroupPids, fixture('cgroup/pids-v1-6.18.txt'))).toEqual({
      value: {
        groups: [
          { path: '/app.slice/web.service', current: 24, max: 24, peak: null, refused: 1 },
          { path: '/app.slice', current: 24, max: null, peak: null, refused: 0 },
        ],
      },
      losses: [],
    })
  })

  test.each([
    ['/sys/fs/cgroup/kubepods.slice/x', '/kubepods.slice/x'],
    ['/sys/fs/cgroup/unified/a', '/a'],
    ['/sys/fs/cgroup/cpu,pids/a', '/a'],
    ['/sys/fs/cgroup/pids/docker/1f', '/docker/1f'],
    ['/sys/fs/cgroup/kube:cri-containerd:0a', '/kube:cri-containerd:0a'],
  ])('the path of %s within its hierarchy', (dir, path) => {
    const text = lines(dir, { current: '3', max: 'max', peak: '9' })
    expect(read(cgroupPids, text).value.groups).toEqual([
      { path, current: 3, max: null, peak: 9, refused: null },
    ])
  })

  test('a limit that was not read is not "none"', () => {
    const text = `${lines('/sys/fs/cgroup/a', { current: '3' })}${lines('/sys/fs/cgroup/b', { current: '1', max: '5' })}`
    const { value, losses } = read(cgroupPids, text)
    expect(value.groups.map(({ path }) => path)).toEqual(['/b'])
    expect(losses).toMatchObject([{ code: 'missing-field', line: 1, sample: '/sys/fs/cgroup/a' }])
  })

  test('a process in no group of the controller is known to have no limit', () => {
    const text = '/sys/fs/cgroup/pids/cgroup.clone_children:0\n'
    expect(read(cgroupPids, text)).toEqual({ value: { groups: [] }, losses: [] })
    const v2 = '/sys/fs/cgroup/cgroup.subtree_control:cpu io memory pids\n'
    expect(read(cgroupPids, v2).value.groups).toEqual([])
  })

  test('no number is no value', () => {
    const text = lines('/sys/fs/cgroup/a', { current: '-3', max: '99999999999999999999' })
    expect(faultOf(cgroupPids, text)).toBe('not-this-format')
    expect(faultOf(cgroupPids, lines('/sys/fs/cgroup/a', { current: '3' }), CUT)).toBe(
      'cut-before-value',
    )
  })
})
