/**
 * Everything that can be killed while a process is held, at each moment: afterwards the process runs, no process and no
 * unfinished file is left on the host, and who is still there is told why.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IntrusiveEnd, IntrusiveEvent, IntrusiveRequest } from '../../src/domain/intrusive.ts'
import type { HostEntry } from '../../src/domain/inventory.ts'
import { intrusiveScript } from '../../src/script/intrusive/compile.ts'
import { createSshRemote } from '../../src/ssh/remote.ts'
import { WHOLE } from '../whole.ts'
import {
  buildPatient,
  follow,
  getsOn,
  leftOf,
  MOMENTS,
  only,
  partsOf,
  requestOf,
  signalled,
  sizeOf,
  startPatient,
  until,
} from './intrusive.ts'
import { missing, needing } from './needs.ts'
import { startProxy, type Proxy as TcpProxy } from './proxy.ts'
import { type Sshd, startSshd } from './sshd.ts'
import { listeningLog } from './ways.ts'

const skip = missing('sshd') || missing('gdb') || missing('cc') || userInfo().uid !== 0
const HEAP_MIB = 300

type Patient = ChildProcess & { readonly pid: number }
interface Deed {
  readonly request: IntrusiveRequest
  readonly patient: Patient
  readonly proxy: TcpProxy
  readonly stop: AbortController
}

/** What is done to a deed, and what the one who is still there is told; null where nobody can be told. */
const HARMS: readonly {
  readonly name: string
  readonly told: readonly IntrusiveEnd[] | null
  /** True once it is done. */
  readonly harm: (deed: Deed) => boolean
}[] = [
  { name: 'the connection breaks', told: null, harm: ({ proxy }) => done(() => proxy.cut()) },
  { name: 'the caller gives up', told: null, harm: ({ stop }) => done(() => stop.abort()) },
  {
    name: 'the process is killed',
    told: ['target-gone'],
    harm: ({ patient }) => patient.kill('SIGKILL'),
  },
  { name: 'gdb is killed', told: ['tool-failed'], harm: (deed) => killed(deed, 'gdb') },
  {
    name: 'gdb is killed and leaves its stop signal behind',
    told: ['tool-failed'],
    harm: (deed) =>
      partsOf(deed.request.nonce).gdb !== undefined &&
      deed.patient.kill('SIGSTOP') &&
      killed(deed, 'gdb'),
  },
  {
    name: 'gdb is told to end',
    told: ['tool-failed'],
    harm: (deed) => killed(deed, 'gdb', 'SIGTERM'),
  },
  {
    name: 'what runs gdb is killed',
    told: ['script-killed'],
    harm: (deed) => killed(deed, 'worker'),
  },
  {
    name: 'what watches is killed',
    told: ['script-killed'],
    harm: (deed) => killed(deed, 'watch'),
  },
  {
    name: 'the shell is killed',
    told: ['script-killed', 'lost'],
    harm: (deed) => killed(deed, 'shell'),
  },
]

function done(act: () => void): true {
  act()
  return true
}

function killed(
  { request }: Deed,
  part: 'gdb' | 'worker' | 'watch' | 'shell',
  by: NodeJS.Signals = 'SIGKILL',
): boolean {
  return signalled(partsOf(request.nonce)[part], by)
}

const HELD = ['while it is attached', 'while the core is written'] as const
/** In CI every harm at one moment at least, those that differ most at the others too. */
const early = WHOLE ? HARMS : HARMS.filter(({ name }) => /connection|gives up|watches/.test(name))
const attached = WHOLE
  ? HARMS
  : HARMS.filter(({ name }) => /connection|stop signal|runs gdb/.test(name))
const held = WHOLE ? HELD : HELD.slice(1)

