/**
 * The kernel's log, as dmesg, the journal and syslog show it: OOM reports, page allocation failures, kills by daemons.
 * Format: printk in mm/oom_kill.c, mm/show_mem.c, mm/memcontrol.c and mm/page_alloc.c.
 *
 * ```
 * [ 2705.842646] eater invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
 * [ 2705.848730] Memory cgroup out of memory: Killed process 3392 (eater) total-vm:59876kB, anon-rss:54912kB
 * ```
 */
import type { Format, LineSink } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import type { KernelLog } from './events.ts'

const ID = 'kernel/log'

export const kernelLog: Format<KernelLog> = {
  id: ID,
  mask: 'args',
  signs: {
    begins: /^\[ *\d+\.\d{6}\] /,
    goesOn: /^\[ *\d+\.\d{6}\]/,
    names: /dmesg|kern\.log|messages|syslog|journal/,
  },
  parse: parseBySink(ID, sink),
  sink,
}

function sink(): LineSink<KernelLog> {
  let lines = 0
  let known = 0
  return {
    line(text) {
      lines += 1
      if (/^\[ *\d{1,9}\.\d{6}\]/.test(text)) known += 1
    },
    end: () =>
      known === 0
        ? null
        : {
            tried: [],
            first: null,
            last: null,
            lines,
            ooms: [],
            allocationFailures: [],
            daemonKills: [],
          },
  }
}
