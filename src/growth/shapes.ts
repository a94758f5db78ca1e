/**
 * The shapes that memory takes over time, each as columns over scaled time (0 at the first floor, 1 at the last) and
 * what it says of the end: still, bounded, growing, or paused after a growth. Parameters are on a coarse grid: the
 * best member of each family stands for it.
 */

export type Family =
  | 'const'
  | 'step'
  | 'step2'
  | 'saturating'
  | 'fill'
  | 'ramp'
  | 'line'
  | 'hinge'
  | 'power'
  | 'sqrt'
  | 'warmup+line'
  | 'step+line'

/** What a fitted shape says: rates are per whole span, instants shares of it. */
export interface Outlook {
  readonly kind: 'still' | 'bounded' | 'growing' | 'paused'
  readonly rate: number
  /** By how much it grew in all, which at an uneven rate is not the rate at the end times the time. */
  readonly rise: number
  readonly since: number
  readonly until: number | null
}

export interface Shape {
  readonly family: Family
  /** Coefficients and parameters of the grid. */
  readonly parameters: number
  readonly columns: readonly Float64Array[]
  readonly outlook: (coefficients: readonly number[]) => Outlook
}

const BOUNDED: Outlook = { kind: 'bounded', rate: 0, rise: 0, since: 0, until: null }
export const STILL: Outlook = { kind: 'still', rate: 0, rise: 0, since: 0, until: null }

/** A growth that went flat for longer than this share of the span is over: bounded, not paused. */
const PAUSE_SHARE = 0.4
/**
 * A coarser grid left so much of a very regular fill that a warm-up with a line behind it explained it better: a leak to
 * whoever believed it. Both families have the same places.
 */
const TAU_RATIO = 1.19
const tausUntil = (most: number): readonly number[] => {
  const taus = [0.015]
  while ((taus.at(-1) ?? most) * TAU_RATIO <= most) taus.push((taus.at(-1) ?? most) * TAU_RATIO)
  return taus
}
const SATURATING = tausUntil(0.41)
const LOGARITHMIC = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]
const HYPERBOLIC = [0.005, 0.015, 0.04, 0.1, 0.25]
const LOGISTIC = { middles: [0.1, 0.2, 0.3, 0.42, 0.55], widths: [0.02, 0.05, 0.1] }
const BENDS = Array.from({ length: 15 }, (_, i) => 0.15 + i * 0.05)
const RAMP = { from: [0.1, 0.25, 0.4, 0.55], to: [0.5, 0.6, 0.7, 0.8, 0.9], least: 0.2 }
const POWERS = [1.5, 2, 3, 4]
const WARM_UPS = tausUntil(0.102)
/** Where a cache was full and what leaks behind it is seen alone; later ones are hinges and ramps. */
const FULL_AT = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]
/** Shapes of more parameters need more floors than others. */
const [SOME_FLOORS, MANY_FLOORS] = [8, 10]
/** From this many places on every second one is tried for a step. */
const DENSE_PLACES = 30
/** At most this many places of each of two steps, and of a step on a line. */
const [PAIR_PLACES, LINE_PLACES] = [14, 24]
/** Of what a line grew by until a fall: with less given back it is still the same growth (givenBack.ts). */
const GIVEN_BACK_SHARE = 0.5
/** Two floors at each end cannot be a step of their own, where there are this many. */
const EDGE_FLOORS = 12
/** A bend needs floors on both sides. */
const BEND_FLOORS = 3
const FILL_FLOORS = 2

/** Every shape that so many floors can tell apart. `s` is scaled time. */
export function shapesOf(s: Float64Array): readonly Shape[] {
  const n = s.length
  return [
    ...growing(s),
    ...steps(s),
    ...saturating(s),
    ...BENDS.flatMap((bend) => bends(s, bend)),
    ...(n >= MANY_FLOORS ? ramps(s) : []),
    ...(n >= SOME_FLOORS ? warmUps(s) : []),
    ...(n >= MANY_FLOORS ? fullCaches(s) : []),
  ]
}

function growing(s: Float64Array): readonly Shape[] {
  return [
    shape('line', 1, [s], ([c = 0]) => grows(c, 0)),
    shape('sqrt', 1, [s.map(Math.sqrt)], ([c = 0]) => grows(c / 2, 0, c)),
    ...POWERS.map((power) =>
      shape('power', 2, [s.map((x) => x ** power)], ([c = 0]) => grows(c * power, 0, c)),
    ),
  ]
}

function warmUps(s: Float64Array): readonly Shape[] {
  return WARM_UPS.map((tau) =>
    shape('warmup+line', 3, [s.map((x) => 1 - Math.exp(-x / tau)), s], ([, c = 0]) => grows(c, 0)),
  )
}