describe.skipIf(skip)(needing('gdb', 'an intrusive action that is disturbed'), () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'memcheck-killed-')))
  let sshd: Sshd
  let proxy: TcpProxy
  let proxied: HostEntry
  let program: string
  let patient: Patient
  let remote: ReturnType<typeof createSshRemote>

  beforeAll(async () => {
    mkdirSync(join(folder, 'dumps'), { mode: 0o700 })
    program = buildPatient(folder)
    patient = await startPatient(program, HEAP_MIB)
    sshd = await startSshd()
    proxy = await startProxy({ targetPort: sshd.port })
    const known = readFileSync(sshd.knownHostsFile, 'utf8').replaceAll(
      `:${sshd.port} `,
      `:${proxy.port} `,
    )
    proxied = sshd.entry({
      port: proxy.port,
      knownHostsFile: await sshd.knownHosts('proxied', known),
    })
    remote = createSshRemote({ log: listeningLog() })
  })
  afterAll(async () => {
    await remote.close()
    await proxy.close()
    await sshd.close()
    patient.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async (kind: IntrusiveRequest['kind'], rest: Partial<IntrusiveRequest> = {}) => {
    if (patient.exitCode !== null || patient.signalCode !== null)
      patient = await startPatient(program, HEAP_MIB)
    return requestOf(kind, patient.pid, { dumpDir: join(folder, 'dumps'), ...rest })
  }

  /** What has to hold afterwards, whatever was killed. */
  const nothingLeft = async (request: IntrusiveRequest, events: readonly IntrusiveEvent[]) => {
    await until('nothing of it runs', () => leftOf(request.nonce).length === 0)
    expect(sizeOf(request) > 0).toBe(only(events, 'file').length > 0)
    if (patient.signalCode === null) await getsOn(patient.pid)
    rmSync(join(folder, 'dumps'), { recursive: true, force: true })
    mkdirSync(join(folder, 'dumps'), { mode: 0o700 })
  }

  const disturbed = async (
    request: IntrusiveRequest,
    moment: (request: IntrusiveRequest) => boolean,
    harm: (deed: Deed) => boolean,
  ) => {
    const deed = { request, patient, proxy, stop: new AbortController() }
    const followed = follow(remote, proxied, request, { signal: deed.stop.signal })
    let over = false
    void followed.finally(() => {
      over = true
    })
    let harmed = false
    await until('the moment', () => {
      harmed ||= moment(request) && harm(deed)
      return harmed || over
    })
    expect(harmed).toBe(true)
    return await followed
  }

  test.each(early)('gcore: $name, before it is attached', async ({ harm }) => {
    const request = await ask('gcore')
    const { events } = await disturbed(request, MOMENTS['before it is attached'], harm)
    expect(only(events, 'end')).toHaveLength(1)
    await nothingLeft(request, events)
  })

  test.each(HARMS.flatMap((one) => held.map((moment) => ({ ...one, moment }))))(
    'gcore: $name, $moment',
    async ({ harm, told, moment }) => {
      const request = await ask('gcore')
      const { events } = await disturbed(request, MOMENTS[moment], harm)
      expect(told ?? ['lost', 'caller-gone']).toContain(
        events.at(-1)?.kind === 'end' && only(events, 'end')[0]?.detail,
      )
      expect(only(events, 'still-stopped')).toEqual([])
      await nothingLeft(request, events)
    },
  )

  test.each(attached)('gdb: $name, while it is attached', async ({ harm }) => {
    const request = await ask('gdb')
    const { events } = await disturbed(request, MOMENTS['while it is attached'], harm)
    expect(only(events, 'end')).toHaveLength(1)
    await nothingLeft(request, events)
  })

  test.each(held)('gdb hangs %s: it is ended when its time is over', async (moment) => {
    const request = await ask('gcore', { seconds: 12 })
    const { events } = await disturbed(request, MOMENTS[moment], (deed) =>
      killedBy(deed, 'SIGSTOP'),
    )
    expect(events.slice(-2)).toEqual([
      { kind: 'cleaned', left: false },
      { kind: 'end', ok: false, detail: 'deadline' },
    ])
    expect(only(events, 'resumed')).toHaveLength(1)
    await nothingLeft(request, events)
  })
  const killedBy = (deed: Deed, signal: NodeJS.Signals): boolean => killed(deed, 'gdb', signal)

  test('all of it hangs: what watches ends it a little later', async () => {
    const request = await ask('gcore', { seconds: 12 })
    const { events } = await disturbed(
      request,
      MOMENTS['while the core is written'],
      (deed) => killed(deed, 'gdb', 'SIGSTOP') && killed(deed, 'worker', 'SIGSTOP'),
    )
    expect(only(events, 'end')).toEqual([{ kind: 'end', ok: false, detail: 'deadline' }])
    await nothingLeft(request, events)
  })

  test.each(Object.keys(MOMENTS) as (keyof typeof MOMENTS)[])(
    'the bot is killed, %s',
    async (moment) => {
      const request = await ask('gcore')
      const exec = { ...intrusiveScript(request), deadlineMs: 200_000, maxBytes: 1_000_000 }
      const words = JSON.stringify({ host: sshd.entry(), request: exec })
      const bot = spawn(process.execPath, [join(import.meta.dirname, 'mortalExec.mjs'), words], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await new Promise((resolve) => bot.stdout.once('data', resolve))
      await until('the moment', () => MOMENTS[moment](request))
      bot.kill('SIGKILL')
      await nothingLeft({ ...request }, [])
    },
  )

  test.each(HARMS.filter(({ name }) => !/gdb|process/.test(name)))(
    '$name once the core is told: it stays',
    async ({ harm }) => {
      const request = await ask('gcore')
      const deed = { request, patient, proxy, stop: new AbortController() }
      const { events } = await follow(remote, proxied, request, {
        signal: deed.stop.signal,
        onEvent: ({ kind }) => kind === 'file' && harm(deed),
      })
      expect(only(events, 'file')).toHaveLength(1)
      await nothingLeft(request, events)
    },
  )

  test('a caller who never holds on starts nothing', async () => {
    const request = await ask('gcore')
    const { script, args } = intrusiveScript(request)
    const child = spawn('sh', ['-s', '--', ...args], { stdio: ['pipe', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.on('data', (bytes) => {
      out += bytes
    })
    child.stdin.write(`${script}\nexit\n`)
    await until('it shows itself', () => out.includes(' B\n'))
    await pause(300)
    expect(Object.keys(partsOf(request.nonce))).toEqual([])
    child.stdin.end()
    await new Promise((resolve) => child.on('close', resolve))
    expect(out.trim().split('\n').filter(Boolean)).toEqual([
      `@@${request.nonce} B`,
      `@@${request.nonce} Z caller-gone`,
    ])
    await nothingLeft(request, [])
  })
})
