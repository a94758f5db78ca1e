/** Forgetting: what is meant, what is kept of it, and deleting it. For admins; the audit keeps that it was done. */
import type { AuditRow } from '../domain/audit.ts'
import { UserError } from '../domain/errors.ts'
import { type Forgettable, TRACE_KINDS, type Traces } from '../domain/forget.ts'
import { findHost } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Order } from '../domain/order.ts'
import { maskText } from '../domain/secrets.ts'
import { displayName, subjectKey } from '../domain/subject.ts'
import { type Target, typed } from '../domain/target.ts'
import { type Forgetting, forgetMessage, rowsOf } from '../report/retention.ts'
import { type Asked, EXIT, type Reply } from './command.ts'
import { targetOf } from './grammar.ts'
import { knownSubject } from './history/subject.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import { permitted } from './leave.ts'

const RUN = 'run:'

/** What was pointed at. */
interface Meant {
  readonly of: Forgettable
  readonly subject: string
  /** Orders that stand and look at it. */
  readonly active: readonly string[]
}

/** Tells what would go, or lets it go. Throws what `permitted` throws, `unknown-host`, `no-such-run`, `bad-argument`. */
export async function forget(
  house: House,
  asked: Asked,
  words: readonly string[],
  isSure: boolean,
): Promise<Reply> {
  // Before anything is looked up: whether something is kept is for those who may know.
  const entry = findHost(house.inventory, words[0] ?? '')
  const about = { kind: 'host', host: entry?.name ?? '' } as const
  const target = entry === null ? null : about
  await audited(house, asked, `forget${isSure ? '' : '?'} ${words.join(' ')}`, target)
  const meant = await meantBy(house, words)
  return {
    kind: 'work',
    async work() {
      const { store, clock } = house
      const told = isSure
        ? await store.forget(meant.of, clock.now())
        : { ...(await store.traces(meant.of)), isClean: null }
      const { isClean, ...traces } = told
      if (isSure) await audited(house, asked, `forgot ${meant.subject}`, target, countsOf(traces))
      const forgetting: Forgetting = {
        subject: meant.subject,
        typed: words.join(' '),
        host: meant.of.kind === 'subject' ? meant.of.host : null,
        orders: meant.active,
        traces,
        isClean,
      }
      const { counts, textBytes, running } = traces
      return {
        message: forgetMessage(forgetting, asked.lang),
        exit: EXIT.fine,
        json: {
          subject: meant.subject,
          forgotten: isSure,
          rows: rowsOf(traces),
          counts,
          textBytes,
          running,
          activeOrders: meant.active,
          journalClean: isClean,
        },
      }
    },
  }
}

/** What is meant stands in the action: it may be of a host that the inventory has no more. */
async function audited(
  house: House,
  { actor, place }: Asked,
  name: string,
  target: Target | null,
  detail?: AuditRow['detail'],
): Promise<void> {
  const action = { name: maskText(name).slice(0, AUDIT_CHARS), class: 'admin' } as const
  await permitted(house, actor, action, place, target, detail)
}
const AUDIT_CHARS = 500

function countsOf({ counts, textBytes }: Traces): NonNullable<AuditRow['detail']> {
  const told = TRACE_KINDS.filter((kind) => counts[kind] > 0)
  return { ...Object.fromEntries(told.map((kind) => [kind, counts[kind]])), textBytes }
}

async function meantBy(house: House, [first = '', ...rest]: readonly string[]): Promise<Meant> {
  if (first.startsWith(RUN) && rest.length === 0) return await runMeant(house, first)
  const host = await hostMeant(house, first)
  if (rest.length > 0) return await subjectMeant(house, targetOf(host, rest.join(' ')))
  const orders = (await house.store.orders('all')).filter(({ targets }) =>
    targets.some((one) => one.host === host),
  )
  const of = { kind: 'host', host, orders: orders.map(({ id }) => id) } as const
  return { of, subject: host, active: activeOf(orders) }
}

async function runMeant({ store }: House, word: string): Promise<Meant> {
  const runId = word.slice(RUN.length)
  if ((await store.run(runId)) === null)
    throw new UserError('no-such-run', { word: runId.slice(0, 40) })
  return { of: { kind: 'run', runId }, subject: word, active: [] }
}

/** A host that left the inventory can be forgotten still, by its name as it was. */
async function hostMeant(house: House, word: string): Promise<string> {
  const entry = findHost(house.inventory, word)
  if (entry !== null) return entry.name
  return (await house.store.knowsHost(word)) ? word : hostNamed(house, word).name
}

async function subjectMeant(house: House, target: Target): Promise<Meant> {
  const { store } = house
  const { host } = target
  const key = await keyOf(house, target)
  const runs = key === null ? [] : await store.runsOf(key, LIMITS.historySamples)
  const words = new Set([typed(target), ...runs.map((run) => typed(run.target))])
  // A host's own words are not the process's, though its round may have found it.
  words.delete(host)
  const orders = (await store.orders('all')).filter(({ targets }) =>
    targets.some((one) => words.has(typed(one))),
  )
  const of = {
    kind: 'subject',
    host,
    // Failed runs may be all that there is.
    key: key ?? '',
    typed: [...words],
    orders: orders.map(({ id }) => id),
  } as const
  return { of, subject: key ?? typed(target), active: activeOf(orders) }
}

const activeOf = (orders: readonly Order[]): readonly string[] =>
  orders.filter(({ state }) => state === 'active').map(({ name }) => name)

/** One subject and no other: of what merely sounds like it nothing is deleted. Null where none was ever seen. */
async function keyOf({ store }: House, target: Target): Promise<string | null> {
  const { host } = target
  if (target.kind === 'core') return subjectKey({ kind: 'core', host, name: target.path })
  if (target.kind !== 'name') return (await knownSubject(store, target))?.key ?? null
  const all = (await store.subjectsOf(host, ALL)).filter(({ subject }) => subject.kind !== 'host')
  const name = target.name.toLowerCase()
  const named = (is: (one: string) => boolean): readonly string[] =>
    all.flatMap(({ key, subject }) =>
      [subject.name, displayName(subject)].some((one) => is(one.toLowerCase())) ? [key] : [],
    )
  const exact = named((one) => one === name)
  const first = named((one) => one.split(/:?(?: |$)/)[0] === name)
  const found = exact.length > 0 ? exact : first
  if (found.length === 1) return found[0] ?? null
  // "Nothing is kept" would be taken for an answer where a part of the name was typed.
  const near = found.length > 0 ? found : named((one) => one.includes(name))
  if (near.length === 0) return null
  throw new UserError('bad-argument', {
    word: target.name.slice(0, 80),
    expected: near
      .slice(0, LIMITS.choices)
      .map((key) => `"${key.slice(key.indexOf(':') + 1)}"`)
      .join(', '),
  })
}

const ALL = 1_000_000
