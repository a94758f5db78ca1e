/** Does the host's memory in use grow for good? From its history: the bot's own, and what the host kept itself. */
import { type AnalyzeContext, defineAnalyzer } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import type { Growth } from '../../domain/growth.ts'
import { NAMED_SHARE } from '../../growth/components/rank.ts'
import { foretold } from '../../growth/foretold.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { askHostCommand } from '../asks.ts'
import { NEAR_SECONDS, THRESHOLDS } from '../leak/judge.ts'
import { growerOf, nameOf, riseOf, WHO } from './who.ts'
import { type HostGrowthCode, WORDS } from './words.ts'

const NEEDS = { meminfo }

export const hostGrowth = defineAnalyzer<typeof NEEDS, Record<never, never>, HostGrowthCode>({
  id: 'host-growth',
  title: { en: 'Growth of the host', zh: '主机内存增长' },
  scope: 'host',
  needs: NEEDS,
  likes: {},
  words: WORDS,
  thresholds: [
    ...THRESHOLDS,
    {
      name: 'NAMED_SHARE',
      value: NAMED_SHARE,
      unit: 'ratio',
      source: 'ours: with a smaller share, two others may have grown as much',
    },
  ],
  falseAlarms: [
    {
      en: 'A host that is filled with work over days (a migration, an autoscaler) grows and is no leak.',
      zh: '在数日内逐步接入业务的主机（迁移、自动扩容）占用会增长，但不是泄漏。',
    },
  ],
  drilldowns: [WHO],
  analyze: (_, ctx) => {
    const findings = judgeHostGrowth(ctx)
    return findings.length === 0 ? [] : [...findings, ...growerFinding(ctx)]
  },
})

type HostGrowthFinding = Finding & { readonly code: HostGrowthCode }

function judgeHostGrowth(ctx: AnalyzeContext): readonly HostGrowthFinding[] {
  const { growth, subject } = ctx
  // On a process's report growth is the process's.
  if (growth === null || subject.kind !== 'host') return []
  const evidence = [/^MemTotal:/, /^MemAvailable:/]
    .map((line) => ctx.evidence.quote(meminfo.id, line))
    .filter(({ line }) => line !== '')
  const of = (
    code: HostGrowthCode,
    severity: Finding['severity'],
    more: Finding['numbers'] = {},
  ): HostGrowthFinding => ({
    code,
    severity,
    numbers: { ...numbersOf(growth, ctx), ...more },
    evidence,
  })
  if (growth.verdict === 'growing-not-yet-proved') return [of('growth.not-proved', 'info')]
  if (growth.verdict !== 'leaking') return []
  const eta = foretold(growth)
  if (eta === null) return [of('growth.steady', 'warning')]
  const { limitBytes, seconds: etaSeconds, lo: etaLowSeconds } = eta
  const severity = etaSeconds < NEAR_SECONDS ? 'critical' : 'warning'
  return [of('growth.to-limit', severity, { limitBytes, etaSeconds, etaLowSeconds })]
}

/** The program that grew most, where there were looks enough to name one. */
function growerFinding(ctx: AnalyzeContext): readonly HostGrowthFinding[] {
  const grower = growerOf(ctx.components)
  if (grower === null) return []
  const spanMs = (ctx.components.at(-1)?.atMs ?? 0) - (ctx.components[0]?.atMs ?? 0)
  return [
    {
      code: 'growth.program',
      severity: 'info',
      numbers: {
        host: ctx.subject.host,
        program: nameOf(grower),
        risenBytes: riseOf(grower),
        lastBytes: grower.lastBytes,
        shareRatio: grower.share,
        snapshots: ctx.components.length,
        spanSeconds: spanMs / 1000,
        usageCommand: askHostCommand(ctx, 'who'),
      },
      evidence: [
        {
          source: 'history',
          line: `${nameOf(grower)}: ${grower.firstBytes} -> ${grower.lastBytes}`,
        },
      ],
    },
  ]
}

function numbersOf(growth: Growth, ctx: AnalyzeContext): Finding['numbers'] {
  return {
    host: ctx.subject.host,
    points: growth.points,
    spanSeconds: growth.spanSec,
    sinceAtMs: growth.since ?? 0,
    risenBytes: Math.round(growth.risenBytes ?? 0),
    slopeBytesPerDay: Math.round(growth.slopeBytesPerDay ?? 0),
    slopeLowBytesPerDay: Math.round(growth.slopeLo ?? 0),
    slopeHighBytesPerDay: Math.round(growth.slopeHi ?? 0),
    usageCommand: askHostCommand(ctx, 'who'),
  }
}
