/**
 * /proc/vmstat: counters of the host's memory management since boot, in pages or events.
 * Format: mm/vmstat.c (`vmstat_text`); names come and go with the kernel.
 *
 * ```
 * nr_free_pages 40185
 * workingset_refault_anon 34866
 * workingset_refault_file 0
 * pswpin 275702
 * pswpout 293588
 * pgmajfault 39881
 * oom_kill 3
 * ```
 *
 * `workingset_refault` was one number before 5.9. `oom_kill` (4.13) counts kills by a cgroup's limit as well.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { spaceField } from '../text/fields.ts'
import { parseBySink } from '../text/lines.ts'

/** The kernel's names in camel case. */
export type Vmstat = Readonly<Record<string, number>>

const ID = 'proc/vmstat'

export const vmstat: Source<Vmstat> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/vmstat', small: true },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins:
      /^(?:nr_\w+|workingset_nodes|compact_\w+|allocstall\w*|pgalloc_\w+|pswpin|thp_fault_alloc) \d+\s*$/,
    goesOn:
      /^(?:nr_|pg|workingset_|compact_|allocstall|pswp|thp_|numa_|zone_reclaim|slabs_scanned|kswapd_|pageoutrun|drop_|oom_kill|htlb_|unevictable_|balloon_|swap_ra|swpin_|swpout_|zsw|direct_map|ksm_|cow_ksm|vma_lock|kstack_|cma_|hugetlb_|hmm_|swpin|tlb_|nr|demote_|promote_|memmap_|file_|slab_|unaccepted|drop)\w* -?\d+\s*$/,
    names: /vmstat/,
  },
  limits: { bytes: 64 * 1024, seconds: 2 },
  counters: true,
  when: 'always',
  parse: parseBySink(ID, sink),
}

function sink(losses: LossLog): LineSink<Vmstat> {
  const fields: Record<string, number> = {}
  let read = 0
  return {
    line(text, number) {
      const field = spaceField(text, number, losses)
      if (field === null) return
      fields[field[0]] = field[1]
      read += 1
    },
    end: () => (read === 0 ? null : fields),
  }
}
