/**
 * What is known of a core file on a host, as a look at it found: our own JSON, with the process's title masked, kept in
 * the capture beside what was read out of the core. Null is what was not read or the file does not tell.
 *
 * ```
 * {"kind":"memcheck-core","version":1,"path":"/var/tmp/core.4242","sizeBytes":417123456,"writtenAtMs":1764158400000,
 * "pid":4242,"program":"/usr/lib/postgresql/15/bin/postgres","title":"postgres: app shop [local] idle","signal":0,
 * "threads":1,"cut":false}
 * ```
 */
import { type CoreFile, isCorePath } from '../../domain/core.ts'
import { type Loss, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { PID_MAX } from '../../domain/target.ts'
import { fieldsOf, jsonOf } from '../text/json.ts'
import { noValue } from '../text/lines.ts'

const ID = 'core/file'
const KIND = 'memcheck-core'
const VERSION = 1

export const coreFile: Format<CoreFile> = {
  id: ID,
  // The title is masked before this text is made.
  mask: 'none',
  signs: null,
  parse,
}

/** The text that `parse` reads back. */
export function coreText(of: CoreFile): string {
  return `${JSON.stringify({ kind: KIND, version: VERSION, ...of })}\n`
}

function parse(text: string, told: Told): Parsed<CoreFile> {
  const of = told.cut ? {} : fieldsOf(jsonOf(text))
  const { path } = of
  if (of['kind'] !== KIND || of['version'] !== VERSION) return noValue(ID, text, told)
  // It becomes a part of commands that people copy, and a capture's text may be anybody's.
  if (typeof path !== 'string' || !isCorePath(path)) return noValue(ID, text, told)
  const pid = count(of['pid'])
  const core: CoreFile = {
    path,
    sizeBytes: count(of['sizeBytes']),
    writtenAtMs: count(of['writtenAtMs']),
    pid: pid === null || pid > PID_MAX ? null : pid,
    program: textOf(of['program']),
    title: textOf(of['title']),
    signal: count(of['signal']),
    threads: count(of['threads']),
    cut: of['cut'] === true,
  }
  return value(core, core.cut ? [CUT] : [])
}

const CUT: Loss = { code: 'cut', source: ID, line: null, count: 1, sample: '' }

function count(of: unknown): number | null {
  return typeof of === 'number' && Number.isSafeInteger(of) && of >= 0 ? of : null
}

function textOf(of: unknown): string | null {
  return typeof of === 'string' && of !== '' ? of : null
}
