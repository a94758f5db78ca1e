/** A report as programs read it (design 7): ISO 8601 instants, bytes as integers, arrays present when empty. */
import type { GrowthChart, StackChart } from '../domain/chart.ts'
import type { CoreFile } from '../domain/core.ts'
import type { Growth } from '../domain/growth.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Report } from '../domain/report.ts'
import { isoUtc } from '../domain/time.ts'

export function reportJson(report: Report): unknown {
  const { growth, incarnation } = report
  return {
    verdict: report.verdict,
    run: report.runId,
    subject: report.subject,
    incarnation:
      incarnation === null
        ? null
        : { ...incarnation, startedAt: iso(incarnation.startedAtMs), startedAtMs: undefined },
    at: isoUtc(report.atMs),
    durationMs: report.durationMs,
    levels: report.levels,
    changes: report.changes,
    previousAt: iso(report.previousAtMs),
    findings: report.findings.map(({ mutedUntilMs, ...finding }) => ({
      ...finding,
      ...(mutedUntilMs === undefined ? {} : { mutedUntil: isoUtc(mutedUntilMs) }),
    })),
    growth: growth === null ? null : growthJson(growth),
    usual: report.usual,
    gaps: report.gaps,
    losses: report.losses,
    unchecked: report.unchecked,
    cost: report.cost,
    ...(report.script === undefined ? {} : { script: report.script }),
    ...(report.core === undefined ? {} : { core: coreJson(report.core) }),
    charts: report.charts.map(chartJson),
  }
}

function coreJson({ writtenAtMs, ...core }: CoreFile): unknown {
  return { ...core, writtenAt: iso(writtenAtMs) }
}

/** Growth with its instants in ISO 8601. */
export function growthJson(growth: Growth): unknown {
  return { ...growth, since: iso(growth.since), until: iso(growth.until) }
}

/** A chart's series, `t` in epoch seconds. */
export function chartJson(chart: GrowthChart | StackChart): unknown {
  const restarts = chart.restarts.map((atMs) => isoUtc(atMs))
  if (chart.kind === 'growth') {
    const marks = (chart.marks ?? []).map(({ atMs, ...mark }) => ({ ...mark, at: isoUtc(atMs) }))
    return { ...chart, restarts, marks, series: chart.series.map(lineJson) }
  }
  const { atMs, line, bands, ...rest } = chart
  return {
    ...rest,
    restarts,
    t: atMs.map((at) => Math.round(at / 1000)),
    bands,
    line: line === null ? null : { ...lineJson(line), note: line.note },
  }
}

function lineJson({ label, points }: GrowthChart['series'][number]) {
  return {
    label,
    points: points
      .slice(-LIMITS.chartPoints)
      .map(([atMs, bytes]) => ({ t: Math.round(atMs / 1000), bytes })),
  }
}

function iso(atMs: number | null): string | null {
  return atMs === null ? null : isoUtc(atMs)
}
