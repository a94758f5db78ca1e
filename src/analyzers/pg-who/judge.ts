/** Who a process of a server is, what such a one normally holds, and its place among those of its role. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { type PostgresTitle, readTitle } from '../../parsers/postgres/title.ts'
import type { PostgresRole } from '../../parsers/postgres/titleRoles.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { askCommand } from '../asks.ts'
import { type Holder, holdersOf } from '../high-usage/held.ts'
import { usualOf } from './usual.ts'
import { whoIs } from './who.ts'
import type { WhoCode } from './words.ts'

export const NEEDS = { processes, cmdline }
export const LIKES = { firstArgs, memoryContexts }
type In = Inputs<typeof NEEDS, typeof LIKES>
type WhoFinding = Finding & { readonly code: WhoCode }

export function judgeWho(inputs: In, ctx: AnalyzeContext): readonly WhoFinding[] {
  const title = readTitle(inputs.cmdline.args[0] ?? '')
  const pid = ctx.incarnation?.pid ?? null
  if (title === null || pid === null) return []
  const holders = holdersOf(inputs.processes.processes, inputs.firstArgs?.args ?? [])
  const own = holders.find(({ row }) => row.pid === pid)
  // Before 4.5 the kernel does not tell what is a process's own.
  if (own === undefined || !own.isPrivate) return []
  const { client, activity, leaderPid } = title
  const doing = activity === null ? {} : { doing: activity.slice(0, DOING_CHARS) }
  return [
    {
      code: client === null ? 'who.server' : 'who.session',
      severity: 'info',
      numbers: {
        pid: String(pid),
        process: whoIs(title.role, title),
        heldBytes: own.heldBytes,
        ...namesOf(title),
        ...(client === null ? doing : { client, doing: '–', ...doing }),
        ...(leaderPid === null ? {} : { leader: String(leaderPid) }),
        ...usualNumbers(title.role),
        ...rankNumbers(own, holders),
        ...planNumbers(inputs),
        backendsCommand: askCommand(ctx, 'backends'),
      },
      evidence: [
        { source: cmdline.id, line: (inputs.cmdline.args[0] ?? '').slice(0, LINE_CHARS) },
        ctx.evidence.quote(processes.id, new RegExp(`^${pid}/status:RssAnon:`)),
      ].filter(({ line }) => line !== ''),
    },
  ]
}

const DOING_CHARS = 100
const LINE_CHARS = 160
const QUERY_CHARS = 160

/** For programs that read the report: each by itself. */
function namesOf({ role, cluster, user, database }: PostgresTitle): Finding['numbers'] {
  return {
    role,
    ...(cluster === null ? {} : { cluster }),
    ...(user === null ? {} : { user }),
    ...(database === null ? {} : { database }),
  }
}

function usualNumbers(role: PostgresRole): Finding['numbers'] {
  const usual = usualOf(role)
  return usual === null ? {} : { usualLowBytes: usual.lowBytes, usualHighBytes: usual.highBytes }
}

function rankNumbers(own: Holder, holders: readonly Holder[]): Finding['numbers'] {
  if (own.peers === null) return {}
  const { count, rank, medianBytes } = own.peers
  // Holders stand by size: the first of the role is its largest.
  const largest = holders.find(({ role }) => role?.name === own.role?.name) ?? own
  return {
    count,
    rank,
    medianBytes,
    largest: String(largest.row.pid),
    largestBytes: largest.heldBytes,
  }
}

/** Statements that the session keeps plans of, as their contexts name them; values in them are masked already. */
function planNumbers({ memoryContexts: walked }: In): Finding['numbers'] {
  const plans = (walked?.contexts ?? []).filter(({ name }) => name === 'CachedPlanSource')
  const named = plans.filter(({ ident }) => ident !== null && ident.trim() !== '')
  const [largest] = named.toSorted((a, b) => b.totalBytes - a.totalBytes)
  if (largest?.ident == null) return {}
  const count = plans.reduce((sum, { contexts }) => sum + contexts, 0)
  return { plans: count, query: largest.ident.replace(/\s+/g, ' ').trim().slice(0, QUERY_CHARS) }
}
