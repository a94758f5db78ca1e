/** Seed 001's structures in a real process: no Greenplum runs here, so the layout is from source and says so. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pgContexts } from '../../src/analyzers/pg-contexts/index.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { isClean } from '../../src/memory/palloc/result.ts'
import { regionsOf } from '../../src/memory/regions.ts'
import { contextsText } from '../../src/parsers/postgres/memoryContexts.ts'
import { maps } from '../../src/parsers/proc/maps.ts'
import { detailedTree, walkTree } from '../../src/pipeline/memory/contexts.ts'
import { Driver } from '../../src/pipeline/memory/drive.ts'
import { systemClock } from '../../src/schedule/clock.ts'
import { findingsOf, frame } from '../analyzers/frames.ts'
import { contextOf } from '../hosts/load.ts'
import { openLocally } from '../memory/localRanges.ts'
import { walkContexts } from './localMemory.ts'
import { missing, needing, pathOf } from './needs.ts'

/** Bytes of a block of the program, and of a chunk with its header. */
const BLOCK_BYTES = 8192
const BLOCK_HEADER_BYTES = 32
const CHUNK_BYTES = 144

/** The whole way: ranges, walk, the text that is kept, the finding. */
async function balanceTold(pid: number, program: string): Promise<Finding['numbers'] | undefined> {
  const reader = await openLocally({ kind: 'memory', pid })
  if ('reason' in reader) throw new Error(reader.detail)
  const clock = systemClock()
  const driver = new Driver({ reader, swapped: null, clock })
  const parsed = maps.parse(readFileSync(`/proc/${pid}/maps`, 'utf8'), { cut: false })
  if ('error' in parsed) throw new Error(parsed.error.sample)
  const regions = regionsOf(parsed.value.mappings)
  const input = { regions, program, versionHint: '9.4' }
  const tree = await walkTree(driver, clock, input, async () => regions)
  if (typeof tree === 'string') throw new Error(tree)
  const text = contextsText(await detailedTree(driver, tree, { pid, way: 'local' }))
  await reader.close()
  const findings = findingsOf(
    pgContexts,
    contextOf('gp1', { frames: [frame('memory/contexts', text)] }),
  )
  return findings.find(({ code }) => code === 'contexts.balance')?.numbers
}

describe.skipIf(missing('cc'))(needing('cc', 'Greenplum 6'), () => {
  test.each([
    { layout: 'greenplum-6', flags: [] },
    { layout: 'greenplum-6', flags: ['-no-pie'] },
    { layout: 'greenplum-6-callbacks', flags: ['-DCALLBACKS'] },
  ])(
    'seed 001 as $layout $flags: TopMemoryContext, its balance, the reconcile',
    async ({ layout, flags }) => {
      const folder = mkdtempSync(join(tmpdir(), 'memcheck-gp6-'))
      const program = join(folder, 'greenplum6')
      const source = join(import.meta.dirname, 'greenplum6.c')
      execFileSync(pathOf('cc'), ['-O1', '-rdynamic', ...flags, '-o', program, source])
      const child = spawn(program, { stdio: ['ignore', 'pipe', 'ignore'] })
      try {
        await new Promise((resolve) => child.stdout.once('data', resolve))
        const { result } = walkContexts(child.pid ?? 0, '9.4')
        if ('refused' in result) throw new Error(result.refused)
        expect(isClean(result)).toBe(true)
        expect(result).toMatchObject({
          layout: { id: layout, version: '9.4', greenplum: true, verified: false },
          unclear: [],
          damaged: [],
        })
        const [top, cache, error] = result.tree.contexts
        expect([top?.name, cache?.name, error?.name]).toEqual([
          'TopMemoryContext',
          'CacheMemoryContext',
          'ErrorContext',
        ])
        const unused = BLOCK_BYTES - BLOCK_HEADER_BYTES - 50 * CHUNK_BYTES
        expect(top).toMatchObject({
          totalBytes: BLOCK_BYTES,
          blocks: 1,
          freeBytes: unused + 3 * CHUNK_BYTES,
          freeChunks: 3,
        })
        const counts = result.places[0]?.accounting
        expect(counts?.balanceBytes).toBe(12_214_020_216)
        expect(counts?.heldAtMostBytes).toBe(12_703_724_688)
        // Seed 001: 84,812,936 texts of 144 bytes each are what the shared header says, within a ten thousandth.
        expect((84_812_936 * CHUNK_BYTES) / (counts?.balanceBytes ?? 1)).toBeCloseTo(1, 3)
        expect((counts?.allocatedBytes ?? 0) - (counts?.freedBytes ?? 0)).toBe(12_703_691_872)
        expect(result.places[1]?.accounting?.balanceBytes).toBe(20 * CHUNK_BYTES)
        expect(await balanceTold(child.pid ?? 0, program)).toMatchObject({
          context: 'TopMemoryContext',
          balanceBytes: 12_214_020_216,
          heldBytes: 12_703_691_872,
          blocksBytes: BLOCK_BYTES,
          fromSource: 1,
        })
      } finally {
        child.kill('SIGKILL')
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )

  test('a process that is not PostgreSQL is refused', () => {
    expect(walkContexts(process.pid, null).result).toEqual({ refused: 'not-postgres' })
  })
})
