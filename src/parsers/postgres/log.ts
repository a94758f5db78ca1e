/**
 * The log of a PostgreSQL server (or Greenplum segment): stderr with the common forms of log_line_prefix, csvlog, jsonlog.
 * Format: "Error Reporting and Logging" in the server's documentation; src/backend/utils/error/elog.c, csvlog.c, jsonlog.c.
 *
 * ```
 * 2024-11-20 03:14:05.120 UTC [4242] app@shop ERROR:  out of memory
 * 2024-11-20 03:14:05.120 UTC [4242] app@shop DETAIL:  Failed on request of size 67108864 in memory context "ExecutorState".
 * 2024-11-20 03:14:05.120 UTC [4242] app@shop STATEMENT:  SELECT *
 * 	FROM orders
 * 2024-11-20 03:14:08.500 UTC [812] LOG:  server process (PID 4250) was terminated by signal 9: Killed
 * 2024-11-20 03:14:08.500 UTC [812] DETAIL:  Failed process was running: SELECT * FROM orders
 * 2024-11-20 03:14:08.500 UTC [812] LOG:  terminating any other active server processes
 * ```
 *
 * "out of memory" is palloc that got none, "signal 9" is a kill from outside: the kernel's log tells whose.
 */
import type { Format } from '../../domain/source.ts'
import { endedMemory } from '../greenplum/ended.ts'
import { parseBySink } from '../text/lines.ts'
import { postgresContexts } from './contexts.ts'
import { contextsGreenplum } from './contextsGreenplum.ts'
import { type PostgresLog, postgresLogSink } from './logSink.ts'

const ID = 'postgres/log'

export const postgresLog: Format<PostgresLog> = {
  id: ID,
  mask: 'statements',
  signs: {
    begins:
      /^(?:\S.{0,200}[\s\]:](?:LOG|ERROR|FATAL|PANIC|WARNING): {2}\S|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3,6} [A-Z0-9+:-]{1,8},|\{"timestamp":"[^"]{10,40}".{0,400}"error_severity":)/,
    goesOn:
      /^(?:\t|\S.{0,200}[\s\]:](?:LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG[1-5]|DETAIL|HINT|STATEMENT|CONTEXT|QUERY): {2}|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3,6} [A-Z0-9+:-]{1,8},|\{"timestamp":)/,
    names: /postgres|^gpdb-/,
  },
  parse: parseBySink(ID, postgresLogSink),
  sink: postgresLogSink,
  also: ({ contexts, greenplum, ended }) => [
    ...(contexts === null ? [] : [{ format: postgresContexts, value: contexts }]),
    ...(greenplum === null ? [] : [{ format: contextsGreenplum, value: greenplum }]),
    ...(ended === null ? [] : [{ format: endedMemory, value: ended }]),
  ],
}
