/**
 * MemoryContexts of a PostgreSQL process as the server prints them: MemoryContextStats on stderr (on "out of memory", or
 * called by a debugger), two columns a level, and pg_log_backend_memory_contexts (14) in any form of the log. Formats:
 * src/backend/utils/mmgr/mcxt.c of 9.0 to 18.
 *
 * ```
 * TopMemoryContext: 97680 total in 5 blocks; 10816 free (12 chunks); 86864 used
 *   TopPortalContext: 8192 total in 1 blocks; 7384 free (0 chunks); 808 used
 *     PortalContext: 4096 total in 3 blocks; 1216 free (0 chunks); 2880 used: cu
 *   CacheMemoryContext: 1048576 total in 8 blocks; 433368 free (2 chunks); 615208 used
 *     CachedPlanSource: 4096 total in 3 blocks; 640 free (0 chunks); 3456 used: prepare p1 as select a from t
 *     244 more child contexts containing 1423360 total in 1059 blocks; 326616 free (47 chunks); 1096744 used
 *   ErrorContext: 8192 total in 1 blocks; 7928 free (4 chunks); 264 used
 * Grand total: 2594192 bytes in 1080 blocks; 788280 free (65 chunks); 1805912 used
 * 2026-11-21 01:07:07.885 UTC [22493] LOG:  logging memory contexts of PID 22493
 * 2026-11-21 01:07:07.885 UTC [22493] LOG:  level: 0; TopMemoryContext: 97680 total in 5 blocks; 10816 free (12 chunks); 86864 used
 * 2026-11-21 01:07:07.885 UTC [22493] LOG:  level: 1; Caller tuples: 8192 total in 1 blocks (9 chunks); 6616 free (0 chunks); 1576 used
 * 2026-11-21 01:07:07.885 UTC [22493] LOG:  Grand total: 105872 bytes in 6 blocks; 17432 free (12 chunks); 88440 used
 * ```
 *
 * A child's row follows its parent's; "N more child contexts" stands a level deeper on stderr and on the parent's in
 * the log. The sum came with 9.6, what follows "used:" with 11. Levels begin at 0, in 18 at 1.
 */
import type { Format } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { type ContextDumps, joinedDumps } from './contextDumps.ts'
import { contextsSink } from './contextsSink.ts'

const ID = 'postgres/contexts'

export const postgresContexts: Format<ContextDumps> = {
  id: ID,
  mask: 'idents',
  signs: {
    begins:
      /: \d{1,19} total in \d{1,19} blocks.{0,60}; -?\d{1,19} free.{0,40}used|logging memory contexts of PID \d|Grand total: \d{1,19} bytes in \d{1,19} blocks/,
    goesOn:
      / more child contexts containing \d|(?:ERROR|FATAL): {2}out of memory|DETAIL: {2}Failed on request of size \d|(?:STATEMENT|语句): {2}.*pg_log_backend_memory_contexts/,
    repeats: true,
    names: /memory_?contexts?|MemoryContext|memctx/i,
  },
  joined: joinedDumps,
  parse: parseBySink(ID, contextsSink),
  sink: contextsSink,
}
