import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { type FleetHost, fleetGrowth } from '../../src/growth/fleet.ts'
import { NOW_MS } from './rows.ts'

const HOURS = 14 * 24
/** Evenly spread numbers of -1 to 1, by place (a hash of it). */
const luck = (host: number, hour: number) => {
  const mixed = Math.imul((host + 1) * 2_654_435_761 + hour * 40_503, 2_246_822_519) >>> 0
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 31 - 1
}

/** Hosts of one service: a daily load common to all, noise of their own, and what each grows by a day. */
function fleet(count: number, growsPerDay: (host: number) => number): readonly FleetHost[] {
  return Array.from({ length: count }, (_, host) => ({
    host: `web${host}`,
    points: Array.from({ length: HOURS }, (_, hour) => {
      const load = 0.15 * Math.sin((hour / 12) * Math.PI) + 0.004 * (hour / 24)
      const level = 0.4 + 0.03 * luck(host, -1)
      const share = level + load + 0.03 * luck(host, hour) + (growsPerDay(host) * hour) / 24
      return [NOW_MS - (HOURS - hour) * HOUR_MS, share] as const
    }),
  }))
}

describe('forty hosts with one load', () => {
  test('nine that grow beneath the load are seen, and named', () => {
    const of = fleetGrowth(
      fleet(40, (host) => (host < 9 ? 0.006 : 0)),
      NOW_MS,
    )
    expect(of).toMatchObject({ hosts: 40 })
    expect((of?.lastCount ?? 0) - (of?.firstCount ?? 0)).toBeGreaterThanOrEqual(6)
    expect(of?.score).toBeGreaterThan(0.86)
    expect(of?.risen.filter((host) => Number(host.slice(3)) < 9).length).toBeGreaterThanOrEqual(6)
  })

  test.each([
    ['none grows, and all have the same daily load and the same slow rise', () => 0],
    ['all grow alike: each tells that itself', () => 0.006],
    ['two grow: that is two hosts, not a fleet', (host: number) => (host < 2 ? 0.02 : 0)],
  ])('%s: nothing', (_, growsPerDay) => {
    expect(fleetGrowth(fleet(40, growsPerDay), NOW_MS)).toBeNull()
  })
})

test('nine hosts are too few, and so are hosts that were hardly read', () => {
  const grows = (host: number) => (host % 2 === 0 ? 0.02 : 0)
  expect(fleetGrowth(fleet(9, grows), NOW_MS)).toBeNull()
  expect(fleetGrowth(fleet(20, grows), NOW_MS)).not.toBeNull()
  const thin = fleet(20, grows).map((of) => ({ ...of, points: of.points.slice(0, 5) }))
  expect(fleetGrowth(thin, NOW_MS)).toBeNull()
  expect(fleetGrowth([], NOW_MS)).toBeNull()
})

test('a host that was not read for a while does not look like one host less', () => {
  const hosts = fleet(40, () => 0).map((of, i) =>
    i < 10 ? { ...of, points: of.points.filter(([at]) => at < NOW_MS - 3 * DAY_MS) } : of,
  )
  expect(fleetGrowth(hosts, NOW_MS)).toBeNull()
})
