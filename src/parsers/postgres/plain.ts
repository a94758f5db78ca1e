/** The plain form of a PostgreSQL log: what log_line_prefix put in front of a severity. */
import type { Stamp } from '../kernel/events.ts'
import { readPrefix } from '../kernel/prefix.ts'
import { NO_STAMP } from '../kernel/stamp.ts'
import { lineTime } from '../log/lineTime.ts'

interface Prefix {
  readonly at: Stamp
  readonly pid: number | null
  readonly user: string | null
  readonly database: string | null
}

/** `[4242]`, `[4242-1]`, `pid=4242`, `:[4242]:`; a process's number stands in brackets in all prefixes in use. */
const PID = /\[(?:[^\]\d]{0,16})?(\d{1,10})(?:-\d{1,10})?\]|\b[pP][iI][dD][=: ]+(\d{1,10})\b/
const AT_DATABASE = /(?:^|[\s:])([^\s:@=[\]]{1,63})@([^\s:@=[\]]{1,63})(?=[\s:[\]]|$)/
const USER = /\b(?:user|usr)[=:]([^\s,;\]]{1,63})/
const DATABASE = /\b(?:db|database)[=:]([^\s,;\]]{1,63})/
/** %n: seconds of the epoch. */
const EPOCH = /^(\d{10}\.\d{3})\b/

/** The process alone, which each line needs: its parts are joined by it. */
export function pidIn(text: string): number | null {
  const pid = PID.exec(text)
  return pid === null ? null : Number(pid[1] ?? pid[2])
}

/** Reads time, process, user and database of a prefix, as far as it holds them. */
export function readServerPrefix(text: string): Prefix {
  const [, user, database] = AT_DATABASE.exec(text) ?? []
  return {
    at: timeOf(text),
    pid: pidIn(text),
    user: known(user ?? USER.exec(text)?.[1]),
    database: known(database ?? DATABASE.exec(text)?.[1]),
  }
}

function timeOf(text: string): Stamp {
  const epoch = EPOCH.exec(text)?.[1]
  if (epoch !== undefined) return { ...NO_STAMP, atMs: Math.round(Number(epoch) * 1000) }
  return lineTime(text) ?? readPrefix(text).at
}

function known(name: string | undefined): string | null {
  return name === undefined || name === '' || name === '[unknown]' || name === '%u' ? null : name
}
