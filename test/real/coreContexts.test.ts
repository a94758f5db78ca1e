/** The tree out of a core file is the living process's, for a small part of the file's bytes. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { WalkedContexts } from '../../src/domain/contexts.ts'
import type { Walk } from '../../src/domain/memory.ts'
import { readCore } from '../../src/memory/core.ts'
import { throughCore } from '../../src/memory/coreRanges.ts'
import { contextDetails } from '../../src/memory/palloc/details.ts'
import { contextWalk } from '../../src/memory/palloc/walk.ts'
import { drive, treeOf } from './localMemory.ts'
import { missing, needing } from './needs.ts'
import { missingServer, PostgresServer } from './postgresServer.ts'

const CHUNKS = 1_200_000
const CLI = join(import.meta.dirname, '../../dist/src/cli.js')

function memcheck(folder: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [CLI, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
  })
}

describe.skipIf(missingServer('15') || missing('gdb'))(
  needing('gdb', 'a core of PostgreSQL'),
  () => {
    const servers: PostgresServer[] = []
    const folders: string[] = []
    afterAll(() => {
      for (const server of servers) server.stop()
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    })

    test.each(['15', '18'] as const)('gcore of %s gives the same tree', async (version) => {
      const server = new PostgresServer(version)
      servers.push(server)
      const session = await server.session()
      await session.ask(
        `create function leak_top(int8, int8) returns int8 language c strict as '${server.leaky()}', 'leak_top';`,
      )
      await session.ask(`select leak_top(${CHUNKS}, 128);`)
      const live = treeOf(session.pid)
      spawnSync('gcore', ['-o', join(server.folder, 'core'), String(session.pid)], {
        stdio: 'ignore',
      })
      const path = join(server.folder, `core.${session.pid}`)
      const files = new Map<string | null, number>([[null, openSync(path, 'r')]])
      const cost = { bytes: 0 }
      const read = (file: string | null, at: number, bytes: number): Uint8Array => {
        const fd = files.get(file) ?? openSync(file ?? path, 'r')
        files.set(file, fd)
        const out = new Uint8Array(bytes)
        const got = readSync(fd, out, 0, bytes, at)
        cost.bytes += got
        return out.subarray(0, got)
      }
      const core = drive(files.get(null) ?? 0, readCore())
      if ('refused' in core) throw new Error(core.refused)
      expect(core.threads.map(({ id }) => id)).toContain(session.pid)
      expect(core.program).toMatch(/\/postgres$/)
      const through = <T>(walk: Walk<T>): T => {
        const parts = throughCore(core, walk)
        let step = parts.next([])
        while (step.done !== true)
          step = parts.next(step.value.map(({ file, at, bytes }) => read(file, at, bytes)))
        return step.value
      }
      const { regions, program } = core
      const tree = through(contextWalk({ regions, program: program ?? '', versionHint: version }))
      if ('refused' in tree) throw new Error(tree.refused)
      const whole = through(contextDetails(tree))
      expect(whole.torn).toEqual([])
      expect(whole.tree).toEqual(live.tree)
      const { size } = statSync(path)
      expect(cost.bytes).toBeLessThan(size / 100)
      for (const fd of files.values()) closeSync(fd)
      rmSync(path)
    })

    test('`memcheck read` of a core tells the tree of the living process', async () => {
      const server = new PostgresServer('15')
      servers.push(server)
      const session = await server.session()
      await session.ask(
        `create function leak_top(int8, int8) returns int8 language c strict as '${server.leaky()}', 'leak_top';`,
      )
      await session.ask(`select leak_top(${CHUNKS}, 128);`)
      const live = treeOf(session.pid).tree.contexts
      spawnSync('gcore', ['-o', join(server.folder, 'core'), String(session.pid)], {
        stdio: 'ignore',
      })
      const folder = mkdtempSync(join(tmpdir(), 'memcheck-core-'))
      folders.push(folder)
      const path = join(server.folder, `core.${session.pid}`)
      const json = memcheck(folder, 'read', path, '--json')
      const { parts } = JSON.parse(json.stdout) as {
        parts: readonly { kind: string; value: WalkedContexts; findings: { code: string }[] }[]
      }
      expect(parts.map(({ kind }) => kind)).toEqual(['memory/contexts'])
      const contexts = parts[0]?.value.contexts ?? []
      expect(sumOf(contexts)).toEqual(sumOf(live))
      expect(contexts.length).toBe(live.length)
      expect(parts[0]?.value).toMatchObject({ pid: session.pid, way: 'local', complete: true })
      const said = memcheck(folder, 'read', path)
      expect(said.stdout).toMatch(/TopMemoryContext/)
      expect(said.status).toBe(json.status)
    })
  },
)

function sumOf(contexts: WalkedContexts['contexts']) {
  const sum = (of: (one: WalkedContexts['contexts'][number]) => number | null): number =>
    contexts.reduce((all, one) => all + (of(one) ?? Number.NaN), 0)
  return {
    totalBytes: sum(({ totalBytes }) => totalBytes),
    blocks: sum(({ blocks }) => blocks),
    freeBytes: sum(({ freeBytes }) => freeBytes),
    freeChunks: sum(({ freeChunks }) => freeChunks),
  }
}
