/**
 * What the tools of the field call used memory, from one and the same /proc/meminfo. Sources are the programs' own,
 * as they stand in their repositories; where a tool changed its mind both forms are here.
 */
import type { Meminfo } from '../../parsers/proc/meminfo.ts'

interface Formula {
  readonly tool: string
  /** In the words of /proc/meminfo, shortened: total, free, available, buffers, cached, slab (SReclaimable), shmem. */
  readonly formula: string
  /** Where it is written down. */
  readonly source: string
  /** Bytes; null where a field that it cannot do without is missing. */
  readonly used: (of: Fields) => number | null
}

/** The fields that formulas are made of; null where the kernel does not print them. */
export interface Fields {
  readonly total: number
  readonly free: number | null
  readonly available: number | null
  readonly buffers: number
  readonly cached: number | null
  readonly slab: number
  readonly shmem: number
  readonly anon: number | null
  readonly inactiveFile: number | null
}

export interface ToolNumber {
  readonly tool: string
  readonly usedBytes: number | null
  readonly usedRatio: number | null
  readonly formula: string
  readonly source: string
}

const FORMULAS: readonly Formula[] = [
  {
    tool: 'Zabbix pused',
    formula: 'total-free',
    source: 'vm.memory.size[pused], zbxsysinfo/linux/memory.c',
    used: ({ total, free }) => (free === null ? null : total - free),
  },
  {
    tool: 'Datadog used',
    formula: 'total-free',
    source: 'system.mem.used, agent memory_nix.go',
    used: ({ total, free }) => (free === null ? null : total - free),
  },
  {
    tool: 'free, top (procps to 3.3.9)',
    formula: 'total-free',
    source: 'procps proc/sysinfo.c',
    used: ({ total, free }) => (free === null ? null : total - free),
  },
  {
    tool: 'free, top (procps 3.3.10 to 4.0.0)',
    formula: 'total-free-buffers-cached-slab',
    source: 'procps proc/sysinfo.c',
    used: (of) => atLeast(withoutCache(of), of),
  },
  {
    tool: 'free, top (procps from 4.0.1)',
    formula: 'total-available',
    source: 'procps library/meminfo.c',
    used: ({ total, available }) => (available === null ? null : total - available),
  },
  {
    tool: 'htop',
    formula: 'total-free-buffers-cached-slab+shmem',
    source: 'htop linux/LinuxMachine.c, MemoryMeter.c',
    used: (of) => plus(atLeast(withoutCache(of), of), of.shmem),
  },
  {
    tool: 'netdata',
    formula: 'total-free-buffers-cached-slab+shmem',
    source: 'netdata proc_meminfo.c',
    used: (of) => plus(withoutCache(of), of.shmem),
  },
  {
    tool: 'Telegraf, CloudWatch agent',
    formula: 'total-free-buffers-cached-slab',
    source: 'gopsutil mem_linux.go (v3)',
    used: withoutCache,
  },
  {
    tool: 'Prometheus, old dashboards',
    formula: 'total-free-buffers-cached',
    source: 'node_exporter metrics, 1-(MemFree+Buffers+Cached)/MemTotal',
    used: (of) => plus(withoutCache(of), of.slab),
  },
  {
    tool: 'Prometheus, node-mixin',
    formula: 'total-available',
    source: 'node_exporter docs/node-mixin, 1-MemAvailable/MemTotal',
    used: ({ total, available }) => (available === null ? null : total - available),
  },
  {
    tool: 'Zabbix utilization',
    formula: 'total-available',
    source: 'vm.memory.utilization, 100-vm.memory.size[pavailable]',
    used: ({ total, available }) => (available === null ? null : total - available),
  },
  {
    tool: 'Datadog 1-pct_usable',
    formula: 'total-available',
    source: 'system.mem.pct_usable, agent memory_nix.go',
    used: ({ total, available }) => (available === null ? null : total - available),
  },
  {
    tool: 'kubelet, cadvisor (node)',
    formula: 'anon+cached+buffers-inactive_file',
    source: 'cadvisor container/libcontainer/handler.go, root cgroup working set',
    used: ({ anon, cached, buffers, inactiveFile }) =>
      anon === null || cached === null || inactiveFile === null
        ? null
        : Math.max(0, anon + cached + buffers - inactiveFile),
  },
]

/** Each tool's number for this host, the highest first; those that cannot be had on this kernel come last. */
export function toolNumbers(mem: Meminfo): readonly ToolNumber[] {
  const fields = fieldsOf(mem)
  return FORMULAS.map(({ tool, formula, source, used }) => {
    const usedBytes = used(fields)
    const usedRatio = usedBytes === null ? null : usedBytes / fields.total
    return { tool, usedBytes, usedRatio, formula, source }
  }).sort((a, b) => (b.usedBytes ?? -1) - (a.usedBytes ?? -1))
}

export function fieldsOf(mem: Meminfo): Fields {
  const of = (name: string): number | null => mem[name] ?? null
  return {
    total: mem.memTotalBytes,
    free: of('memFreeBytes'),
    available: of('memAvailableBytes'),
    buffers: of('buffersBytes') ?? 0,
    cached: of('cachedBytes'),
    slab: of('sReclaimableBytes') ?? 0,
    shmem: of('shmemBytes') ?? 0,
    anon: of('anonPagesBytes'),
    inactiveFile: of('inactiveFileBytes'),
  }
}

function withoutCache({ total, free, buffers, cached, slab }: Fields): number | null {
  return free === null || cached === null ? null : total - free - buffers - cached - slab
}

/** procps and htop: below nothing, as in a container that sees its host's cache, total less free is shown. */
function atLeast(usedBytes: number | null, { total, free }: Fields): number | null {
  return usedBytes !== null && usedBytes < 0 && free !== null ? total - free : usedBytes
}

function plus(bytes: number | null, more: number): number | null {
  return bytes === null ? null : bytes + more
}