/** A straight fill to a cap with a line behind it: of the warm-ups, and dearer by its corner. */
function fullCaches(s: Float64Array): readonly Shape[] {
  return FULL_AT.filter((full) => s.filter((x) => x <= full).length >= FILL_FLOORS).map((full) =>
    shape('warmup+line', 4, [s.map((x) => Math.min(x, full)), s], ([fill = 0, c = 0]) =>
      grows(c, fill > 0 ? 0 : full),
    ),
  )
}

function saturating(s: Float64Array): readonly Shape[] {
  const of = (parameters: number, column: (x: number) => number): Shape =>
    shape('saturating', parameters, [s.map(column)], () => BOUNDED)
  const logistic = LOGISTIC.middles.flatMap((middle) =>
    LOGISTIC.widths.map((width) => of(3, (x) => 1 / (1 + Math.exp(-(x - middle) / width)))),
  )
  return [
    ...SATURATING.map((tau) => of(2, (x) => 1 - Math.exp(-x / tau))),
    ...LOGARITHMIC.map((knee) => of(2, (x) => Math.log(1 + x / knee))),
    ...HYPERBOLIC.map((knee) => of(2, (x) => x / (x + knee))),
    ...(s.length >= MANY_FLOORS ? logistic : []),
  ]
}

/** A late line, and a fill to a cap. */
function bends(s: Float64Array, bend: number): readonly Shape[] {
  const after = s.reduce((count, x) => count + (x > bend ? 1 : 0), 0)
  if (s.length - after < BEND_FLOORS || after < BEND_FLOORS - 1) return []
  const fill = shape('fill', 2, [s.map((x) => Math.min(x, bend))], ([c = 0]) =>
    pausedOrOver(c, 0, bend),
  )
  const hinge = shape('hinge', 2, [s.map((x) => Math.max(0, x - bend))], ([c = 0]) =>
    grows(c, bend),
  )
  return after >= BEND_FLOORS ? [hinge, fill] : [fill]
}

function ramps(s: Float64Array): readonly Shape[] {
  return RAMP.from.flatMap((from) =>
    RAMP.to
      .filter((to) => to - from > RAMP.least)
      .map((to) =>
        shape('ramp', 3, [s.map((x) => Math.min(Math.max(0, x - from), to - from))], ([c = 0]) =>
          pausedOrOver(c, from, to),
        ),
      ),
  )
}

function steps(s: Float64Array): readonly Shape[] {
  const n = s.length
  const edge = n >= EDGE_FLOORS ? 2 : 1
  const places = Array.from({ length: Math.max(0, n - 2 * edge + 1) }, (_, i) => i + edge)
  const column = new Map(places.map((at) => [at, s.map((_, i) => (i >= at ? 1 : 0))] as const))
  const of = (at: number): Float64Array => column.get(at) ?? s
  const single = places.length > DENSE_PLACES ? places.filter((_, i) => i % 2 === 0) : places
  const one = single.map((at) => shape('step', 2, [of(at)], () => BOUNDED))
  if (n < SOME_FLOORS) return one
  const pairs = atMost(single, PAIR_PLACES)
  const two = pairs.flatMap((a, i) =>
    pairs.slice(i + 1).map((b) => shape('step2', 4, [of(a), of(b)], () => BOUNDED)),
  )
  const onLine = atMost(single, LINE_PLACES).map((at) =>
    shape('step+line', 3, [of(at), s], ([step = 0, c = 0]) =>
      isGivenBack(c, step, s[at] ?? 1) ? STILL : grows(c, 0),
    ),
  )
  return [...one, ...two, ...onLine]
}

/** A fall that gave half of a growth back, and less has grown since than was lost in it. */
function isGivenBack(rate: number, step: number, at: number): boolean {
  return -step >= GIVEN_BACK_SHARE * rate * at && -step >= rate * (1 - at)
}

function atMost(places: readonly number[], most: number): readonly number[] {
  const stride = Math.ceil(places.length / most)
  return places.filter((_, i) => i % stride === 0)
}

function grows(rate: number, since: number, rise = rate * (1 - since)): Outlook {
  return rate > 0 ? { kind: 'growing', rate, rise, since, until: null } : STILL
}

function pausedOrOver(rate: number, since: number, until: number): Outlook {
  if (until < 1 - PAUSE_SHARE) return BOUNDED
  const rise = rate * (until - since)
  return rate > 0 ? { kind: 'paused', rate, rise, since, until } : STILL
}

function shape(
  family: Family,
  parameters: number,
  columns: readonly Float64Array[],
  outlook: Shape['outlook'],
): Shape {
  return { family, parameters, columns, outlook }
}
