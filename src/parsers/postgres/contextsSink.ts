/** Lines of any log or dump -> the MemoryContext dumps in them, in bounded memory. Lines of a log besides are passed over. */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink } from '../../domain/source.ts'
import { lineTime } from '../log/lineTime.ts'
import { type ContextDumps, dumpsOf } from './contextDumps.ts'
import { ContextGatherer } from './contextGatherer.ts'
import { mayBeRow } from './contextRow.ts'
import { pidIn, readServerPrefix } from './plain.ts'
import { beginsCsv, csvCells, csvEntry, jsonEntry } from './records.ts'
import { readSeverity } from './severity.ts'

export function contextsSink(losses: LossLog): LineSink<ContextDumps> {
  const gatherer = new ContextGatherer(losses)
  return {
    line(text, number) {
      if (text.trim() === '') return
      if (!mayBeRow(text)) {
        other(gatherer, losses, text, number)
        return
      }
      const record = recordOf(text, number) ?? entryOf(text)
      const isTaken =
        record === null
          ? gatherer.take(text, number)
          : gatherer.take(record.message, number, { pid: record.pid, at: record.at })
      if (!isTaken) losses.add('bad-line', number, text)
    },
    end() {
      return dumpsOf(gatherer.end())
    },
  }
}

/** A line behind a log's prefix and severity. */
function entryOf(text: string) {
  const marked = / (?:level: \d|Grand total: )/.test(text) ? readSeverity(text) : null
  if (marked === null) return null
  return { message: marked.message, pid: pidIn(marked.prefix), at: lineTime(marked.prefix) }
}

/** An entry of csvlog or jsonlog. */
function recordOf(text: string, number: number) {
  if (text.startsWith('{')) return jsonEntry(text, number)
  const cells = beginsCsv(text) ? csvCells(text) : null
  return cells === null ? null : csvEntry(cells, number)
}

const OUT_OF_MEMORY = /^out of memory/i
const FAILED = /Failed on request of size (\d{1,15})(?: in memory context "([^"]{1,200})")?/

/** A line that is no row: the log's other entries are no loss; one may tell whose the tree before it was. */
function other(gatherer: ContextGatherer, losses: LossLog, text: string, number: number): void {
  const marked = readSeverity(text)
  if (marked === null) {
    const isRecord = beginsCsv(text) || text.startsWith('{') || text.startsWith('\t')
    if (!isRecord) losses.add('bad-line', number, text)
    return
  }
  const [, size, context] = FAILED.exec(marked.message) ?? []
  if (size === undefined && !OUT_OF_MEMORY.test(marked.message)) return
  const { at } = readServerPrefix(marked.prefix)
  gatherer.failed(
    { pid: pidIn(marked.prefix), at },
    { requestBytes: size === undefined ? null : Number(size), context: context ?? null },
    number,
  )
}
