/**
 * What the host is: its distribution, its machine, and signs of a container, from small files, each line as `path:line`.
 * Formats: os-release(5), /sys/class/dmi (Documentation/ABI/testing/sysfs-class-dmi), systemd's container interface.
 *
 * ```
 * /etc/os-release:PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
 * /etc/os-release:ID=debian
 * /etc/os-release:VERSION_ID="12"
 * /proc/sys/kernel/arch:x86_64
 * /sys/class/dmi/id/sys_vendor:QEMU
 * /sys/class/dmi/id/product_name:Standard PC (Q35 + ICH9, 2009)
 * /run/systemd/container:docker
 * /proc/self/cgroup:0::/user.slice/user-1000.slice/session-3.scope
 * /sys/fs/cgroup/memory.max:536870912
 * ```
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

/** Null is "not told". */
export interface HostSystem {
  readonly distribution: string | null
  /** As `uname -m` prints it; since Linux 6.1 the kernel tells it in a file. */
  readonly architecture: string | null
  /** What the firmware says the machine is. */
  readonly vendor: string | null
  readonly product: string | null
  /** What runs it, where the kernel knows (`xen`, `linux,kvm`). */
  readonly hypervisor: string | null
  /** The container that the login is in, by what its manager wrote down: `docker`, `lxc`. */
  readonly container: string | null
  /** Paths of the login's own cgroups. */
  readonly cgroups: readonly string[]
  /** The limit of what the login sees as the root of all cgroups: a real root has none. */
  readonly rootLimitBytes: number | null
}

const ID = 'host/system'
const OS_RELEASE = '/etc/os-release'
/** Hosts before os-release (RHEL 6). */
const REDHAT_RELEASE = '/etc/redhat-release'
const ARCH = '/proc/sys/kernel/arch'
const VENDOR = '/sys/class/dmi/id/sys_vendor'
const PRODUCT = '/sys/class/dmi/id/product_name'
const XEN = '/sys/hypervisor/type'
const DEVICE_TREE = '/proc/device-tree/hypervisor/compatible'
const CONTAINER = '/run/systemd/container'
const PODMAN = '/run/.containerenv'
const CGROUP = '/proc/self/cgroup'
const MAX_V2 = '/sys/fs/cgroup/memory.max'
const LIMIT_V1 = '/sys/fs/cgroup/memory/memory.limit_in_bytes'
const PATHS = [
  OS_RELEASE,
  REDHAT_RELEASE,
  ARCH,
  VENDOR,
  PRODUCT,
  XEN,
  DEVICE_TREE,
  CONTAINER,
  PODMAN,
  CGROUP,
  MAX_V2,
  LIMIT_V1,
]

export const hostSystem: Source<HostSystem> = {
  id: ID,
  scope: 'host',
  at: { kind: 'files', paths: PATHS },
  price: 'free',
  class: 'look',
  mask: 'names',
  signs: null,
  limits: { bytes: 16 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse: parseBySink(ID, sink),
}

const LINE = /^(\/[A-Za-z0-9_./-]{1,100}):(.*)$/
const NAME_CHARS = 120
/** Linux 3.10 to 6.x write "no limit" on v1 as the largest multiple of a page below 2^63. */
const UNLIMITED_BYTES = 2 ** 62

function sink(losses: LossLog): LineSink<HostSystem> {
  const lines = new Map<string, string[]>()
  return {
    line(text, number) {
      const [, path = '', content = ''] = LINE.exec(text) ?? []
      if (!PATHS.includes(path)) losses.add('bad-line', number, text)
      else lines.set(path, [...(lines.get(path) ?? []), content])
    },
    end: () => (lines.size === 0 ? null : systemOf(lines)),
  }
}

function systemOf(lines: ReadonlyMap<string, readonly string[]>): HostSystem {
  const one = (path: string): string | null => named(lines.get(path)?.[0])
  return {
    distribution: prettyName(lines.get(OS_RELEASE) ?? []) ?? one(REDHAT_RELEASE),
    architecture: one(ARCH),
    vendor: one(VENDOR),
    product: one(PRODUCT),
    hypervisor: one(XEN) ?? one(DEVICE_TREE),
    container: one(CONTAINER) ?? (lines.has(PODMAN) ? 'podman' : null),
    cgroups: (lines.get(CGROUP) ?? []).map((line) => line.slice(line.lastIndexOf(':') + 1)),
    rootLimitBytes: limitOf(one(MAX_V2) ?? one(LIMIT_V1)),
  }
}

/** `PRETTY_NAME`, which is quoted where it holds a blank; else its parts. */
function prettyName(lines: readonly string[]): string | null {
  const of = (key: string): string | null => {
    const line = lines.find((one) => one.startsWith(`${key}=`))
    return named(line?.slice(key.length + 1).replace(/^(["'])(.*)\1$/, '$2'))
  }
  return of('PRETTY_NAME') ?? named([of('NAME') ?? '', of('VERSION_ID') ?? ''].join(' '))
}

/** A name of one line, without what a terminal would obey; null for an empty one. */
function named(text: string | undefined): string | null {
  const plain = (text ?? '').replace(/[^\x20-\x7e\u00a0-\uffff]/g, '').trim()
  return plain === '' ? null : plain.slice(0, NAME_CHARS)
}

function limitOf(text: string | null): number | null {
  const bytes = text === null ? null : wholeNumber(text)
  return bytes === null || bytes >= UNLIMITED_BYTES ? null : bytes
}
