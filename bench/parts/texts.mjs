/** Texts as they are on large hosts, made to size: one maker for each format that can exceed a MiB. */

const KIB = 1024
const hex = (number) => number.toString(16).padStart(12, '0')

/** Calls `record` with 0, 1, 2... until the text has the size. */
function grown(head, bytes, record) {
  const parts = [head]
  let length = head.length
  for (let i = 0; length < bytes; i += 1) {
    const part = record(i)
    parts.push(part)
    length += part.length
  }
  return parts.join('')
}

/** A library's five mappings in a row, then anonymous ones, as loaders and allocators leave them. */
const LIBRARY = ['r--p', 'r-xp', 'r--p', 'r--p', 'rw-p']
const REPEAT = 15

function mapping(i) {
  const from = 0x7f0000000000 + i * 0x6000
  const range = `${hex(from)}-${hex(from + 0x4000)}`
  const perms = LIBRARY[i % REPEAT]
  if (perms === undefined) return `${range} ${i % 2 === 0 ? 'rw-p' : '---p'} 00000000 00:00 0 \n`
  const library = Math.floor(i / REPEAT)
  const offset = (i % REPEAT) * 0x4000
  return `${range} ${perms} ${offset.toString(16).padStart(8, '0')} fe:00 ${260_000 + library}                     /usr/lib/x86_64-linux-gnu/libfoo-${library % 97}.so.6\n`
}

const SMAPS_FIELDS = [
  ...['Size', 'KernelPageSize', 'MMUPageSize', 'Rss', 'Pss', 'Pss_Dirty', 'Shared_Clean'],
  ...['Shared_Dirty', 'Private_Clean', 'Private_Dirty', 'Referenced', 'Anonymous', 'KSM'],
  ...['LazyFree', 'AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Shared_Hugetlb'],
  ...['Private_Hugetlb', 'Swap', 'SwapPss', 'Locked'],
]

function smapsRecord(i) {
  const fields = SMAPS_FIELDS.map(
    (name, k) => `${`${name}:`.padEnd(16)}${String((i * 7 + k) % 4096).padStart(8)} kB\n`,
  )
  return `${mapping(i)}${fields.join('')}THPeligible:           0\nVmFlags: rd wr mr mw me ac sd\n`
}

function processRecord(i) {
  const pid = 1000 + i
  return (
    `${pid}/stat:${pid} (worker-${i % 50}) S 1 ${pid} ${pid} 0 -1 4194560 4010 0 3 0 12 8 0 0 20 0 1 0 ${2210 + i} 221184000 3300 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n` +
    `${pid}/status:VmRSS:\t   ${13_200 + i} kB\n${pid}/status:RssAnon:\t    ${2048 + i} kB\n${pid}/status:VmSwap:\t       0 kB\n` +
    `${pid}/cgroup:4:memory:/system.slice/app-${i % 50}.service\n${pid}/cgroup:0::/system.slice/app-${i % 50}.service\n`
  )
}

function oomReport(i) {
  const at = (step) => `[${(1000 + i * 3 + step / 1000).toFixed(6).padStart(13)}]`
  const tasks = Array.from({ length: 60 }, (_, k) => {
    const pid = 2000 + k
    return `${at(10 + k)} [${String(pid).padStart(7)}]  1000 ${String(pid).padStart(5)}    31810     2911     2560      351         0    65536        0             0 worker-${k}\n`
  })
  return [
    `${at(0)} worker-1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n`,
    `${at(1)} memory: usage 65536kB, limit 65536kB, failcnt 67\n`,
    `${at(2)} Memory cgroup stats for /app:\n${at(3)} anon 66854912\n`,
    `${at(9)} Tasks state (memory values in pages):\n`,
    `${at(9)} [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name\n`,
    ...tasks,
    `${at(90)} oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/app,task_memcg=/app,task=worker-3,pid=2003,uid=1000\n`,
    `${at(91)} Memory cgroup out of memory: Killed process 2003 (worker-3) total-vm:59876kB, anon-rss:54912kB, file-rss:1388kB, shmem-rss:0kB, UID:1000 pgtables:156kB oom_score_adj:0\n`,
  ].join('')
}

const QUIET = [
  'audit: type=1400 audit(1795225377.120:31): apparmor="STATUS" operation="profile_load" profile="unconfined"',
  'IPv6: ADDRCONF(NETDEV_CHANGE): veth9a1: link becomes ready',
  'docker0: port 3(veth9a1) entered forwarding state',
  'nf_conntrack: nf_conntrack: table full, dropping packet',
  'EXT4-fs (nvme0n1p1): mounted filesystem with ordered data mode. Quota mode: none.',
]

