/** `sessions [N]` and `segments`: who holds a segment host's memory. A plain PostgreSQL has sessions too: its backends. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { allArgs } from '../../parsers/proc/allArgs.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import {
  bytesColumn,
  missing,
  rareBytesColumn,
  type TableColumn,
  table,
  text,
  textColumn,
} from '../blocks.ts'
import { backendTable } from './backends.ts'
import { L } from './drilldownWords.ts'
import {
  hasGreenplum,
  type Member,
  membersOf,
  type Segment,
  segmentName,
  segmentsOf,
} from './segments.ts'
import { type Session, sessionsOf } from './sessions.ts'
import { type HostSums, hostSums } from './settings.ts'
import { segmentSources } from './sources.ts'

const ROWS_SHOWN = 15
const ACTIVITY_CHARS = 32

const NUMBER = /^(?:con)?(\d{1,10})$/

const sessions: Drilldown = {
  name: 'sessions',
  title: L.sessionsTitle,
  class: 'look',
  args: 'words',
  usage: '[N]',
  takes: (args) => args.length === 1 && NUMBER.test(args[0] ?? ''),
  scope: 'host',
  wants: [processes, firstArgs],
  deeper: ({ evidence }) => (hasGreenplum(evidence) ? [allArgs] : []),
  answer(ctx) {
    const lost = unread(ctx)
    if (lost.length > 0) return lost
    const members = membersOf(ctx.evidence)
    if (members.length === 0) return [text(ctx, L.noServer)]
    if (!hasGreenplum(ctx.evidence)) return backendTable(members, ctx)
    return ofGreenplum(sessionsOf(members), ctx)
  },
}

const segments: Drilldown = {
  name: 'segments',
  title: L.segmentsTitle,
  class: 'look',
  args: 'none',
  scope: 'host',
  wants: [processes, firstArgs],
  deeper: segmentSources,
  answer(ctx) {
    const lost = unread(ctx)
    if (lost.length > 0) return lost
    const all = segmentsOf(ctx.evidence)
    return all.length === 0 ? [text(ctx, L.noSegments)] : segmentTable(all, ctx)
  },
}

export const DRILLDOWNS: readonly Drilldown[] = [sessions, segments]

function unread(ctx: DrilldownContext): readonly Block[] {
  return [processes, firstArgs]
    .filter(({ id }) => !ctx.evidence.has(id))
    .map((source) => missing(ctx, source))
}

function ofGreenplum(all: readonly Session[], ctx: DrilldownContext): readonly Block[] {
  if (all.length === 0) return [text(ctx, L.noSessions)]
  const asked = NUMBER.exec(ctx.args[0] ?? '')?.[1]
  if (asked === undefined) return sessionTable(all, ctx)
  const one = all.find(({ number }) => String(number) === asked)
  if (one !== undefined) return processTable(one, ctx)
  return [text(ctx, L.noSuch, { session: `con${asked}` }), ...sessionTable(all, ctx)]
}

function sessionTable(all: readonly Session[], ctx: DrilldownContext): readonly Block[] {
  const shown = all.slice(0, ROWS_SHOWN)
  const heldBytes = all.reduce((sum, session) => sum + session.heldBytes, 0)
  const segmentCount = segmentsOf(ctx.evidence).length
  return [
    table<Session>(
      ctx,
      L.sessions,
      { shown: shown.length, count: all.length, heldBytes, segmentCount },
      [
        textColumn(L.session, ({ number }) => `con${number}`),
        bytesColumn(L.held, (session) => session.heldBytes),
        count(L.processes, ({ members }) => members.length),
        count(L.segments, ({ bySegment }) => bySegment.length),
        textColumn(L.command, ({ command }) => (command === null ? '' : String(command))),
        textColumn(L.slices, ({ slices }) => ranges(slices)),
        textColumn(L.user, ({ user }) => user ?? ''),
        textColumn(L.database, ({ database }) => database ?? ''),
        textColumn(L.activity, ({ activity }) => (activity ?? '').slice(0, ACTIVITY_CHARS)),
      ],
      shown,
    ),
    text(ctx, L.drill, {
      sessionsCommand: `memcheck ${ctx.subject.host} sessions ${shown[0]?.number}`,
    }),
  ]
}

function processTable(session: Session, ctx: DrilldownContext): readonly Block[] {
  const shown = session.members.slice(0, ROWS_SHOWN)
  const { heldBytes, members, bySegment } = session
  const names = new Map(segmentsOf(ctx.evidence).map((of) => [of.port, segmentName(of)]))
  return [
    table<Member>(
      ctx,
      L.processesOf,
      {
        session: `con${session.number}`,
        user: session.user,
        database: session.database,
        heldBytes,
        count: members.length,
        shown: shown.length,
        segmentCount: bySegment.length,
      },
      [
        textColumn(L.pid, ({ row }) => String(row.pid)),
        textColumn(L.segment, ({ title }) => names.get(title.greenplum?.port ?? 0) ?? ''),
        textColumn(L.slice, ({ title }) => String(title.greenplum?.slice ?? '')),
        bytesColumn(L.held, (member) => member.heldBytes),
        rareBytesColumn(L.swap, ({ row }) => row.swapBytes),
        textColumn(L.command, ({ title }) => String(title.greenplum?.command ?? '')),
        textColumn(L.activity, ({ title }) => (title.activity ?? '').slice(0, ACTIVITY_CHARS)),
      ],
      shown,
    ),
  ]
}

function segmentTable(all: readonly Segment[], ctx: DrilldownContext): readonly Block[] {
  const heldBytes = all.reduce((sum, segment) => sum + segment.heldBytes, 0)
  const sums = hostSums(ctx.evidence)
  const limits = new Map(
    [...(sums?.primaries ?? []), ...(sums?.mirrors ?? [])].map((of) => [of.segment.port, of]),
  )
  return [
    table<Segment>(
      ctx,
      L.segmentsOf,
      { count: all.length, heldBytes },
      [
        textColumn(L.segment, segmentName),
        textColumn(L.kind, ({ kind }) => kind),
        textColumn(L.port, ({ port }) => String(port)),
        bytesColumn(L.held, (segment) => segment.heldBytes),
        bytesColumn(L.limit, ({ port }) => limits.get(port)?.limitBytes ?? null),
        bytesColumn(L.shared, ({ sharedBytes }) => sharedBytes),
        count(L.processes, ({ rows }) => rows.length),
        count(L.sessionCount, ({ members }) => sessionsOf(members).length),
        textColumn(L.dataDir, ({ dataDir }) => dataDir ?? '–'),
      ],
      all.slice(0, SEGMENTS_SHOWN),
    ),
    text(ctx, L.sharedNote),
    ...(sums === null ? [text(ctx, L.noLimits)] : [text(ctx, L.limits, { ...sumsOf(sums) })]),
  ]
}

function sumsOf({
  sumBytes,
  takeoverBytes,
  giveBytes,
  formulaBytes,
  primaries,
  mirrors,
}: HostSums) {
  return {
    sumBytes,
    takeoverBytes,
    giveBytes,
    formulaBytes,
    primaries: primaries.length,
    mirrors: mirrors.length,
  }
}

/** Hosts carry up to some dozens, mirrors included. */
const SEGMENTS_SHOWN = 48

function count<R>(title: TableColumn<R>['title'], of: (row: R) => number): TableColumn<R> {
  return { title, align: 'right', cell: (row) => String(of(row)) }
}

/** `1-4,7`: slices of a plan mostly follow one another. */
export function ranges(numbers: readonly number[]): string {
  const parts: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = parts.at(-1)
    if (last !== undefined && number === last[1] + 1) last[1] = number
    else parts.push([number, number])
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}
