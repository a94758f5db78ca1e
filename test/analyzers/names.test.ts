import { describe, expect, test } from 'vitest'
import { fileNames, groupName, ownerName } from '../../src/analyzers/names.ts'

describe('groupName', () => {
  test.each([
    ['/', '/'],
    ['', '/'],
    ['/app.slice/api.service', 'api.service'],
    [`/system.slice/docker-${'4f2a0c1b9d8e'.padEnd(64, '7')}.scope`, 'docker-4f2a0c1b9d8e….scope'],
    [`/kubepods/burstable/pod1/${'a1b2c3d4e5f6'.padEnd(64, '0')}`, 'a1b2c3d4e5f6…'],
  ])('%s is %s', (path, name) => expect(groupName(path)).toBe(name))
})

describe('ownerName', () => {
  const id = '4f2a0c1b9d8e'.padEnd(64, '7')
  test.each([
    ['/', '/'],
    ['/app-oom', 'app-oom'],
    ['/app.slice/api.service', 'api.service'],
    [`/system.slice/docker-${id}.scope`, 'docker:4f2a0c1b9d8e'],
    [
      `/kubepods/burstable/pod74c13223-5a00-11e9-b385-42010a80018d/${id}`,
      'pod:74c13223/4f2a0c1b9d8e',
    ],
  ])('%s is of %s', (path, name) => expect(ownerName(path)).toBe(name))
})

describe('fileNames', () => {
  const shown = (...paths: readonly string[]) => [...fileNames(paths).values()]

  test('a library by its last part, a kind in brackets as it is', () => {
    expect(shown('/usr/lib/x86_64-linux-gnu/libc.so.6', '[heap]', '/usr/bin/node')).toEqual([
      'libc.so.6',
      '[heap]',
      'node',
    ])
  })

  test('two of the same name keep the folder that tells them apart', () => {
    expect(shown('/opt/a/lib.so', '/opt/b/lib.so', '/opt/b/c.so')).toEqual([
      'a/lib.so',
      'b/lib.so',
      'c.so',
    ])
  })

  test('a long name is cut in the middle, where a reader sees it', () => {
    expect(shown('/var/lib/mysql/a-table-with-a-very-long-name.ibd')).toEqual([
      'a-table-with-…ong-name.ibd',
    ])
  })
})
