/** Real faults on this kernel, each named rightly, end to end: a real program, a real limit, a real OpenSSH server. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MIB } from '../../src/domain/bytes.ts'
import { afterThis, tempFolder, until } from '../e2e/world.ts'
import { missing, needing } from '../real/needs.ts'
import { canMakeGroups, group } from './group.ts'
import { codesOf, doctor, findingOf, type Said } from './memcheck.ts'
import { compiled, started } from './programs.ts'

const NO_TOOLS = missing('sshd') || missing('cc')
const NO_GROUPS = NO_TOOLS || !canMakeGroups()

/** Names that no other test and no other run has. */
function own(kind: string): string {
  return `mc${kind}${randomBytes(3).toString('hex')}`
}

/** Tasks of this machine wait for memory a good part of the time. */
function stalled(): boolean {
  const [, percent = '0'] =
    /^some avg10=([\d.]+)/.exec(readFileSync('/proc/pressure/memory', 'utf8')) ?? []
  return Number(percent) > 10
}

/** What was said of a group: other tests' kills are in the same kernel's log. */
function ofThis(said: Said, path: string): readonly string[] {
  return said.json.findings
    .filter(({ numbers }) => Object.values(numbers).some((of) => String(of).includes(path)))
    .map(({ severity, code }) => `${severity} ${code}`)
}

describe.skipIf(NO_GROUPS)(needing('cc', 'faults inside a cgroup'), () => {
  test('memcg OOM kill: the victim by pid, the group whose limit it was, and how much', async () => {
    const memcheck = await doctor()
    const limited = group(own('oom'), { limitBytes: 64 * MIB })
    const name = own('kill')
    const eater = started([compiled('grow', name), '200', '4', '1'], limited)
    expect((await eater.gone).signal).toBe('SIGKILL')
    const killed = findingOf(await memcheck.ask('db1'), 'oom.limit', { victim: name })
    expect(killed.severity).toBe('critical')
    expect(killed.numbers).toMatchObject({
      victimPid: String(eater.pid),
      oomGroup: limited.path,
      limitBytes: 64 * MIB,
    })
    expect(killed.evidence.map(({ line }) => line).join()).toContain(`${eater.pid}`)
    const answer = await memcheck.tell('db1', 'oom')
    expect(answer).toContain(name)
    expect(answer).toContain(limited.path)
  })

  test('a process that is swapped out and back: its group thrashes, the host has room', async () => {
    const file = join(tempFolder(), 'swapfile')
    spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=1M', 'count=160'])
    spawnSync('chmod', ['600', file])
    spawnSync('mkswap', [file])
    expect(spawnSync('swapon', [file]).status).toBe(0)
    afterThis(() => void spawnSync('swapoff', [file]))
    const memcheck = await doctor()
    const limited = group(own('thrash'), { limitBytes: 64 * MIB, swapBytes: 128 * MIB })
    const running = started([compiled('retouch', own('swap')), '96'], limited)
    await running.ready
    // The kernel's own measure of it is an average over ten seconds.
    await until(stalled, () => 'no stall', running.gone, 60_000)
    const said = await memcheck.ask('db1', String(running.pid))
    expect(codesOf(said).filter((code) => /^(?:warning|critical) swap\./.test(code))).toHaveLength(
      1,
    )
    expect(findingOf(said, 'swap.thrashing-group').numbers).toMatchObject({
      group: limited.path,
      holder: expect.stringContaining(`[${running.pid}]`),
    })
    expect(said.json.findings.some(({ code }) => code.startsWith('host.available'))).toBe(false)
  })

  test('a group that is full of clean page cache is no fault', async () => {
    const memcheck = await doctor()
    const limited = group(own('cache'), { limitBytes: 96 * MIB })
    const file = join(tempFolder(), 'data')
    writeFileSync(file, Buffer.alloc(200 * MIB, 7))
    // Only written and dropped pages are charged anew, to whoever reads them.
    spawnSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'])
    const running = started(['sh', '-c', `cat ${file} >/dev/null; echo ready; sleep 300`], limited)
    await running.ready
    const said = await memcheck.ask('db1', String(running.pid))
    const full = findingOf(said, 'cgroup.charged-reclaimable')
    expect(Number(full.numbers['chargedRatio'])).toBeGreaterThan(0.9)
    expect(Number(full.numbers['unreclaimableRatio'])).toBeLessThan(0.1)
    expect(ofThis(said, limited.path).filter((code) => !code.startsWith('info'))).toEqual([])
  })

  test('a group held by a file in tmpfs: the victim is small, the holder is named, it will kill again', async () => {
    const memcheck = await doctor()
    const limited = group(own('tmpfs'), { limitBytes: 64 * MIB })
    const file = `/dev/shm/${own('file')}`
    afterThis(() => void spawnSync('rm', ['-f', file]))
    const running = started(
      ['sh', '-c', `head -c 52428800 /dev/zero >${file}; echo ready; sleep 300`],
      limited,
    )
    await running.ready
    const name = own('small')
    const eater = started([compiled('grow', name), '60', '2', '1'], limited)
    expect((await eater.gone).signal).toBe('SIGKILL')
    const said = await memcheck.ask('db1')
    expect(findingOf(said, 'oom.limit', { victim: name }).numbers).toMatchObject({
      oomGroup: limited.path,
    })
    const held = findingOf(said, 'oom.held-by-shared-memory')
    expect(Number(held.numbers['partBytes'])).toBeGreaterThanOrEqual(50 * MIB)
    expect(Number(held.numbers['tasksBytes'])).toBeLessThan(20 * MIB)
  })
})

describe.skipIf(NO_TOOLS)(needing('cc', 'faults of a process'), () => {
  test('arenas of glibc hold what was freed: not called a leak', async () => {
    const memcheck = await doctor()
    const running = started([compiled('arenas', own('arenas')), '8', '48'])
    await running.ready
    const said = await memcheck.ask('db1', String(running.pid))
    const held = findingOf(said, 'arenas.held')
    expect(held.severity).toBe('info')
    expect(Number(held.numbers['arenas'])).toBeGreaterThanOrEqual(8)
    expect(codesOf(said).filter((code) => /^(?:warning|critical) leak\./.test(code))).toEqual([])
  })

  test('a process out of mappings, on a host with room', async () => {
    const memcheck = await doctor()
    const running = started([compiled('manymaps', own('maps'))])
    expect(await running.ready).toMatch(/Cannot allocate memory/)
    const said = await memcheck.ask('db1', String(running.pid))
    const full = findingOf(said, 'mappings.limit-reached')
    expect(full.severity).toBe('critical')
    expect(Number(full.numbers['maxMapCount'])).toBe(
      Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8')),
    )
  })
})
