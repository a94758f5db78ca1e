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
  /** What the verdict rests on: the low level of each part of the time. Empty where there is no verdict. */
  readonly floors: readonly (readonly [atMs: number, bytes: number])[]
  readonly floorLabel: string
  readonly restarts: readonly number[]
  readonly restartLabel: string
  /** Moments that people named, in order; the number stands for a label that the font cannot draw. None in charts kept by earlier versions. */
  readonly marks?: readonly {
    readonly number: number
    readonly atMs: number
    readonly label: string
  }[]
  /** Straight line from a point on, until it meets the limit or the chart ends. */
  readonly forecast: {
    readonly fromMs: number
    readonly fromBytes: number
    readonly bytesPerDay: number
    /** Between which rates it lies; null where that is not known. */
    readonly band: { readonly lowPerDay: number; readonly highPerDay: number } | null
    /** When the limit is met; null when it is beyond what may be said. */
    readonly limitAtMs: number | null
  } | null
  /** Zone of the axis, an IANA name; `UTC` when not known. */
  readonly zone: string
}

/** What a step of a waterfall is: it gives the step its look, alike in every picture. */
export type StepKind = 'held' | 'cache' | 'kernel' | 'unknown' | 'free'

/** A sum that adds up, part by part (design 9). */
export interface WaterfallChart {
  readonly kind: 'waterfall'
  /** The finding: "Processes hold 58 % of 256 GiB; 3.1 GiB free". */
  readonly title: string
  readonly subtitle: string
  readonly alt: string
  readonly tone: 'critical' | 'warning' | 'calm'
  /** In the order in which they are stacked; one below 0 goes back. At most twelve are drawn. */
  readonly steps: readonly {
    readonly label: string
    readonly bytes: number
    readonly kind: StepKind
    /** Named by the title: bold, and in the colour of the tone. */
    readonly strong: boolean
  }[]
  readonly total: { readonly label: string; readonly bytes: number }
}

/** What happened, in order: memory over time, and events by where they were told. */
export interface TimelineChart {
  readonly kind: 'timeline'
  readonly title: string
  readonly subtitle: string
  readonly alt: string
  readonly tone: 'critical' | 'warning' | 'calm'
  readonly fromMs: number
  readonly toMs: number
  /** The subject's memory; null where too few readings are kept. */
  readonly line: {
    readonly label: string
    readonly points: readonly (readonly [atMs: number, bytes: number])[]
  } | null
  readonly lanes: readonly {
    readonly label: string
    /** In order; the number is that of the table beside the picture. */
    readonly events: readonly {
      readonly atMs: number
      readonly number: number
      readonly tone: 'critical' | 'warning' | 'calm'
    }[]
  }[]
  readonly zone: string
}

/** What a memory is made of over time: bands that lie on each other, and what each explains of the growth. */
export interface StackChart {
  readonly kind: 'stack'
  /** The finding: "CacheMemoryContext explains 88 % of the growth". */
  readonly title: string
  readonly subtitle: string
  readonly alt: string
  readonly tone: 'critical' | 'warning' | 'calm'
  /** Epoch ms of the looks, in order. */
  readonly atMs: readonly number[]
  /** From the bottom up; at most six are drawn. One value a look; null where it is not known: a gap in all bands. */
  readonly bands: readonly {
    readonly label: string
    /** Its growth and share: "+210 MiB, 88 % of the growth". */
    readonly note: string
    readonly bytes: readonly (number | null)[]
    /** All that has no band of its own. */
    readonly rest: boolean
  }[]
  /** What is counted of the whole from outside of it; above the bands is what none of them holds. */
  readonly line: {
    readonly label: string
    readonly note: string
    readonly points: readonly (readonly [atMs: number, bytes: number | null])[]
  } | null
  readonly restarts: readonly number[]
  readonly restartLabel: string
  readonly zone: string
}

/** What a tile's memory is: it gives the tile its look, alike in every picture. */
export type TileKind = 'heap' | 'anonymous' | 'shared' | 'file' | 'stack' | 'other'

/** What a process's memory is in, one area for each owner: as large as what it holds. */
export interface TreemapChart {
  readonly kind: 'treemap'
  /** The finding: "[heap] holds 46 % of 20 GiB". */
  readonly title: string
  readonly subtitle: string
  readonly alt: string
  readonly tone: 'critical' | 'warning' | 'calm'
  /** Largest first. The picture merges those that have no room for their own name. */
  readonly tiles: readonly {
    readonly label: string
    readonly bytes: number
    readonly kind: TileKind
  }[]
  /** Owners that are no tile here. They add to what the picture merges. */
  readonly others: { readonly count: number; readonly bytes: number }
  /** Stands behind the count of merged owners: "others". */
  readonly othersLabel: string
  /** The sums of all owners by kind, largest first: the legend. */
  readonly kinds: readonly {
    readonly kind: TileKind
    readonly label: string
    readonly bytes: number
  }[]
}

/** Many hosts at one moment, a row each: how full, how it came to be, and when it is full. */
export interface FleetChart {
  readonly kind: 'fleet'
  /** The finding: "morning: 3 of 214 need a look". */
  readonly title: string
  readonly subtitle: string
  readonly alt: string
  readonly tone: 'critical' | 'warning' | 'calm'
  /** What stands above the columns. */
  readonly columns: {
    readonly host: string
    readonly used: string
    readonly past: string
    readonly change: string
    readonly full: string
  }
  /** Worst first; at most LIMITS.fleetRows are drawn. */
  readonly rows: readonly {
    readonly host: string
    readonly tone: 'critical' | 'warning' | 'calm'
    /** Share of its memory in use, 0..1; null where it could not be read, and `note` says so. */
    readonly used: number | null
    readonly note: string
    /** The same share over the time of the heading, one value a part; null is a gap. */
    readonly past: readonly (number | null)[]
    /** What it grows a day: "+1.98 GiB". */
    readonly change: string
    readonly grows: boolean
    /** When it is full at that pace: "1 d 7 h". */
    readonly full: string
  }[]
  /** Hosts that have no row: "202 others"; empty where all have one. */
  readonly others: string
}

export type ChartSpec =
  | GrowthChart
  | WaterfallChart
  | TimelineChart
  | StackChart
  | TreemapChart
  | FleetChart
