/** Settings of segments against the host's memory: what they may take before Greenplum itself would say no. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { hostSettings } from '../../parsers/host/settings.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { askHostCommand } from '../asks.ts'
import type { GreenplumFinding } from './judge.ts'
import { segmentName, segmentsOf } from './segments.ts'
import { type HostSums, hostSums, isGrouped, type SetSegment } from './settings.ts'
import { BEYOND_FLOOR_BYTES, FORMULA_RATIO, GROUP_RATIO, STATEMENT_RATIO } from './thresholds.ts'

/** Of a host, never of one of its processes: they are nobody's own. */
export function judgeSettings(ctx: AnalyzeContext): readonly GreenplumFinding[] {
  if (ctx.incarnation?.pid != null) return []
  const sums = hostSums(ctx.evidence)
  const grouped = sums?.primaries.find(isGrouped)
  return [
    ...(sums === null ? [] : grouped === undefined ? limits(sums, ctx) : groups(grouped, ctx)),
    ...(sums === null || grouped !== undefined ? [] : statements(sums, ctx)),
    ...(sums === null ? [] : overcommits(sums, ctx)),
    ...unread(ctx),
  ]
}

/** The gravest of three: beyond the host, beyond it after a takeover, beyond the documented formula. */
function limits(sums: HostSums, ctx: AnalyzeContext): readonly GreenplumFinding[] {
  const { sumBytes, takeoverBytes, giveBytes, formulaBytes } = sums
  const numbers = limitNumbers(sums, ctx)
  const evidence = [
    quoteOf(sums.primaries[0], 'gp_vmem_protect_limit', ctx),
    ctx.evidence.quote(meminfo.id, sums.overcommitMode === 2 ? /^CommitLimit:/ : /^MemTotal:/),
  ].filter(({ line }) => line !== '')
  const beyond = (bytes: number, most: number): boolean =>
    bytes > most && bytes - most >= BEYOND_FLOOR_BYTES
  if (beyond(sumBytes, giveBytes))
    return [{ code: 'greenplum.limit-beyond-host', severity: 'warning', numbers, evidence }]
  if (beyond(takeoverBytes, giveBytes))
    return [{ code: 'greenplum.limit-beyond-takeover', severity: 'info', numbers, evidence }]
  // A host too small for the formula is none that it was made for.
  if (formulaBytes === 0 || !beyond(sumBytes, FORMULA_RATIO * formulaBytes)) return []
  return [{ code: 'greenplum.limit-beyond-formula', severity: 'info', numbers, evidence }]
}

function limitNumbers(sums: HostSums, ctx: AnalyzeContext) {
  const acting = sums.primaries.length + sums.mirrors.length
  return {
    host: ctx.subject.host,
    primaries: sums.primaries.length,
    mirrors: sums.mirrors.length,
    limitBytes: Math.max(...sums.primaries.map(({ limitBytes }) => limitBytes)),
    sumBytes: sums.sumBytes,
    takeoverBytes: sums.takeoverBytes,
    giveBytes: sums.giveBytes,
    ramBytes: sums.ramBytes,
    swapBytes: sums.swapBytes,
    formulaBytes: sums.formulaBytes,
    segmentsCommand: askHostCommand(ctx, 'segments'),
    ...(sums.formulaBytes === 0 ? {} : { safeBytes: Math.floor(sums.formulaBytes / acting) }),
    ...(sums.overcommitMode === 2 ? { strict: 1 } : {}),
    ...(sums.primaries.some(({ isSet }) => !isSet) ? { byDefault: 1 } : {}),
  }
}

/** What a group's memory is made of, before it is shared among the primaries (resgroup.c, "Using Resource Groups"). */
function groups({ dir }: SetSegment, ctx: AnalyzeContext): readonly GreenplumFinding[] {
  const ratio = Number(dir.settings['gp_resource_group_memory_limit'] ?? GROUP_DEFAULT_RATIO)
  if (!Number.isFinite(ratio) || ratio < GROUP_RATIO) return []
  return [
    {
      code: 'greenplum.group-limit',
      severity: 'info',
      numbers: {
        host: ctx.subject.host,
        groupRatio: ratio,
        defaultRatio: GROUP_DEFAULT_RATIO,
        segmentsCommand: askHostCommand(ctx, 'segments'),
      },
      evidence: [ctx.evidence.quote(dataDirs.id, /gp_resource_group_memory_limit/)],
    },
  ]
}

const GROUP_DEFAULT_RATIO = 0.7

function statements({ primaries }: HostSums, ctx: AnalyzeContext): readonly GreenplumFinding[] {
  const high = primaries.find(
    ({ statementBytes, limitBytes }) => statementBytes >= STATEMENT_RATIO * limitBytes,
  )
  if (high === undefined) return []
  return [
    {
      code: 'greenplum.statement-mem',
      severity: 'info',
      numbers: {
        host: ctx.subject.host,
        segment: segmentName(high.segment),
        statementBytes: high.statementBytes,
        limitBytes: high.limitBytes,
        statements: Math.max(1, Math.floor(high.limitBytes / high.statementBytes)),
        segmentsCommand: askHostCommand(ctx, 'segments'),
      },
      evidence: [
        quoteOf(high, 'statement_mem', ctx),
        quoteOf(high, 'gp_vmem_protect_limit', ctx),
      ].filter(({ line }) => line !== ''),
    },
  ]
}

/** Another mode than 2 lets the kernel kill where Greenplum could have refused. */
function overcommits(
  { overcommitMode }: HostSums,
  ctx: AnalyzeContext,
): readonly GreenplumFinding[] {
  if (overcommitMode === null || overcommitMode === 2) return []
  return [
    {
      code: 'greenplum.overcommit-mode',
      severity: 'info',
      numbers: {
        host: ctx.subject.host,
        mode: overcommitMode,
        limitsCommand: askHostCommand(ctx, 'limits'),
      },
      evidence: [ctx.evidence.quote(hostSettings.id, /overcommit_memory/)],
    },
  ]
}

/** What was not read is not fine: which, and whose rights it takes. */
function unread(ctx: AnalyzeContext): readonly GreenplumFinding[] {
  const lost = (ctx.evidence.get(dataDirs)?.dirs ?? []).filter(
    ({ refused, deniedFiles }) => refused !== null || deniedFiles.length > 0,
  )
  const [first] = lost
  if (first === undefined) return []
  const segment = segmentsOf(ctx.evidence).find(({ postmasterPid }) => postmasterPid === first.pid)
  const uid = segment?.rows.find(({ pid }) => pid === first.pid)?.uid ?? null
  return [
    {
      code: 'greenplum.settings-unread',
      severity: 'info',
      numbers: {
        host: ctx.subject.host,
        count: lost.length,
        segment: segment === undefined ? '–' : segmentName(segment),
        uid: uid === null ? '–' : String(uid),
      },
      evidence: [{ source: dataDirs.id, line: `# dir ${first.pid} ${first.path ?? ''}`.trim() }],
    },
  ]
}

/** The line of that segment's files: other segments have the same setting. */
function quoteOf(
  of: SetSegment | undefined,
  name: string,
  ctx: AnalyzeContext,
): Finding['evidence'][number] {
  const lines = (ctx.evidence.text(dataDirs.id) ?? '').split('\n')
  const own = new RegExp(`^\\t${of?.dir.pid}/[\\w.]+:\\s*${name}\\b`)
  const line = lines.findLast((one) => own.test(one)) ?? ''
  return { source: dataDirs.id, line: line.trim().slice(0, QUOTE_CHARS) }
}

const QUOTE_CHARS = 160
