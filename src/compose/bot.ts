/** The bot: house, chat, orders, and the loops that keep them going. Composition only. */
import { join } from 'node:path'
import { COMMANDS } from '../../commands/index.ts'
import { PURGE_EVERY_MS } from '../domain/lifetimes.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Order } from '../domain/order.ts'
import type { Clock, Log } from '../domain/ports.ts'
import type { Store } from '../domain/store.ts'
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts'
import { randomIds } from '../ids/random.ts'
import { startLeakyDemo } from '../local/leakyDemo.ts'
import { createListener } from '../pipeline/listen.ts'
import { deleteDueFiles, purgeAll, uploadLog } from '../pipeline/retention.ts'
import { type UseCases, useCases } from '../pipeline/useCases.ts'
import { DRILLDOWNS } from '../report/questions.ts'
import { createSchedule } from '../schedule/cron.ts'
import { startSlack } from '../slack/app.ts'
import { createSlackChat } from '../slack/chat.ts'
import { createCaller } from '../slack/client.ts'
import { createDirectory } from '../slack/directory.ts'
import { Pacer } from '../slack/pacer.ts'
import { createPersonOf } from '../slack/person.ts'
import { openStore } from '../store/open.ts'
import { startWorkspace, type Workspace } from '../workspace/server.ts'
import type { Complete } from '../workspace/world.ts'
import { completions } from './completion.ts'
import { buildHouse, DATABASE } from './house.ts'
import { configOrders } from './orders.ts'
import type { Setup } from './setup.ts'
import { ROOT } from './version.ts'

export interface Bot {
  /** The local workspace's page, when there is no Slack token. */
  readonly url: string | null
  stop(): Promise<void>
}

const POST_LOOP_MS = 2 * SECOND_MS
/** Deletions in the chat: a batch of LIMITS.fileDeletes fits well into its rate. */
const FILE_LOOP_MS = MINUTE_MS
const ROLL_LOOP_MS = MINUTE_MS
/** Running checks get this long to end before the bot does. */
const WORK_MS = 15 * SECOND_MS

/** Starts everything; resolves once the chat is connected. Throws what is wrong, for main to say. */
export async function startBot(setup: Setup, log: Log, clock: Clock): Promise<Bot> {
  const { settings } = setup
  const ids = randomIds()
  const owner = `bot:${ids.id()}`
  // The store first: with it comes the one seat, and nothing else may be written before.
  const store = await openStore({
    file: join(settings.dataFolder, DATABASE),
    instance: owner,
    log,
    lifetimes: setup.lifetimes,
  })
  // Without hosts of its own the machine itself becomes one, once the house is built.
  let { inventory } = setup
  const known = { commands: COMMANDS, drilldowns: DRILLDOWNS, lang: setup.lang }
  const complete: Complete = async (command, text) =>
    completions(command, text, { ...known, inventory })
  const workspace = settings.slack === null ? await startLocal(setup, clock, complete) : null
  const slack = settings.slack ?? localSlack(workspace, settings.http)
  const pacer = new Pacer()
  const { personOf, ...chatParts } = slackParts(slack, { log, pacer, store, clock })
  const built = await buildHouse({
    clock,
    ids,
    log,
    store,
    owner,
    dataDir: settings.dataFolder,
    ...chatParts,
    theme: settings.chartTheme,
    chartFont: setup.chartFont,
    lang: setup.lang,
    channelLangs: setup.channelLangs,
    inventory: setup.inventory,
    policy: setup.policy,
    demands: setup.demands,
    readOnly: settings.readOnly,
    secrets: setup.secrets,
    sshEnvironment: setup.sshEnvironment,
    prometheus: setup.prometheus,
  })
  inventory = built.house.inventory
  const schedule = createSchedule({ clock, log })
  const use = useCases(built.house, schedule, null, COMMANDS)
  const demo = built.house.inventory.embedded ? startLeakyDemo({ log }) : null
  const stopping = new AbortController()
  const edge = await startSlack({
    ...slack,
    listener: createListener(COMMANDS, use),
    log,
    pacer,
    personOf,
    signal: stopping.signal,
  })
  if (edge.requestUrl !== null) await workspace?.control.requestUrl(edge.requestUrl)
  await use.resume()
  await putConfigOrders(use, setup)
  await use.orders?.start()
  const loops = runLoops(use, clock, log, stopping.signal)
  return {
    url: workspace?.url ?? null,
    async stop() {
      stopping.abort()
      await edge.stop()
      await use.idle(WORK_MS)
      pacer.close()
      await use.orders?.close()
      await Promise.allSettled(loops)
      await demo?.close()
      await built.close()
      await workspace?.close()
    },
  }
}

