/** What runs the machine and what holds the login, by the signs that systemd-detect-virt(1) goes by (src/basic/virt.c). Pure. */
import type { HostSystem } from '../parsers/host/system.ts'

/** What firmware calls itself, by its beginning. */
const VENDORS: readonly (readonly [string, string])[] = [
  ['KVM', 'kvm'],
  ['OpenStack', 'kvm'],
  ['KubeVirt', 'kvm'],
  ['Amazon EC2', 'amazon'],
  ['Google Compute Engine', 'google'],
  ['QEMU', 'qemu'],
  ['VMware', 'vmware'],
  ['VMW', 'vmware'],
  ['innotek GmbH', 'virtualbox'],
  ['VirtualBox', 'virtualbox'],
  ['Xen', 'xen'],
  ['Bochs', 'bochs'],
  ['Parallels', 'parallels'],
  ['BHYVE', 'bhyve'],
  ['Apple Virtualization', 'apple'],
]
/** The same vendors sell machines of iron under other product names. */
const IRON = /\.metal(?:-|$)/

/** `kvm` and the like, `none` where the firmware names no hypervisor, null where it says nothing. */
export function virtualisationOf(system: HostSystem | null): string | null {
  if (system === null) return null
  const { vendor, product, hypervisor } = system
  if (hypervisor !== null) return hypervisor === 'linux,kvm' ? 'kvm' : hypervisor
  if (vendor === null && product === null) return null
  if (vendor === 'Microsoft Corporation' && product === 'Virtual Machine') return 'hyper-v'
  if (IRON.test(product ?? '')) return 'none'
  const said = [product ?? '', vendor ?? '']
  return VENDORS.find(([head]) => said.some((word) => word.startsWith(head)))?.[1] ?? 'none'
}

/** Managers by what they call their cgroups. */
const MANAGERS = [
  [/\/kubepods/, 'kubernetes'],
  [/\/(?:docker[/-]|system\.slice\/docker-)/, 'docker'],
  [/\/libpod-/, 'podman'],
  [/\/lxc[./]/, 'lxc'],
] as const

/** The container that the login is in: its manager, or `none` where no sign of one was seen. */
export function containerOf(
  system: HostSystem | null,
  marks: readonly string[] | null,
): string | null {
  if (system === null && marks === null) return null
  if (system !== null && system.container !== null) return system.container
  if (marks?.includes('/run/.containerenv') === true) return 'podman'
  if (marks?.includes('/.dockerenv') === true) return 'docker'
  const paths = system?.cgroups ?? []
  return MANAGERS.find(([sign]) => paths.some((path) => sign.test(path)))?.[1] ?? 'none'
}
