/**
 * The kernel's log, as dmesg, the journal and syslog show it: OOM reports, page allocation failures, kills by daemons.
 * Format: printk in mm/oom_kill.c, mm/show_mem.c, mm/memcontrol.c and mm/page_alloc.c; prefixes as in prefix.ts.
 *
 * ```
 * [ 2705.842646] eater invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
 * [ 2705.842683] CPU: 1 UID: 0 PID: 3392 Comm: eater Not tainted 6.18.44 #1 PREEMPT(none)
 * [ 2705.848395] memory: usage 65536kB, limit 65536kB, failcnt 67
 * [ 2705.848399] memory+swap: usage 65536kB, limit 9007199254740988kB, failcnt 0
 * [ 2705.848404] Memory cgroup stats for /app-oom:
 * [ 2705.848576] rss 66854912
 * [ 2705.848681] Tasks state (memory values in pages):
 * [ 2705.848683] [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
 * [ 2705.848688] [   3390]     0  3390     3181     2911     2560      351         0    65536        0             0 eater
 * [ 2705.848693] [   3392]     0  3392    14969    14075    13728      347         0   159744        0             0 eater
 * [ 2705.848697] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/app-oom,task_memcg=/app-oom,task=eater,pid=3392,uid=0
 * [ 2705.848730] Memory cgroup out of memory: Killed process 3392 (eater) total-vm:59876kB, anon-rss:54912kB, file-rss:1388kB, shmem-rss:0kB, UID:0 pgtables:156kB oom_score_adj:0
 * ```
 *
 * All other lines of a log are passed over: they are no loss.
 */
import type { Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import type { KernelLog } from './events.ts'
import { kernelLogSink } from './logSink.ts'
import { KERNEL_LOG_SIGNS } from './signs.ts'

const ID = 'kernel/log'

export const kernelLog: Source<KernelLog> = {
  id: ID,
  scope: 'host',
  at: { kind: 'kernel-log', reach: 'near' },
  price: 'cheap',
  class: 'look',
  mask: 'args',
  signs: KERNEL_LOG_SIGNS,
  limits: { bytes: 1024 * 1024, seconds: 5 },
  counters: false,
  when: 'always',
  parse: parseBySink(ID, kernelLogSink),
  sink: kernelLogSink,
}
