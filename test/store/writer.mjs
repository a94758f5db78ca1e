// A process of its own that writes to a store: `writer.mjs URL FILE INSTANCE COUNT`. It says `open` when it has
// the store, then `n` after each run that is on disk with its frames and sample; with COUNT 0 it never ends.
// A refusal is said as `refused CODE`.
const [url, file, instance, count] = process.argv.slice(2)
const { openStore } = await import(url)
const say = (line) => process.stdout.write(`${line}\n`)
const log = { info() {}, warn() {}, step() {}, bug: () => 'E00000' }

let store
try {
  store = await openStore({ file, instance, log })
} catch (cause) {
  say(`refused ${cause.code ?? cause.message}`)
  process.exit(3)
}
say('open')

const target = { kind: 'pid', host: 'db1', pid: 1 }
const subject = { kind: 'process', host: 'db1', name: instance }
const noCost = { execs: 0, bytes: 0, hostMs: 0, stoppedMs: 0 }
for (let n = 1; Number(count) === 0 || n <= Number(count); n += 1) {
  const id = `${instance}-${n}`
  await store.openRun(
    {
      id,
      kind: 'check',
      state: 'open',
      owner: instance,
      leaseUntilMs: n,
      typed: 'db1 1',
      lang: 'en',
      target,
      place: { surface: 'terminal', user: 'u' },
      depth: 'full',
      drilldown: null,
      orderId: null,
      openedAtMs: n,
      closedAtMs: null,
      subject: null,
      verdict: null,
      measured: false,
      cost: noCost,
    },
    {
      atMs: n,
      actor: 'u',
      surface: 'terminal',
      place: '',
      action: 'check',
      class: 'look',
      target: 'db1 1',
      decision: 'allowed',
      rule: 'look-is-allowed',
      runId: id,
    },
  )
  const raw = { kind: 'ok', text: 'x'.repeat(2000 + n), cut: null }
  const frames = [0, 1, 2].map((seq) => ({
    seq,
    round: 0,
    source: `s${seq}`,
    reading: 1,
    pid: null,
    raw,
    hostUptimeSec: n,
    atMs: n,
  }))
  await store.keep(id, frames)
  const incarnation = { key: 'life', pid: 1, startedAtMs: 1, exe: null, argsHash: null }
  const sample = {
    kind: 'process',
    subject: `db1/process:${instance}`,
    incarnation: 'life',
    atMs: n,
    hostUptimeSec: n,
    values: { rssBytes: n },
  }
  await store.measure({
    runId: id,
    subjects: [{ subject, incarnation, atMs: n }],
    samples: [sample],
  })
  say(String(n))
}
await store.close()
