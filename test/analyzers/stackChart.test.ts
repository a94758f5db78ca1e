/** The picture of what a subject is made of: its words by how much so many looks allow, and when it is not drawn. */
import { expect, test } from 'vitest'
import { type StackInput, stackChart } from '../../src/analyzers/stackChart.ts'
import { MIB } from '../../src/domain/bytes.ts'
import type { ComponentSnapshot } from '../../src/domain/components.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { row } from '../growth/rows.ts'

function looks(count: number, leakBytes: number, otherBytes = 0): readonly ComponentSnapshot[] {
  return Array.from({ length: count }, (_, i) => {
    const cache = 10 * MIB + i * leakBytes
    const other = 5 * MIB + i * otherBytes
    return {
      atMs: (i + 1) * HOUR_MS,
      complete: true,
      totalBytes: cache + other + 2 * MIB,
      parts: [
        { path: ['TopMemoryContext', 'CacheMemoryContext'], bytes: cache, count: 1 },
        { path: ['TopMemoryContext', 'MessageContext'], bytes: other, count: 1 },
        { path: ['TopMemoryContext'], bytes: 2 * MIB, count: 1 },
      ],
    }
  })
}

/** Read a moment before each look. */
const rowsOf = (snapshots: readonly ComponentSnapshot[], anonBytes: number) =>
  snapshots.map(({ atMs }) => row(atMs - 900, anonBytes))

function draw(snapshots: readonly ComponentSnapshot[], more: Partial<StackInput> = {}) {
  return stackChart({
    of: 'contexts',
    subject: { host: 'db1', kind: 'process', name: 'postgres' },
    pid: 4242,
    snapshots,
    rows: [],
    restarts: [],
    when: 'grown',
    tone: 'calm',
    zone: 'UTC',
    lang: 'en',
    ...more,
  })
}

test('from four looks on the title names what explains the growth; two or three name nobody', () => {
  expect(draw(looks(6, 20 * MIB, 4 * MIB))?.title).toBe(
    'CacheMemoryContext explains 83 % of the growth',
  )
  expect(draw(looks(3, 20 * MIB))?.title).toBe('Contexts grew 40 MiB between 3 looks')
  expect(draw(looks(3, 20 * MIB), { of: 'programs' })?.title).toBe(
    'Programs grew 40 MiB between 3 looks',
  )
})

test('bands bear names, growth and share, and the text says the same in the reader’s language', () => {
  const chart = draw(looks(6, 20 * MIB, 4 * MIB), { lang: 'zh' })
  expect(chart?.bands.map(({ label, note, rest }) => [label, note, rest])).toEqual([
    ['CacheMemoryContext', '+100 MiB, 83 % of the growth', false],
    ['MessageContext', '+20 MiB, 17 % of the growth', false],
    ['other (1)', 'unchanged', true],
  ])
  expect(chart?.subtitle).toBe('db1 · pid 4242 · contexts 17 MiB → 137 MiB in 5 h, 6 looks')
  expect(chart?.alt).toContain('CacheMemoryContext 占增长的 83 %')
  expect(chart?.alt).toContain('MessageContext +20 MiB，占增长的 17 % (25 MiB)')
})

test('anonymous memory stands above as what is outside contexts, and not where contexts hold more', () => {
  const snapshots = looks(6, 20 * MIB)
  const above = draw(snapshots, { rows: rowsOf(snapshots, 300 * MIB) })
  expect(above?.line).toMatchObject({ label: 'anon', note: '183 MiB outside contexts' })
  expect(above?.line?.points).toHaveLength(6)
  expect(draw(snapshots, { rows: rowsOf(snapshots, 20 * MIB) })?.line).toBe(null)
})

test('nobody is shown a picture unasked that names no one, or that shows nothing', () => {
  expect(draw(looks(6, 20 * MIB), { when: 'named' })).not.toBe(null)
  expect(draw(looks(3, 20 * MIB), { when: 'named' })).toBe(null)
  expect(draw(looks(6, MIB), { when: 'named' })).toBe(null)
  expect(draw(looks(6, 0))).toBe(null)
  expect(draw(looks(6, MIB / 16))).toBe(null)
})
