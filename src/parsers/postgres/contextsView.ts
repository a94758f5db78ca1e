/**
 * The view pg_backend_memory_contexts (14 and later), of the session that asks, as psql prints it: aligned with either
 * line style, unaligned, CSV, expanded. Columns by their names, so a choice of them is read too. 14 to 17 name the
 * parent and count levels from 0; 18 gives each a path of numbers, and counts from 1.
 *
 * ```
 *            name           | ident |      parent      | level | total_bytes | total_nblocks | free_bytes | free_chunks | used_bytes
 * --------------------------+-------+------------------+-------+-------------+---------------+------------+-------------+------------
 *  TopMemoryContext         |       |                  |     0 |       97680 |             5 |      10960 |          13 |      86720
 *  Record information cache |       | TopMemoryContext |     1 |        8192 |             1 |       1576 |           0 |       6616
 * (2 rows)
 * ```
 *
 * Names may be cut by psql where a terminal is narrow; rows go on in the next line then, marked by the line style.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { Format, LineSink } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { type ContextDumps, dumpsOf, joinedDumps } from './contextDumps.ts'
import { ViewTable } from './viewTable.ts'

const ID = 'postgres/contexts-view'
const NAMES =
  '(?:name|ident|type|parent|level|path|total_bytes|total_nblocks|free_bytes|free_chunks|used_bytes)'

export const contextsView: Format<ContextDumps> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: new RegExp(
      `^(?=.{0,400}\\b(?:total|used)_bytes\\b)\\s*[|│]?\\s*"?${NAMES}"?\\s*(?:[|│,;\\t]\\s*"?${NAMES}"?\\s*){1,10}[|│]?\\s*$|^[-─]\\[ RECORD 1 \\][-─+┬]*|^name\\s*[|│]\\s*TopMemoryContext\\s*$`,
    ),
    goesOn:
      /^[-─═+┼╪|┬]{5,}\s*$|[|│,\t].*[|│,\t]|^\(\d{1,9} rows?\)|^[-─]\[ RECORD \d{1,9} \]|^[a-z_]{4,14}\s*[|│]/,
    repeats: true,
    names: /backend_memory_contexts/,
  },
  joined: joinedDumps,
  parse: parseBySink(ID, sink),
}

function sink(losses: LossLog): LineSink<ContextDumps> {
  const table = new ViewTable(losses)
  return {
    line(text, number) {
      if (text.trim() !== '') table.line(text, number)
    },
    end() {
      return dumpsOf(table.end())
    },
  }
}
