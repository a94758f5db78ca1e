/** The numbers of a report: at most eight, what is usual here always among them. */
import { expect, test } from 'vitest'
import { GIB } from '../../src/domain/bytes.ts'
import { plain } from '../../src/domain/words.ts'
import { fieldsOf } from '../../src/report/fields.ts'
import { reportOf } from './reports.ts'

const USUAL = {
  metric: 'anonAndSwapBytes',
  lowBytes: 3.1 * GIB,
  highBytes: 3.6 * GIB,
  nowBytes: 5.2 * GIB,
  above: false,
  days: 12,
  readings: 40,
  of: 'working-days',
} as const
const LEVELS = Object.fromEntries(
  [
    'process.rssBytes',
    'process.pssBytes',
    'process.anonBytes',
    'process.swapBytes',
    'host.memAvailableBytes',
    'host.memTotalBytes',
    'cgroup.limitBytes',
    'host.anonBytes',
  ].map((name) => [name, GIB]),
)

function told(parts: Parameters<typeof reportOf>[0], lang: 'en' | 'zh' = 'en') {
  const block = fieldsOf(reportOf({ levels: LEVELS, ...parts }, 'process'), lang)
  return block.kind === 'fields'
    ? block.fields.map(({ label, value }) => `${plain(label)}: ${plain(value)}`)
    : []
}

test('what is usual at this hour, in both languages', () => {
  expect(told({ usual: USUAL })).toContain(
    'usual at this hour (anon + swap): 3.1 GiB to 3.6 GiB (12 working days)',
  )
  expect(told({ usual: { ...USUAL, above: true } }, 'zh')).toContain(
    '此时段的常见值（匿名 + 交换）: 3.1 GiB ~ 3.6 GiB（12 个工作日）；当前 5.2 GiB，高于常见值',
  )
  expect(told({}).join()).not.toContain('usual')
})

test('where there is too much, the start goes first and what is usual stays', () => {
  const names = told({ usual: USUAL }).map((line) => line.split(':')[0])
  expect(names.length).toBeLessThanOrEqual(8)
  expect(names).toContain('usual at this hour (anon + swap)')
  expect(names).toContain('RSS')
})
