/** Which session holds the memory of a segment host, and whose a process is. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { askHostCommand } from '../asks.ts'
import {
  heldBy,
  type Member,
  membersOf,
  type Segment,
  segmentName,
  segmentsOf,
} from './segments.ts'
import { type Session, sessionsOf } from './sessions.ts'
import {
  SESSION_FLOOR_BYTES,
  SESSION_HIGH_RATIO,
  SESSION_RATIO,
  SKEW_FLOOR_BYTES,
  SKEW_SEGMENTS,
  SKEW_TIMES,
} from './thresholds.ts'
import type { GreenplumCode } from './words.ts'

export type GreenplumFinding = Finding & { readonly code: GreenplumCode }

/** Sessions that are told of at once; more would be a list, which the question gives. */
const MOST_SESSIONS = 2

export function judgeProcesses(ctx: AnalyzeContext): readonly GreenplumFinding[] {
  const members = membersOf(ctx.evidence)
  const segments = segmentsOf(ctx.evidence)
  const sessions = sessionsOf(members)
  const pid = ctx.incarnation?.pid ?? null
  if (pid !== null) return whose(pid, segments, sessions, ctx)
  return [
    ...sessions.flatMap((one) => holds(one, segments, ctx)).slice(0, MOST_SESSIONS),
    ...sessions.flatMap((one) => skewed(one, segments, ctx)).slice(0, MOST_SESSIONS),
  ]
}

function holds(
  session: Session,
  segments: readonly Segment[],
  ctx: AnalyzeContext,
): readonly GreenplumFinding[] {
  const ramBytes = ctx.facts.memTotalBytes
  const { heldBytes } = session
  if (ramBytes === null || heldBytes < SESSION_FLOOR_BYTES) return []
  if (heldBytes < SESSION_RATIO * ramBytes) return []
  return [
    {
      code: 'greenplum.session-holds',
      severity: heldBytes >= SESSION_HIGH_RATIO * ramBytes ? 'warning' : 'info',
      numbers: {
        ...sessionNumbers(session, segments, ctx),
        heldBytes,
        heldRatio: heldBytes / ramBytes,
        ...(session.idle ? { idle: 1 } : {}),
      },
      evidence: quotesOf(session.members[0], ctx),
    },
  ]
}

function skewed(
  session: Session,
  segments: readonly Segment[],
  ctx: AnalyzeContext,
): readonly GreenplumFinding[] {
  const sizes = session.bySegment.map(({ heldBytes }) => heldBytes)
  const [largestBytes = 0] = sizes
  const medianBytes = sizes[Math.floor(sizes.length / 2)] ?? 0
  if (sizes.length < SKEW_SEGMENTS || largestBytes < SKEW_FLOOR_BYTES) return []
  if (largestBytes < SKEW_TIMES * medianBytes) return []
  return [
    {
      code: 'greenplum.session-skew',
      severity: 'info',
      numbers: { ...sessionNumbers(session, segments, ctx), medianBytes },
      evidence: quotesOf(session.members[0], ctx),
    },
  ]
}

/** Whose the process is that the report is about. */
function whose(
  pid: number,
  segments: readonly Segment[],
  sessions: readonly Session[],
  ctx: AnalyzeContext,
): readonly GreenplumFinding[] {
  const segment = segments.find(({ rows }) => rows.some((row) => row.pid === pid))
  const row = segment?.rows.find((one) => one.pid === pid)
  if (segment === undefined || row === undefined) return []
  const member = segment.members.find((one) => one.row.pid === pid)
  const session = sessions.find(({ members }) => members.some((one) => one.row.pid === pid))
  const shared = {
    host: ctx.subject.host,
    pid: String(pid),
    segment: segmentName(segment),
    kind: segment.kind,
    port: segment.port,
    dataDir: segment.dataDir ?? '–',
    heldBytes: heldBy(row),
    segmentBytes: segment.heldBytes,
  }
  const evidence = [
    ctx.evidence.quote(processes.id, new RegExp(`^${pid}/status:RssAnon:`)),
    ...(member === undefined ? [] : quotesOf(member, ctx)),
  ].filter(({ line }) => line !== '')
  if (session === undefined || member === undefined) {
    const role = member === undefined ? 'postmaster' : (member.title.worker ?? member.title.role)
    const segmentsCommand = askHostCommand(ctx, 'segments')
    const numbers = { ...shared, role, count: segment.rows.length, segmentsCommand }
    return [{ code: 'greenplum.of-segment', severity: 'info', numbers, evidence }]
  }
  const numbers = {
    ...sessionNumbers(session, segments, ctx),
    ...shared,
    command: textOf(member.title.greenplum?.command),
    slice: textOf(member.title.greenplum?.slice),
    activity: member.title.activity ?? '–',
    sessionBytes: session.heldBytes,
  }
  return [{ code: 'greenplum.of-session', severity: 'info', numbers, evidence }]
}

function textOf(number: number | null | undefined): string {
  return number == null ? '–' : String(number)
}

function sessionNumbers(session: Session, segments: readonly Segment[], ctx: AnalyzeContext) {
  const [most] = session.bySegment
  const segment = segments.find(({ port }) => port === most?.port)
  return {
    host: ctx.subject.host,
    session: `con${session.number}`,
    user: session.user ?? '–',
    database: session.database ?? '–',
    activity: session.activity ?? '–',
    count: session.members.length,
    segments: session.bySegment.length,
    segment: segment === undefined ? '–' : segmentName(segment),
    segmentBytes: most?.heldBytes ?? 0,
    sessionCommand: askHostCommand(ctx, `sessions ${session.number}`),
  }
}

/** The title of a process, by which it is known. */
function quotesOf(member: Member | undefined, ctx: AnalyzeContext): Finding['evidence'] {
  if (member === undefined) return []
  const { pid } = member.row
  const [, title = ''] =
    new RegExp(`(?:^|\\0)${pid}/cmdline:([^\\0]*)`).exec(ctx.evidence.text(firstArgs.id) ?? '') ??
    []
  return title === ''
    ? []
    : [{ source: firstArgs.id, line: `${pid}/cmdline:${title}`.slice(0, 160) }]
}
