/**
 * Where memory ended in Greenplum, as a client or the coordinator shows it; the same of a segment's whole log follows
 * from that log. Forms: "Resolving Out of Memory Errors" of its documentation, aliyun/rds_dbsync#106, runaway tests of tinc.
 *
 * ```
 * ERROR:  Out of memory  (seg0 172.31.170.152:40000 pid=28918)
 * DETAIL:  VM protect failed to allocate 3145776 bytes from system, VM Protect 7303 MB available
 * ERROR:  Canceling query because of high VMEM usage. Used: 122MB, available 978MB, red zone: 110MB (runaway_cleaner.c:112)  (seg0 slice2 qpvm4:40000 pid=6853) (cdbdisp.c:1526)
 * Out of memory (seg27 host.example.com pid=47093)
 * VM Protect failed to allocate 4096 bytes, 0 MB available
 * ```
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { NO_STAMP } from '../kernel/stamp.ts'
import { parseBySink } from '../text/lines.ts'
import { EndGatherer, type MemoryEnd } from './memoryEnds.ts'

export interface EndedMemory {
  /** In order of the text. */
  readonly ends: readonly MemoryEnd[]
}

const ID = 'greenplum/ended'
/** psql's `ERROR:  ` and its like, and pgbench's line before it. */
const LEAD = /^(?:.{0,200}?\b(?:ERROR|FATAL): {1,2})?/
const REFUSED = new RegExp(`${LEAD.source}(Out of memory\\b.{0,400})$`)
const RUNAWAY = new RegExp(`${LEAD.source}(Canceling query because of high VMEM usage\\..{0,800})$`)
const DETAIL =
  /^\s*(?:DETAIL: {1,2})?((?:VM [Pp]rotect|Vmem limit|[Pp]er-query (?:VM|memory)|System memory limit|Resource group memory).{0,400})$/

export const endedMemory: Format<EndedMemory> = {
  id: ID,
  mask: 'statements',
  signs: {
    begins:
      /^(?:.{0,80}\bERROR: {1,2})?(?:Out of memory {1,2}\(seg|Canceling query because of high VMEM usage\. )|^(?:DETAIL: {1,2})?VM [Pp]rotect failed to allocate \d/,
    goesOn:
      /^\s*(?:(?:ERROR|DETAIL|CONTEXT|HINT): {1,2}|VM [Pp]rotect failed|Vmem limit reached|Out of memory)/,
    repeats: true,
    names: null,
  },
  parse: parseBySink(ID, sink),
}

function sink(losses: LossLog): LineSink<EndedMemory> {
  const gatherer = new EndGatherer()
  let waiting: { readonly message: string; readonly line: number } | null = null

  const take = (message: string, detail: string | null, line: number): boolean =>
    gatherer.take({
      line,
      at: NO_STAMP,
      pid: null,
      user: null,
      database: null,
      session: null,
      content: null,
      slice: null,
      message,
      detail,
    })

  return {
    line(text, line) {
      const [, refused] = REFUSED.exec(text) ?? []
      const [, runaway] = RUNAWAY.exec(text) ?? []
      const [, detail] = DETAIL.exec(text) ?? []
      if (refused !== undefined) waiting = { message: refused, line }
      else if (runaway !== undefined) take(runaway, null, line)
      else if (detail !== undefined) {
        // A detail without its message tells all the same, but not where.
        take(waiting?.message ?? 'Out of memory', detail, waiting?.line ?? line)
        waiting = null
      } else if (!/^\s*(?:CONTEXT|HINT|SQL|PL|$)/.test(text)) losses.add('bad-line', line, text)
    },
    end() {
      const ends = gatherer.end()
      return ends.length === 0 ? null : { ends }
    },
  }
}
