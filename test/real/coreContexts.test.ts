/** The tree out of a core file is the living process's, for a small part of the file's bytes: here and on a host. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { MemoryContext, WalkedContexts } from '../../src/domain/contexts.ts'
import type { Walk } from '../../src/domain/memory.ts'
import { readCore } from '../../src/memory/core.ts'
import { throughCore } from '../../src/memory/coreRanges.ts'
import { contextDetails } from '../../src/memory/palloc/details.ts'
import { contextWalk } from '../../src/memory/palloc/walk.ts'
import { memoryContexts } from '../../src/parsers/postgres/memoryContexts.ts'
import type { House } from '../../src/pipeline/house.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { drive, treeOf } from './localMemory.ts'
import { missing, needing } from './needs.ts'
import { missingServer, PostgresServer } from './postgresServer.ts'
import { startSshd } from './sshd.ts'

const CHUNKS = 1_200_000
const CLI = join(import.meta.dirname, '../../dist/bundle/cli.js')

function memcheck(folder: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [CLI, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, MEMCHECK_DATA: join(folder, 'data') },
  })
}

describe.skipIf(missingServer('15') || missing('gdb') || missing('sshd'))(
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

    describe('a core of 15', () => {
      let path = ''
      let folder = ''
      let pid = 0
      let live: readonly MemoryContext[]
      /** What `memcheck read` of the file gives. */
      let here: WalkedContexts

      beforeAll(async () => {
        const server = new PostgresServer('15')
        servers.push(server)
        const session = await server.session()
        await session.ask(
          `create function leak_top(int8, int8) returns int8 language c strict as '${server.leaky()}', 'leak_top';`,
        )
        await session.ask(`select leak_top(${CHUNKS}, 128);`)
        pid = session.pid
        live = treeOf(pid).tree.contexts
        spawnSync('gcore', ['-o', join(server.folder, 'core'), String(pid)], { stdio: 'ignore' })
        folder = mkdtempSync(join(tmpdir(), 'memcheck-core-'))
        folders.push(folder)
        path = join(server.folder, `core.${pid}`)
      })

      test('`memcheck read` of it tells the tree of the living process', () => {
        const json = memcheck(folder, 'read', path, '--json')
        const { parts } = JSON.parse(json.stdout) as {
          parts: readonly { kind: string; value: WalkedContexts; findings: { code: string }[] }[]
        }
        expect(parts.map(({ kind }) => kind)).toEqual(['memory/contexts'])
        const [part] = parts
        if (part === undefined) throw new Error(json.stdout)
        here = part.value
        expect(sumOf(here.contexts)).toEqual(sumOf(live))
        expect(here.contexts.length).toBe(live.length)
        expect(here).toMatchObject({ pid, way: 'local', complete: true })
        const said = memcheck(folder, 'read', path)
        expect(said.stdout).toMatch(/TopMemoryContext/)
        expect(said.status).toBe(json.status)
      })

      test.each([
        ['sftp', 'ForceCommand internal-sftp'],
        ['perl', 'Subsystem sftp /bin/false'],
      ])(
        'on a host it gives the same over %s, for less than a hundredth of its bytes',
        async (way, config) => {
          const sshd = await startSshd({ types: ['ed25519'], config: [config] })
          const { house, close } = await openLocalHouse()
          onTestFinished(async () => {
            await close()
            await sshd.close()
          })
          const hosts = [sshd.entry({ name: 'db1', memory: true })]
          const of: House = { ...house, inventory: { hosts, groups: {}, embedded: false } }
          const done = await runIn(of, `db1 core:${path}`)
          expect(done.json).toMatchObject({
            subject: { kind: 'core', host: 'db1', name: path },
            core: { pid, sizeBytes: statSync(path).size, writtenAt: writtenAt(path), cut: false },
            verdict: 'info',
          })
          const { findings, cost } = done.json as {
            findings: readonly unknown[]
            cost: { bytes: number }
          }
          expect(findings[0]).toMatchObject({
            code: 'contexts.unusual',
            numbers: { context: 'TopMemoryContext', process: `core.${pid} (PID ${pid})` },
          })
          expect(cost.bytes).toBeLessThan(statSync(path).size / 100)
          expect(cost.bytes).toBeGreaterThan(4096)
          expect(await keptTree(of)).toEqual({ ...here, way })
          const tree = await runIn(of, `db1 core:${path} tree`)
          expect(JSON.stringify(tree.message)).toMatch(/TopMemoryContext: 1\d\d MiB/)
        },
      )
    })
  },
)

/** The tree that the newest run has kept, with what `read` prints of it beside. */
async function keptTree({ store }: House) {
  const [run] = await store.runsOf('db1', 1)
  const capture = await store.capture(run?.id ?? '')
  const raw = capture?.frames.find(({ source }) => source === memoryContexts.id)?.raw
  const parsed = memoryContexts.parse(raw?.kind === 'ok' ? raw.text : '', { cut: false })
  if ('error' in parsed) throw new Error(JSON.stringify(raw))
  return parsed.value
}

/** The file's time, in whole seconds as a host tells it. */
function writtenAt(path: string): string {
  const seconds = Math.floor(statSync(path).mtimeMs / 1000)
  return new Date(seconds * 1000).toISOString().replace('.000', '')
}

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
