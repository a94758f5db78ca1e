/** Ticks of a byte axis: multiples of a power of two, so that they read `2 GiB`, never `1.86 GiB`. */

/** Three to six lines: enough to read a value, few enough to stay quiet. */
const MOST_STEPS = 6

/** Gives the ticks from 0 up to `top` bytes, at most seven. */
export function byteTicks(top: number): readonly number[] {
  let step = 1
  while (top / step > MOST_STEPS) step *= 2
  const ticks: number[] = []
  for (let at = 0; at <= top; at += step) ticks.push(at)
  return ticks
}
