/**
 * Contexts and memory accounts in the log of a Greenplum segment (4.3 to 6), as CSV records whose message ends with a
 * line feed, or as their messages alone. Format: MemoryContextStats and MemoryAccounting_SaveToLog.
 *
 * ```
 * 2017-03-24 17:09:27.679403 CST,"gpadmin","test",p2904,th833652800,"10.0.0.7","50074",2017-03-24 16:56:42 CST,0,con549,cmd409985,seg-1,,dx841,,sx1,"LOG","00000","context: occurrences_count, currently_allocated, currently_available, total_allocated, total_freed, name
 * ",,,,,,,0,,,,
 * 2017-03-24 17:09:27.679418 CST,"gpadmin","test",p2904,th833652800,"10.0.0.7","50074",2017-03-24 16:56:42 CST,0,con549,cmd409985,seg-1,,dx841,,sx1,"LOG","00000","context: 1, 8307622344, 15144, 330448773400, 322141151056, .
 * ",,,,,,,0,,,,
 * 2017-03-24 17:09:27.679431 CST,"gpadmin","test",p2904,th833652800,"10.0.0.7","50074",2017-03-24 16:56:42 CST,0,con549,cmd409985,seg-1,,dx841,,sx1,"LOG","00000","context: 1, 32768, 3352, 32768, 0, TopTransactionContext
 * ",,,,,,,0,,,,
 * 2017-03-24 17:09:27.679600 CST,"gpadmin","test",p2904,th833652800,"10.0.0.7","50074",2017-03-24 16:56:42 CST,0,con549,cmd409985,seg-1,,dx841,,sx1,"LOG","00000","memory: Vmem, -1, -1, 0, 2426404864, 2426404864, 0, 2426404864
 * ",,,,,,,0,,,,
 * ```
 *
 * `.` is the root; other names are paths below it. In older 6.x the root counts what was freed with a deleted child
 * (gpdb#14520): it may say more than it holds. Greenplum 7 prints as PostgreSQL 12 does.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { lineTime } from '../log/lineTime.ts'
import { parseBySink } from '../text/lines.ts'
import { type ContextDumps, dumpsOf, joinedDumps } from './contextDumps.ts'
import { GreenplumGatherer, greenplumDumps } from './greenplumGatherer.ts'

const ID = 'postgres/contexts-greenplum'
const MESSAGE =
  /(?:^|")((?:context: (?:occurrences_count|\d{1,9}, \d)|memory: (?:account_name|[\w ]{1,60}, -?\d)|pid \d{1,10}: Memory statistics for ).*?)"?(?:,,.*)?$/
const PID = /,p(\d{1,10}),th-?\d/
/** The rest of a record, its top allocations (a debug build), and other entries of the log. */
const BESIDE = /^",,|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [A-Z0-9+:-]{1,8},|^\s*$/

export const contextsGreenplum: Format<ContextDumps> = {
  id: ID,
  mask: 'names',
  signs: {
    begins:
      /(?:^|"LOG","00000",")(?:context: (?:occurrences_count,|\d{1,9}, \d{1,19}, \d{1,19}, \d)|memory: (?:account_name,|[\w ]{1,60}, -?\d{1,12}, -?\d{1,12}, \d)|pid \d{1,10}: Memory statistics for )/,
    goesOn: /^",,,|^context: \d|^memory: /,
    repeats: true,
    names: /^gpdb-/,
  },
  joined: joinedDumps,
  parse: parseBySink(ID, sink),
}

function sink(losses: LossLog): LineSink<ContextDumps> {
  const gatherer = new GreenplumGatherer(losses)
  return {
    line(text, number) {
      const message = MESSAGE.exec(text)?.[1]
      if (message === undefined) {
        if (!BESIDE.test(text)) losses.add('bad-line', number, text)
        return
      }
      const pid = PID.exec(text)?.[1]
      const at = lineTime(text)
      const origin = { pid: pid === undefined ? null : Number(pid), at }
      if (!gatherer.take(message.trimEnd(), number, origin)) losses.add('bad-line', number, text)
    },
    end() {
      const of = gatherer.end()
      return greenplumDumps(of, dumpsOf(of.dumps))
    },
  }
}