/** What asks Slack: posts, who is who, and languages. All share one pacer, so that they keep to Slack's rates together. */
function slackParts(
  { botToken, apiUrl }: NonNullable<Setup['settings']['slack']>,
  of: { readonly log: Log; readonly pacer: Pacer; readonly store: Store; readonly clock: Clock },
) {
  const { log, pacer } = of
  const caller = createCaller({ botToken, apiUrl, log }, 'person', pacer)
  const personOf = createPersonOf(caller.client, log)
  const uploads = uploadLog(of.store, of.clock)
  return {
    personOf,
    chat: createSlackChat({ botToken, apiUrl, log, pacer, uploads }),
    directory: createDirectory(caller, personOf, log),
  }
}

/** How the bot reaches its own workspace, and the workspace the bot. */
function localSlack(
  workspace: Workspace | null,
  http: Setup['settings']['http'],
): NonNullable<Setup['settings']['slack']> {
  if (workspace === null) throw new Error('no Slack tokens and no workspace')
  const { botToken, appToken, apiUrl, signingSecret } = workspace
  const wire =
    http === null
      ? ({ kind: 'socket', appToken } as const)
      : ({ kind: 'http', signingSecret, ...http } as const)
  return { botToken, apiUrl, wire }
}

function startLocal(setup: Setup, clock: Clock, complete: Complete): Promise<Workspace> {
  return startWorkspace({
    port: setup.settings.port,
    manifestPath: join(ROOT, 'manifest.json'),
    dataDir: join(setup.settings.dataFolder, 'workspace'),
    delivery: setup.settings.http === null ? 'socket' : 'http',
    now: () => clock.now(),
    complete,
  })
}

/** Orders of memcheck.yaml as they are there now; one that is there no more is stopped. */
async function putConfigOrders(use: UseCases, setup: Setup): Promise<void> {
  const { store, clock } = use.house
  const wanted = configOrders(setup, clock.now())
  const known = await store.orders('all')
  for (const order of wanted) {
    const before: Order | undefined = known.find((one) => one.id === order.id)
    await store.putOrder({ ...order, createdAtMs: before?.createdAtMs ?? order.createdAtMs })
  }
  const gone = known.filter(
    (one) =>
      one.source === 'config' &&
      one.state === 'active' &&
      !wanted.some((order) => order.id === one.id),
  )
  for (const order of gone) await store.setOrderState(order.id, 'stopped')
}

/** Posts what waits, renews the leases of this bot's runs, deletes what is past its time. */
function runLoops(
  use: UseCases,
  clock: Clock,
  log: Log,
  signal: AbortSignal,
): readonly Promise<void>[] {
  const { store, owner } = use.house
  const every = async (ms: number, name: string, work: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      await work().catch((cause: unknown) => void log.bug(`${name}.threw`, cause))
      await clock.sleep(ms, signal)
    }
  }
  return [
    // Two, so that a round that waits for its turn keeps no answer to a person back.
    every(POST_LOOP_MS, 'post-loop', async () => use.poster?.sendDue('person', signal)),
    every(POST_LOOP_MS, 'bulk-post-loop', async () => use.poster?.sendDue('bulk', signal)),
    every(LIMITS.leaseMs / 3, 'lease-loop', () =>
      store.renewLeases(owner, clock.now() + LIMITS.leaseMs),
    ),
    every(LIMITS.consentLookMs, 'consent-loop', () => use.consents.expireDue()),
    every(ROLL_LOOP_MS, 'roll-loop', () => store.rollUp(clock.now())),
    every(PURGE_EVERY_MS, 'purge-loop', () => purgeAll(use.house, signal)),
    every(FILE_LOOP_MS, 'file-loop', () => deleteDueFiles(use.house, signal)),
  ]
}
