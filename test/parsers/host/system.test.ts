import { expect, test } from 'vitest'
import { hostSystem } from '../../../src/parsers/host/system.ts'
import { hostTools } from '../../../src/parsers/host/tools.ts'
import { containerOf, virtualisationOf } from '../../../src/pipeline/virtualisation.ts'
import { read, WHOLE } from '../helpers.ts'

const CENTOS_7 = `/etc/os-release:NAME="CentOS Linux"
/etc/os-release:VERSION="7 (Core)"
/etc/os-release:ID="centos"
/etc/os-release:ID_LIKE="rhel fedora"
/etc/os-release:VERSION_ID="7"
/etc/os-release:PRETTY_NAME="CentOS Linux 7 (Core)"
/etc/os-release:
/etc/redhat-release:CentOS Linux release 7.9.2009 (Core)
/sys/class/dmi/id/sys_vendor:VMware, Inc.
/sys/class/dmi/id/product_name:VMware Virtual Platform
/proc/self/cgroup:11:memory:/user.slice
/proc/self/cgroup:1:name=systemd:/user.slice/user-0.slice/session-1.scope
/sys/fs/cgroup/memory/memory.limit_in_bytes:9223372036854771712
`

test('CentOS 7 on a virtual machine: its names, no limit, no container', () => {
  const { value, losses } = read(hostSystem, CENTOS_7)
  expect(losses).toEqual([])
  expect(value).toMatchObject({
    distribution: 'CentOS Linux 7 (Core)',
    architecture: null,
    rootLimitBytes: null,
  })
  expect([virtualisationOf(value), containerOf(value, [])]).toEqual(['vmware', 'none'])
})

test('a host before os-release is known by its own file', () => {
  const text = '/etc/redhat-release:CentOS release 6.10 (Final)\n'
  expect(read(hostSystem, text).value.distribution).toBe('CentOS release 6.10 (Final)')
})

test('what the login sees as the root of all cgroups has a limit in a container alone', () => {
  const limit = (path: string, text: string) =>
    read(hostSystem, `${path}:${text}\n`).value.rootLimitBytes
  expect(limit('/sys/fs/cgroup/memory.max', '536870912')).toBe(536_870_912)
  expect(limit('/sys/fs/cgroup/memory.max', 'max')).toBeNull()
  expect(limit('/sys/fs/cgroup/memory/memory.limit_in_bytes', '67108864')).toBe(67_108_864)
  expect(limit('/sys/fs/cgroup/memory/memory.limit_in_bytes', '9223372036854710272')).toBeNull()
})

test.each([
  ['Amazon EC2', 'm5.xlarge', 'amazon'],
  ['Amazon EC2', 'm5.metal', 'none'],
  ['Google', 'Google Compute Engine', 'google'],
  ['Microsoft Corporation', 'Virtual Machine', 'hyper-v'],
  ['Microsoft Corporation', 'Surface Pro', 'none'],
  ['innotek GmbH', 'VirtualBox', 'virtualbox'],
  ['Red Hat', 'KVM', 'kvm'],
  ['Dell Inc.', 'PowerEdge R740', 'none'],
])('firmware of %s, %s: %s', (vendor, product, runs) => {
  const text = `/sys/class/dmi/id/sys_vendor:${vendor}\n/sys/class/dmi/id/product_name:${product}\n`
  expect(virtualisationOf(read(hostSystem, text).value)).toBe(runs)
})

test('a machine whose firmware is silent is neither virtual nor real', () => {
  expect(virtualisationOf(null)).toBeNull()
  expect(virtualisationOf(read(hostSystem, '/proc/sys/kernel/arch:aarch64\n').value)).toBeNull()
  const xen = '/sys/hypervisor/type:xen\n'
  expect(virtualisationOf(read(hostSystem, xen).value)).toBe('xen')
})

test.each([
  ['/run/systemd/container:lxc', [], 'lxc'],
  ['/run/.containerenv:engine="podman-4.3.1"', [], 'podman'],
  ['/proc/self/cgroup:5:memory:/kubepods/burstable/pod1/abc', [], 'kubernetes'],
  ['/proc/self/cgroup:5:memory:/docker/0a1b', [], 'docker'],
  ['/proc/self/cgroup:0::/', ['/.dockerenv'], 'docker'],
  ['/proc/self/cgroup:0::/', ['/run/.containerenv'], 'podman'],
  ['/proc/self/cgroup:0::/system.slice/docker.service', [], 'none'],
  ['/proc/self/cgroup:0::/user.slice', null, 'none'],
])('%s with %j is in %s', (line, marks, container) => {
  expect(containerOf(read(hostSystem, `${line}\n`).value, marks)).toBe(container)
})

test('where nothing was read, nothing is said of a container', () => {
  expect(containerOf(null, null)).toBeNull()
})

test('a line that a terminal would obey loses what it would', () => {
  const text = '/etc/os-release:PRETTY_NAME="Evil\u001b[31m Linux"\n'
  expect(read(hostSystem, text).value.distribution).toBe('Evil[31m Linux')
})

test('tools: none found is an answer, and an architecture where the kernel has no file', () => {
  expect(read(hostTools, 'tools\narch x86_64\n', WHOLE).value).toEqual({
    tools: [],
    architecture: 'x86_64',
    marks: [],
  })
})
