/** Greenplum's sessions: one has a process in each segment, and more for each slice of its plan. Pure. */
import { isIdle } from '../../parsers/postgres/title.ts'
import type { Member } from './segments.ts'

export interface Session {
  /** gp_session_id, `con649` in titles and logs. */
  readonly number: number
  readonly user: string | null
  readonly database: string | null
  /** Its processes on this host, the largest first. */
  readonly members: readonly Member[]
  readonly heldBytes: number
  /** What it holds in each segment of this host by port, the largest first. */
  readonly bySegment: readonly SegmentShare[]
  /** Number of the newest command. */
  readonly command: number | null
  readonly slices: readonly number[]
  /** What the largest process that works does; of an idle session, how it waits. */
  readonly activity: string | null
  readonly idle: boolean
}

export interface SegmentShare {
  readonly port: number
  readonly content: number | null
  readonly heldBytes: number
}

/** The sessions by what they hold, the largest first. One of another cluster is told by its operating system's user. */
export function sessionsOf(members: readonly Member[]): readonly Session[] {
  const bySession = new Map<string, Member[]>()
  for (const member of members) {
    const session = member.title.greenplum?.session
    if (session == null) continue
    const key = `${member.row.uid} ${session}`
    const own = bySession.get(key)
    if (own === undefined) bySession.set(key, [member])
    else own.push(member)
  }
  return [...bySession.values()].flatMap(sessionOf).toSorted((a, b) => b.heldBytes - a.heldBytes)
}

function sessionOf(unsorted: readonly Member[]): readonly Session[] {
  const members = unsorted.toSorted((a, b) => b.heldBytes - a.heldBytes)
  const [first] = members
  const number = first?.title.greenplum?.session
  if (first === undefined || number == null) return []
  const commands = members.flatMap(({ title }) => title.greenplum?.command ?? [])
  const slices = members.flatMap(({ title }) => title.greenplum?.slice ?? [])
  const named = members.find(({ title }) => title.user !== null)?.title
  const working = members.find(({ title }) => title.activity !== null && !isIdle(title))
  return [
    {
      number,
      user: named?.user ?? null,
      database: named?.database ?? null,
      members,
      heldBytes: members.reduce((sum, { heldBytes }) => sum + heldBytes, 0),
      bySegment: sharesOf(members),
      command: commands.length === 0 ? null : Math.max(...commands),
      slices: [...new Set(slices)].toSorted((a, b) => a - b),
      activity: (working ?? first).title.activity,
      idle: working === undefined && members.some(({ title }) => isIdle(title)),
    },
  ]
}

function sharesOf(members: readonly Member[]): readonly SegmentShare[] {
  const byPort = new Map<number, SegmentShare>()
  for (const { title, heldBytes } of members) {
    if (title.greenplum === null) continue
    const { port, content } = title.greenplum
    const before = byPort.get(port)
    byPort.set(port, {
      port,
      content: before?.content ?? content,
      heldBytes: (before?.heldBytes ?? 0) + heldBytes,
    })
  }
  return [...byPort.values()].toSorted((a, b) => b.heldBytes - a.heldBytes)
}
