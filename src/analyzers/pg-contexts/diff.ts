/** `contexts diff [7d]`: what grew between looks at a process's contexts, from when to when, as a table and a picture. */
import type { ComponentSnapshot } from '../../domain/components.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { type RankedComponent, rankComponents } from '../../growth/components/rank.ts'
import { bytesColumn, table, text, textColumn } from '../blocks.ts'
import { stackChart } from '../stackChart.ts'
import { snapshotsFor } from './components.ts'
import { L } from './drilldownWords.ts'
import type { ContextLife } from './trees.ts'

const NAME_CHARS = 60
/** Looks that begin this much later than asked are told as a shorter time (our choice). */
const SHORT_RATIO = 0.9

/** `spanMs` null compares all looks there are; `process` is how the process is called in the answer. */
export function diff(
  life: ContextLife,
  process: string,
  spanMs: number | null,
  ctx: DrilldownContext,
): readonly Block[] {
  if (ctx.subject.kind === 'core') return [text(ctx, L.oneCore, { process })]
  const { snapshots: all, timed } = snapshotsFor(life, ctx.components)
  const toMs = all.at(-1)?.atMs ?? 0
  const looks = spanMs === null || !timed ? all : all.filter(({ atMs }) => atMs >= toMs - spanMs)
  const before = spanMs === null ? [] : reach(looks, timed, spanMs, process, ctx)
  const { confidence, candidates, snapshots } = rankComponents(looks)
  if (confidence === 'none') return [...before, text(ctx, L.one, { process })]
  const during = [...before, ...(timed ? [fromTo(looks, ctx)] : [])]
  if (candidates.length === 0) return [...during, text(ctx, L.still, { process, snapshots })]
  return [
    ...during,
    ...(timed ? picture(looks, ctx) : []),
    table<RankedComponent>(
      ctx,
      confidence === 'difference' ? L.differ : L.trend,
      { process, snapshots },
      COLUMNS,
      candidates,
    ),
  ]
}

const COLUMNS = [
  textColumn<RankedComponent>(L.name, ({ path }) =>
    path.slice(-2).join(' / ').slice(0, NAME_CHARS),
  ),
  bytesColumn<RankedComponent>(L.first, ({ firstBytes }) => firstBytes),
  bytesColumn<RankedComponent>(L.last, ({ lastBytes }) => lastBytes),
  bytesColumn<RankedComponent>(L.rise, ({ firstBytes, lastBytes }) => lastBytes - firstBytes),
  {
    title: L.count,
    align: 'right',
    cell: ({ count: { first, last } }: RankedComponent) =>
      first === last ? '' : `${first} → ${last}`,
    idle: '',
  },
] as const

function fromTo(looks: readonly ComponentSnapshot[], ctx: DrilldownContext): Block {
  const [first, last] = [looks[0], looks.at(-1)]
  const [fromAtMs, toAtMs] = [first?.atMs ?? 0, last?.atMs ?? 0]
  return text(ctx, L.fromTo, {
    fromAtMs,
    toAtMs,
    spanSeconds: (toAtMs - fromAtMs) / SECOND_MS,
    snapshots: looks.length,
    firstBytes: first?.totalBytes ?? null,
    lastBytes: last?.totalBytes ?? null,
  })
}

/** Says where the looks do not reach as far back as was asked: a short time must not pass for a long one. */
function reach(
  looks: readonly ComponentSnapshot[],
  timed: boolean,
  spanMs: number,
  process: string,
  ctx: DrilldownContext,
): readonly Block[] {
  if (!timed) return [text(ctx, L.untimed)]
  const askedSeconds = spanMs / SECOND_MS
  const fromAtMs = looks[0]?.atMs ?? 0
  if (looks.length < 2) return [text(ctx, L.nothingKept, { askedSeconds, process })]
  const reachMs = (looks.at(-1)?.atMs ?? 0) - fromAtMs
  if (reachMs >= SHORT_RATIO * spanMs) return []
  return [
    text(ctx, L.reach, { askedSeconds, process, reachSeconds: reachMs / SECOND_MS, fromAtMs }),
  ]
}

/** Of pasted dumps the present readings are another matter: only what was kept of this life is drawn above them. */
function picture(looks: readonly ComponentSnapshot[], ctx: DrilldownContext): readonly Block[] {
  const own = ctx.history.at(-1)?.incarnation
  const chart = stackChart({
    of: 'contexts',
    subject: ctx.subject,
    pid: ctx.pid,
    snapshots: looks,
    rows: ctx.history.filter(({ incarnation }) => incarnation === own),
    restarts: [],
    when: 'grown',
    tone: 'calm',
    zone: ctx.zone,
    lang: ctx.lang,
    drawnLang: ctx.drawnLang,
  })
  return chart === null ? [] : [{ kind: 'chart', chart }]
}
