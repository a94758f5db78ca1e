/** How a kernel log is known among other texts: by what stands in front of its lines, or by lines that only it has. */
import type { Signs } from '../../domain/source.ts'

/** Forms of prefix.ts that no other text has. */
const PREFIXES = [
  '(?:<\\d{1,3}>)?\\[ {0,8}\\d{1,9}\\.\\d{6}\\]',
  '(?:kern|user|daemon|syslog) *:\\w+ *: ?\\[',
  '\\[[^[\\]]{6,40} \\d{2}:\\d{2}:\\d{2} \\d{4}\\] ',
  '\\d{1,3},\\d{1,12},\\d{1,15},[^;]{1,40};',
  '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2},\\d{6}[+-]\\d{2}:\\d{2} ',
  '(?:.{1,120} )?(?:kernel|systemd-oomd|earlyoom)(?:\\[\\d+\\])?: ',
  '\\{.{0,4000}"MESSAGE":',
]
/** First lines of reports without any prefix. */
const FIRSTS = [
  '.{1,64} invoked oom-killer: ',
  '(?:Memory cgroup o|O)ut of [Mm]emory(?: \\(oom_kill_allocating_task\\))?: Kill',
  '.{1,64}: page allocation failure[:.]',
  'oom-kill:constraint=',
]
/** Lines of a report without any prefix, memory.stat of the group among them. */
const BODY = [
  'CPU: \\d+ |Pid: \\d+|Hardware name:|Call Trace:|Code: |RIP|R[A-Z0-9]{2}: |\\s*</?TASK>|\\s*(?:\\? )?[\\w.]+\\+0x|\\s*\\[<',
  'Mem-[Ii]nfo:|\\s*(?:in)?active_\\w+:\\d|\\s*[a-z_]+:\\d+(?: [a-z_]+:\\d+)* *$|Node \\d+ |(?:DMA|DMA32|Normal|HighMem|Movable)[: ]',
  'lowmem_reserve\\[\\]:|\\d+ (?:total )?page|\\d+ reserved pages|(?:Free|Total) swap|Tasks? |\\[ *(?:pid|\\d+) *\\] ',
  '(?:memory(?:\\+swap)?|swap|kmem): usage |Memory cgroup |Killed process |oom_reaper: |.{1,64} cpuset=',
  '\\s*(?:total_)?(?:anon|file|kernel|pagetables|sec_pagetables|percpu|sock|vmalloc|shmem|zswap|swap|inactive|active|unevictable|slab|workingset|pg|thp|cache|rss|mapped_file|dirty|writeback|hierarchical)[a-z_]* \\d+$',
]

export const KERNEL_LOG_SIGNS: Signs = {
  begins: new RegExp(`^[ \\t]{0,40}(?:# (?:via|tried) |${[...PREFIXES, ...FIRSTS].join('|')})`),
  goesOn: new RegExp(
    `^[ \\t]{0,40}(?:# (?:via|rc|tried) |${[...PREFIXES, ...FIRSTS, ...BODY].join('|')})`,
  ),
  names: /dmesg|kern\.log|messages|syslog|journal/,
}
