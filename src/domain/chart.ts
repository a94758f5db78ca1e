/** A picture as data. Titles and labels arrive in words already: a chart draws, it does not speak. */

/** Growth over time with limit, restarts and forecast (design 9). */
export interface GrowthChart {
  readonly kind: 'growth'
  /** The finding: "RSS grows 420 MiB/day, limit in 9 days". */
  readonly title: string
  /** Host, subject, pid, source, range. */
  readonly subtitle: string
  readonly alt: string
  readonly tone: 'critical' | 'warning' | 'calm'
  /** Largest first; at most four are drawn. Points in order, epoch ms and bytes. A null value is a gap in the line. */
  readonly series: readonly {
    readonly label: string
    readonly points: readonly (readonly [atMs: number, bytes: number | null])[]
  }[]
  readonly limit: { readonly label: string; readonly bytes: number } | null
  readonly restarts: readonly number[]
  readonly restartLabel: string
  /** Straight line from a point on, until it meets the limit or the chart ends. */
  readonly forecast: {
    readonly fromMs: number
    readonly fromBytes: number
    readonly bytesPerDay: number
    /** When the limit is met; null when it is beyond what may be said. */
    readonly limitAtMs: number | null
  } | null
  /** Zone of the axis, an IANA name; `UTC` when not known. */
  readonly zone: string
}

export type ChartSpec = GrowthChart
