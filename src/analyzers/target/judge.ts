/** What was typed and is not what it seems: a thread, a pid of a container, what has ended, what is the kernel's own. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Finding } from '../../domain/finding.ts'
import { meantTarget } from '../../parsers/host/meant.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { askHostCommand, whom } from '../asks.ts'
import { ownerName } from '../names.ts'
import { type Bare, bareKind } from './bare.ts'
import type { TargetCode } from './words.ts'

export const NEEDS = {}
export const LIKES = { meant: meantTarget, status: processStatus, processes, meminfo }
type In = Inputs<typeof NEEDS, typeof LIKES>
type TargetFinding = Finding & { readonly code: TargetCode }

/** Whether anything is to be said of the target itself. */
export function isOdd(evidence: Evidence): boolean {
  const meant = evidence.get(meantTarget)
  return (meant !== null && meant.kind !== 'group') || bareKind(evidence) !== null
}

export function judgeTarget(inputs: In, ctx: AnalyzeContext): readonly TargetFinding[] {
  return [...led(inputs, ctx), ...bare(inputs, ctx)]
}

function led({ meant, status }: In, ctx: AnalyzeContext): readonly TargetFinding[] {
  if (meant === null || meant.kind === 'group') return []
  const name = status?.name ?? '?'
  const numbers = { ...whom(ctx), pid: String(meant.pid), typed: String(meant.typed), name }
  const evidence = quotes(ctx, meant.kind === 'thread' ? /^Threads:/ : /^NSpid:/)
  if (meant.kind === 'thread')
    return [{ code: 'target.thread', severity: 'info', numbers, evidence }]
  const group = ownerName(meant.group)
  return [{ code: 'target.inner-pid', severity: 'info', numbers: { ...numbers, group }, evidence }]
}

const CODES: Readonly<Record<Bare, TargetCode>> = {
  zombie: 'target.zombie',
  headless: 'target.headless',
  'kernel-thread': 'target.kernel-thread',
}

function bare(inputs: In, ctx: AnalyzeContext): readonly TargetFinding[] {
  const { status, processes: table } = inputs
  const kind = bareKind(ctx.evidence)
  if (status === null || kind === null) return []
  const parent = table?.processes.find(({ pid }) => pid === status.pPid)
  const numbers = {
    ...whom(ctx),
    name: status.name,
    parent: String(status.pPid),
    parentName: parent?.comm ?? '?',
    count: (status.threads ?? 1) - 1,
    parentCommand: `memcheck ${ctx.subject.host} ${status.pPid}`,
    slabCommand: askHostCommand(ctx, 'slab'),
    ...(kind === 'kernel-thread' ? kernelNumbers(inputs) : {}),
  }
  return [{ code: CODES[kind], severity: 'info', numbers, evidence: quotes(ctx, /^State:/) }]
}

function kernelNumbers({ meminfo: mem }: In): Finding['numbers'] {
  const told = { slabBytes: mem?.['slabBytes'], kernelStackBytes: mem?.['kernelStackBytes'] }
  return Object.fromEntries(
    Object.entries(told).filter((entry): entry is [string, number] => entry[1] !== undefined),
  )
}

function quotes(ctx: AnalyzeContext, line: RegExp): Finding['evidence'] {
  return [ctx.evidence.quote(processStatus.id, line)].filter((quote) => quote.line !== '')
}