/** One report in 2000 other lines, as a busy host's log has it. */
function logRecord(i) {
  if (i % 2000 === 1999) return oomReport(i)
  return `[${(1000 + i / 50).toFixed(6).padStart(13)}] ${QUIET[i % QUIET.length]}\n`
}

function slabRow(i) {
  return (
    `kmalloc-${i}`.padEnd(18) +
    `${1000 + (i % 500)}   ${2000 + (i % 500)}    256   16    1 : tunables    0    0    0 : slabdata    125    125      0\n`
  )
}

const PS_HEAD = 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n'
function psRow(i) {
  return `postgres ${String(1000 + i).padStart(7)}  0.${i % 10}  1.2 ${4_000_000 + i} ${120_000 + i} ?        Ss   Nov19   0:0${i % 10} postgres: worker ${i} idle in transaction\n`
}

function sarRow(i) {
  const clock = `${String(Math.floor(i / 60) % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:01`
  return `${clock}        ${300_000 + (i % 1000)}   6500000   7300000     93.12     20480   5200000   9100000     57.10   4200000   2600000       ${i % 100}\n`
}
const SAR_HEAD =
  'Linux 5.14.0-427.el9.x86_64 (db1) \t11/20/2026 \t_x86_64_\t(8 CPU)\n\n00:00:01    kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty\n'

function lsofRow(i) {
  return `java      ${String(4000 + (i % 90)).padStart(6)} root  ${String(i % 900).padStart(3)}u   REG  253,0 ${String(4096 + i).padStart(9)} ${String(260_000 + i).padStart(8)} /opt/app/data/segment-${i}.dat\n`
}
const LSOF_HEAD = 'COMMAND      PID USER   FD   TYPE DEVICE  SIZE/OFF     NODE NAME\n'

function numaRow(i) {
  const from = 0x7f0000000000 + i * 0x6000
  return `${hex(from)} default anon=${i % 900} dirty=${i % 900} active=${i % 7} N0=${i % 500} N1=${i % 400} kernelpagesize_kB=4\n`
}

function zoneRecord(i) {
  return `Node ${i}, zone   Normal
  pages free     ${40_000 + i}
        boost    0
        min      2900
        low      3625
        high     4350
        spanned  1048576
        present  1048576
        managed  1025000
        cma      0
        protection: (0, 0, 0, 0, 0)
      nr_free_pages ${40_000 + i}
      nr_zone_inactive_anon 1200
      nr_zone_active_anon 900
      nr_zone_inactive_file 3000
      nr_zone_active_file 2000
  pagesets
    cpu: 0
              count: 200
              high:  378
              batch: 63
  node_unreclaimable:  0
  start_pfn:           1048576
`
}

/** By format id; ids that this build does not have are passed over. */
export const LARGE = {
  'kernel/log': (bytes) => grown('', bytes, logRecord),
  'proc/PID/smaps': (bytes) => grown('', bytes, smapsRecord),
  'proc/PID/maps': (bytes) => grown('', bytes, mapping),
  'proc/PID/numa_maps': (bytes) => grown('', bytes, numaRow),
  'proc/processes': (bytes) => grown('', bytes, processRecord),
  'proc/first-args': (bytes) =>
    grown('', bytes, (i) => `${1000 + i}/cmdline:postgres: worker ${i} \0`),
  'proc/slabinfo': (bytes) =>
    grown(
      'slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n',
      bytes,
      slabRow,
    ),
  'proc/zoneinfo': (bytes) => grown('', bytes, zoneRecord),
  ps: (bytes) => grown(PS_HEAD, bytes, psRow),
  sar: (bytes) => grown(SAR_HEAD, bytes, sarRow),
  lsof: (bytes) => grown(LSOF_HEAD, bytes, lsofRow),
}

/** A kernel log of any size, in pieces; none of it is kept. */
export async function* logPieces(bytes) {
  const encoder = new TextEncoder()
  let made = 0
  for (let i = 0; made < bytes; ) {
    const lines = []
    for (let length = 0; length < 64 * KIB; i += 1) {
      const line = logRecord(i)
      lines.push(line)
      length += line.length
    }
    const piece = encoder.encode(lines.join(''))
    made += piece.length
    yield piece
  }
}
