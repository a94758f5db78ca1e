/** Dumps of MemoryContexts as people bring them: recognised, summed, a folder as one series. */
import { expect, test } from 'vitest'
import { fixture } from '../../parsers/helpers.ts'
import { answer, file } from './house.ts'

const dump = (name: string) => fixture(`postgres/${name}.txt`)

test.each([
  ['contexts-stderr-15', 'postgres/contexts', 479, 5775376],
  ['contexts-log-15', 'postgres/contexts', 479, 5775376],
  ['contexts-view-15-plain', 'postgres/contexts-view', 114, 1812496],
  ['contexts-view-15-unicode', 'postgres/contexts-view', 113, 1775832],
  ['contexts-view-15-border2', 'postgres/contexts-view', 10, 1538064],
  ['contexts-view-15-expanded', 'postgres/contexts-view', 4, 179600],
  ['contexts-view-15-csv', 'postgres/contexts-view', 115, 1789968],
])('%s is known by its content', async (name, kind, contexts, totalBytes) => {
  const { parts } = await answer(file('paste', dump(name)))
  expect(parts.map((part) => part.kind)).toEqual([kind])
  expect(parts[0]?.value).toMatchObject({ contexts, totalBytes })
  expect(parts[0]?.losses).toEqual([])
  expect(parts[0]?.findings.map(({ code }) => code)).toContain('contexts.held')
})

test('a server’s log with dumps among other entries is a log that tells of contexts', async () => {
  const text = `2026-11-26 09:33:00 UTC::@:[1]: LOG:  database system is ready\n${dump('contexts-log-three-15')}`
  const { parts } = await answer(file('postgresql.log', text))
  expect(parts.map(({ kind }) => kind)).toEqual(['postgres/log'])
  expect(parts[0]?.findings.map(({ code }) => code)).toEqual([
    'contexts.held',
    'contexts.held',
    'contexts.held',
  ])
})

const script = (mib: number) =>
  `(gdb)\nTopMemoryContext: 149616\n CacheMemoryContext: ${mib * 1024 ** 2}\n ErrorContext: 8192\n`

test('a folder of dumps is one series: told once, with its growth', async () => {
  const files = [1, 2, 3, 4, 5].map((day) =>
    file(`memcheck/ctx.2026112${day}T0300.log`, script(50 * day)),
  )
  const { parts } = await answer(...files)
  const findings = parts.flatMap((part) => part.findings)
  expect(findings.map(({ code }) => code)).toEqual(['contexts.grows', 'contexts.held'])
  expect(findings[0]?.numbers).toMatchObject({
    context: 'CacheMemoryContext',
    snapshots: 5,
    risenBytes: 200 * 1024 ** 2,
    slopeBytesPerDay: 50 * 1024 ** 2,
  })
})
