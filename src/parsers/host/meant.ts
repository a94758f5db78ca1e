/**
 * What a typed target turned out to mean on its host, as the bot found it in the evidence: our own JSON, kept in the
 * capture beside what was read, so that a replay speaks of the same.
 *
 * ```
 * {"kind":"memcheck-meant","version":1,"meant":{"kind":"thread","typed":4243,"pid":4242}}
 * ```
 *
 * Or of a pid inside of a container `{"kind":"inner-pid","typed":1,"pid":4242,"group":"/docker/4f2a"}`, and of a whole
 * cgroup `{"kind":"group","by":"unit","path":"/system.slice/php-fpm.service"}`.
 */
import { GROUP_WORDS, type GroupWord, type Meant } from '../../domain/meant.ts'
import { type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { PID_MAX } from '../../domain/target.ts'
import { type Fields, fieldsOf, jsonOf } from '../text/json.ts'
import { noValue } from '../text/lines.ts'

const ID = 'memcheck/meant'
const KIND = 'memcheck-meant'
const VERSION = 1
/** PATH_MAX of Linux: no cgroup's path is longer. */
const PATH_CHARS = 4096

export const meantTarget: Format<Meant> = { id: ID, mask: 'none', signs: null, parse }

/** The text that `parse` reads back. */
export function meantText(meant: Meant): string {
  return `${JSON.stringify({ kind: KIND, version: VERSION, meant })}\n`
}

function parse(text: string, told: Told): Parsed<Meant> {
  const of = told.cut ? {} : fieldsOf(jsonOf(text))
  const meant =
    of['kind'] === KIND && of['version'] === VERSION ? meantOf(fieldsOf(of['meant'])) : null
  return meant === null ? noValue(ID, text, told) : value(meant, [])
}

function meantOf(of: Fields): Meant | null {
  const kind = of['kind']
  if (kind === 'group') {
    const [by, path] = [
      GROUP_WORDS.find((word): word is GroupWord => word === of['by']),
      of['path'],
    ]
    return by !== undefined && isPath(path) ? { kind, by, path } : null
  }
  const { typed, pid, group } = of
  if (!isPid(typed) || !isPid(pid)) return null
  if (kind === 'thread') return { kind, typed, pid }
  return kind === 'inner-pid' && isPath(group) ? { kind, typed, pid, group } : null
}

function isPid(of: unknown): of is number {
  return typeof of === 'number' && Number.isSafeInteger(of) && of > 0 && of <= PID_MAX
}

function isPath(of: unknown): of is string {
  return typeof of === 'string' && of.startsWith('/') && of.length <= PATH_CHARS
}
