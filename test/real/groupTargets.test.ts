/** Whole cgroups asked for by unit, container and path, on this very machine: a real group, its files read by the script. */
import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { plain } from '../../src/domain/words.ts'
import type { House } from '../../src/pipeline/house.ts'
import { captureFile, parseCaptureFile, replay } from '../../src/pipeline/replay.ts'
import { reportJson } from '../../src/report/json.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { type Group, makeGroup, noGroups } from './group.ts'

const WHY_NOT = noGroups()
const ID = `${process.pid}`.padStart(8, '0').padEnd(64, 'a5')

interface Json {
  readonly run: string
  readonly verdict: string
  readonly subject: { readonly kind: string; readonly name: string }
  readonly incarnation: { readonly key: string; readonly pid: number | null }
  readonly levels: Readonly<Record<string, number | null>>
  readonly gaps: readonly unknown[]
  readonly unchecked: readonly unknown[]
  readonly findings: readonly {
    readonly code: string
    readonly numbers: Readonly<Record<string, number | string>>
  }[]
}

describe.skipIf(WHY_NOT !== null)(
  `whole groups${WHY_NOT === null ? '' : ` [skipped: ${WHY_NOT}]`}`,
  () => {
    let house: House
    let close: () => Promise<void>
    let unit: Group
    let container: Group
    const children: ChildProcess[] = []

    /** Holds so many MiB that it has written to, until it is ended. */
    async function holder(mib: number): Promise<number> {
      const code = `const b = Buffer.alloc(${mib} << 20, 1); console.log('held'); setInterval(() => b[0]++, 60000)`
      const child = spawn(process.execPath, ['-e', `process.stdin.once('data', () => {${code}})`])
      children.push(child)
      return child.pid ?? 0
    }

    /** Lets it begin to hold, now that it stands where its memory is to be counted. */
    async function held(pid: number): Promise<void> {
      const child = children.find((one) => one.pid === pid)
      const said = new Promise((done) => child?.stdout?.once('data', done))
      child?.stdin?.write('now')
      await said
    }

    beforeAll(async () => {
      ;({ house, close } = await openLocalHouse())
      unit = makeGroup('unit', 512 * MIB, '.service')
      container = makeGroup('box', 1024 * MIB, `:docker:${ID}`)
      const [main, worker, boxed] = [await holder(20), await holder(90), await holder(30)]
      unit.join(main)
      // Delegated: the largest process is not in the unit's own group.
      unit.joinBelow('workers', worker)
      container.join(boxed)
      for (const pid of [main, worker, boxed]) await held(pid)
    })

    afterAll(async () => {
      await Promise.all(
        children.map(async (child) => {
          const ended = new Promise((done) => child.once('exit', done))
          child.kill('SIGKILL')
          await ended
        }),
      )
      await unit.remove()
      await container.remove()
      await close()
    })

    async function ask(typed: string): Promise<{ readonly json: Json; readonly text: string }> {
      const done = await runIn(house, typed)
      const words = done.message.blocks.flatMap((one) =>
        one.kind === 'text' || one.kind === 'headline'
          ? [plain(one.text)]
          : one.kind === 'bullets'
            ? one.items.map(plain)
            : one.kind === 'fields'
              ? one.fields.map(({ label, value }) => `${plain(label)}: ${plain(value)}`)
              : one.kind === 'table'
                ? one.rows.map((row) => row.join(' '))
                : [],
      )
      return { json: done.json as Json, text: words.join('\n') }
    }

    test('a unit is its own group with all below it: levels, limit, members', async () => {
      const name = unit.path.slice(1).replace('.service', '')
      const { json, text } = await ask(`local unit:${name}`)
      expect(json.subject).toEqual({ kind: 'cgroup', host: 'local', name: unit.path })
      expect(json.incarnation.pid).toBeNull()
      expect(json.levels['cgroup.limitBytes']).toBe(512 * MIB)
      // What both hold, though one is in a group below.
      expect(json.levels['cgroup.chargedBytes']).toBeGreaterThan(110 * MIB)
      expect(json.levels['cgroup.anonBytes']).toBeGreaterThan(110 * MIB)
      const members = json.findings.find(({ code }) => code === 'group.members')
      expect(members?.numbers).toMatchObject({ count: 2, path: unit.path })
      expect(members?.numbers['heldBytes']).toBeGreaterThan(110 * MIB)
      expect(text).toMatch(/limit: 512 MiB/)
      expect(json.unchecked).toEqual([])
      expect(json.verdict).not.toBe('unknown')
      expect(json.levels['process.rssBytes']).toBeUndefined()
    })

    test('a container by the beginning of its id; a path as it is in /sys/fs/cgroup; one history for all', async () => {
      const byId = await ask(`local container:${ID.slice(0, 12)}`)
      const byPath = await ask(`local cgroup:${container.path}`)
      expect(byPath.json.subject).toEqual(byId.json.subject)
      expect(byId.json.subject.name).toBe(container.path)
      expect(byPath.json.incarnation).toEqual(byId.json.incarnation)
      for (const word of [`container:${ID.slice(0, 12)}`, `cgroup:${container.path}`]) {
        const { text } = await ask(`history local ${word}`)
        expect(text).toMatch(/Readings so far: 2|readings: 2/i)
      }
    })

    test('what is asked of it in a thread: members, its groups, growth; not what only a process can tell', async () => {
      const word = `local unit:${unit.path.slice(1)}`
      const members = await ask(`${word} members`)
      expect(members.text.match(/\bnode\b/g)).toHaveLength(2)
      const groups = await ask(`${word} cgroup`)
      expect(groups.text).toContain(unit.path.slice(1, 20))
      expect(groups.text).not.toContain('workers')
      expect((await ask(`${word} growth`)).text).toContain('unreclaimable')
      expect((await ask(`${word} smaps`)).json).toMatchObject({ error: { code: 'bad-argument' } })
    })

    test('a capture of it gives the same report again', async () => {
      const { json } = await ask(`local unit:${unit.path.slice(1)}`)
      const text = JSON.stringify(await captureFile(house, json.run))
      const again = reportJson(replay(house, parseCaptureFile(text, 'file'), 'en').report) as Json
      for (const part of [
        'verdict',
        'subject',
        'incarnation',
        'levels',
        'findings',
        'gaps',
      ] as const)
        expect({ [part]: again[part] }).toEqual({ [part]: json[part] })
    })

    test('muted and lifted by the same words', async () => {
      const word = `local unit:${unit.path.slice(1)}`
      const made = await runIn(house, `mute ${word} group.members for 2h`)
      expect(made.message.text).toContain(`local/cgroup:${unit.path}`)
      expect((await runIn(house, `unmute ${word} group.members`)).exit).toBe(0)
    })

    test('a group that is made anew under its path is another life of the same subject', async () => {
      const first = makeGroup('again', 512 * MIB, '.service')
      const word = `local unit:${first.path.slice(1)}`
      const lives: Json[] = []
      for (const group of [first, null]) {
        const now = group ?? makeGroup('again', 512 * MIB, '.service')
        const pid = await holder(1)
        now.join(pid)
        await held(pid)
        lives.push((await ask(word)).json, (await ask(word)).json)
        const child = children.pop()
        const ended = new Promise((done) => child?.once('exit', done))
        child?.kill('SIGKILL')
        await ended
        await now.remove()
      }
      const keys = lives.map(({ incarnation }) => incarnation.key)
      expect(new Set(lives.map(({ subject }) => subject.name)).size).toBe(1)
      expect([keys[0] === keys[1], keys[1] === keys[2], keys[2] === keys[3]]).toEqual([
        true,
        false,
        true,
      ])
    })

    test('a word that fits nothing is answered with what there is', async () => {
      const none = await ask('local container:no-such-name')
      expect(none.json).toMatchObject({ error: { code: 'no-such-group' } })
      expect(none.text).toContain(`container:${ID.slice(0, 12)} 1 × node`)
      const listed = await ask('local container:')
      expect(listed.json).toMatchObject({ error: { code: 'ambiguous-group' } })
    })
  },
)
