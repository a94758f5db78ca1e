/**
 * How far a startup process has replayed, from its title. Format:
 * XLogFileReadAnyTLI in xlogrecovery.c, `recovering %s` with the name of the WAL file.
 *
 * ```
 * postgres: startup recovering 000000010000000A000000FE
 * postgres: main: startup recovering 000000010000000000000003
 * postgres: startup process   recovering 00000001000000000000004C
 * postgres:  6000, startup process   recovering 000000010000000000000011
 * ```
 */
import { readTitle } from './title.ts'

const RECOVERING = /^recovering [0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})\b/

/** Segments of a log number where a segment has 16 MiB, which is the default. */
const SEGMENTS_PER_LOG = 256

/** WAL segments since the beginning of the timeline's log, as the file's name counts them; null for other processes. */
export function replayedSegments(args: readonly string[]): number | null {
  const title = readTitle(args[0] ?? '')
  if (title?.role !== 'startup') return null
  const [, log, segment] = RECOVERING.exec(title.activity ?? '') ?? []
  if (log === undefined || segment === undefined) return null
  return Number.parseInt(log, 16) * SEGMENTS_PER_LOG + Number.parseInt(segment, 16)
}
