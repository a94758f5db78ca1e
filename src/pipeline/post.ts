/**
 * Posts go through the outbox: a message is a row first (wanted version), then a message in the channel (sent
 * version). A row that may or may not have been posted when a bot died is looked for before it is posted again.
 */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Chat, ChatPost, MessageRef, Picture } from '../domain/ports.ts'
import type { Block, Message } from '../domain/report.ts'
import { isSlackId } from '../domain/spoken.ts'
import type { NewOutboxRow, OutboxRow } from '../domain/store.ts'
import { SECOND_MS } from '../domain/time.ts'
import { type Urgency, urgencyOf } from '../domain/urgency.ts'
import { errorMessage } from '../report/errorMessage.ts'
import type { House } from './house.ts'
import { hostsOfRow, leaving } from './leaves.ts'
import { UpdatePace } from './updatePace.ts'

const FIRST_RETRY_MS = SECOND_MS
const LAST_RETRY_MS = 5 * 60 * SECOND_MS
/** Messages that answer; pictures and the like hang on them. */
const TOLD_SLOTS: ReadonlySet<string> = new Set(['root', 'answer', 'request', 'run'])
const DUE_ROWS = 50
/** Codes after which a post is tried again; all others are final. */
const PASSING = new Set(['chat-unreachable'])

/** Sends outbox rows, one at a time for each row, in order of being asked. */
export class Poster {
  readonly #house: House
  readonly #chat: Chat
  readonly #pace: UpdatePace
  readonly #reveal: (message: Message) => Message
  readonly #tails = new Map<string, Promise<boolean>>()

  /** `reveal` puts in what must not be written down. */
  constructor(house: House, chat: Chat, reveal: (message: Message) => Message = (same) => same) {
    this.#house = house
    this.#pace = new UpdatePace(house.clock)
    this.#chat = chat
    this.#reveal = reveal
  }

  /** Writes down what should stand in the channel; `send` brings it there. Gives the row's id. */
  async queue(row: NewOutboxRow): Promise<string> {
    const { store, clock, log } = this.#house
    const saved = await store.enqueue(row, clock.now())
    if (row.runId !== null) log.step(row.runId, `outbox-${row.slot}`)
    return saved.id
  }

  /**
   * Sends what is due of one row. True when it stands in the channel; false when it is late or refused.
   * Calls for the same row wait for each other.
   */
  send(id: string): Promise<boolean> {
    const before = this.#tails.get(id) ?? Promise.resolve(false)
    const next = before.catch(() => false).then(() => this.#send(id))
    this.#tails.set(id, next)
    void next
      .finally(() => {
        if (this.#tails.get(id) === next) this.#tails.delete(id)
      })
      .catch(() => undefined)
    return next
  }

  /**
   * Sends everything of one urgency that is due: rows of a dead bot, and rows whose time to try again has come. Aborted,
   * it leaves the rest for the next bot.
   */
  async sendDue(urgency: Urgency, signal?: AbortSignal): Promise<void> {
    const rows = await this.#house.store.dueOutbox(this.#house.clock.now(), DUE_ROWS, urgency)
    for (const row of rows) {
      if (signal?.aborted === true) return
      await this.send(row.id)
    }
  }

  async #send(id: string): Promise<boolean> {
    const { store, log } = this.#house
    let row = await store.outbox(id)
    // Of the versions that come while one waits only the newest goes out.
    if (hasNews(row) && (await this.#pace.wait(id))) row = await store.outbox(id)
    if (row === null || row.state === 'given-up') return false
    if (row.posted !== null && row.sentVersion >= row.version) return true
    const threadTs = await this.#threadOf(row)
    if (threadTs === undefined) return false
    try {
      await this.#deliver(row, threadTs)
      if (row.runId !== null) log.step(row.runId, `posted-${row.slot}`)
      return true
    } catch (cause) {
      await this.#failed(row, cause)
      return false
    }
  }

  /** The thread a row belongs in; undefined while the message that opens the thread does not stand yet. */
  async #threadOf(row: OutboxRow): Promise<string | null | undefined> {
    if (row.threadOf === null) return row.threadTs
    const parent = await this.#house.store.outbox(row.threadOf)
    return parent?.posted?.ref.ts ?? row.threadTs ?? undefined
  }

  async #deliver(row: OutboxRow, threadTs: string | null): Promise<void> {
    const { store, clock, log } = this.#house
    const message = await this.#leaving(row, row.message)
    const post: ChatPost = {
      channel: row.channel,
      threadTs,
      message: this.#reveal(message),
      pictures: await this.#pictures(row, message),
      outboxId: row.id,
      runId: row.runId,
      lang: row.lang,
      urgency: urgencyOf(row.owner),
    }
    if (row.posted !== null) {
      this.#pace.sent(row.id)
      await store.markSent(row.id, row.version, await this.#chat.update(row.posted, post))
      return
    }
    if (row.inDoubt) {
      const found = await this.#chat.find(row.channel, threadTs, row.id)
      if (found !== null) {
        this.#pace.sent(row.id)
        await store.markSent(
          row.id,
          row.version,
          await this.#chat.update({ ref: found, fileIds: [] }, post),
        )
        await this.#bind(row, found.ts, threadTs)
        await this.#writeDown(row, found)
        return
      }
    }
    await store.markInDoubt(row.id)
    if (row.runId !== null) log.step(row.runId, `in-doubt-${row.slot}`)
    const posted = await this.#chat.post(post)
    if (row.runId !== null) log.step(row.runId, `unmarked-${row.slot}`)
    await store.markSent(row.id, row.version, posted)
    await this.#bind(row, posted.ref.ts, threadTs)
    await this.#writeDown(row, posted.ref)
    // Where a name led to is told by nothing but the answer to a post.
    if (!isSlackId(row.channel)) await store.nameChannel(row.channel, posted.ref.channel)
    log.info('posted', { outbox: row.id, slot: row.slot, atMs: clock.now() })
  }

  /** Where the answer to a run stands, for the audit: its address, as far as the chat tells it. */
  async #writeDown({ runId, slot, channel }: OutboxRow, ref: MessageRef): Promise<void> {
    if (runId === null || !TOLD_SLOTS.has(slot)) return
    const { store, clock, owner } = this.#house
    const link = await this.#chat.link(ref)
    await store.audit({
      atMs: clock.now(),
      actor: owner,
      surface: 'pipeline',
      place: channel,
      action: 'posted',
      class: 'look',
      target: '',
      decision: 'allowed',
      rule: 'posted',
      runId,
      detail: { ts: ref.ts, ...(link === null ? {} : { link }) },
    })
  }

  /** From here on words in that thread are about this run. */
  async #bind(row: OutboxRow, ts: string, threadTs: string | null): Promise<void> {
    if (row.runId === null) return
    const { store, clock } = this.#house
    await store.bindThread({
      channel: row.channel,
      ts: threadTs ?? ts,
      runId: row.runId,
      atMs: clock.now(),
    })
  }

  /** The row keeps all of it; what goes out is what may leave now. */
  async #leaving(row: OutboxRow, message: Message): Promise<Message> {
    const { channel, runId, lang } = row
    const hosts = await hostsOfRow(this.#house, row)
    return leaving(this.#house, message, { channel, hosts, runId, lang, commands: null })
  }

  async #pictures(row: OutboxRow, message: Message): Promise<readonly Picture[]> {
    const charts = message.blocks.filter(
      (block): block is Extract<Block, { kind: 'chart' }> => block.kind === 'chart',
    )
    const out: Picture[] = []
    for (const { chart } of charts) {
      out.push({
        name: `memcheck-${row.id}-${row.version}.png`,
        alt: chart.alt,
        png: await this.#house.raster.png(chart),
      })
    }
    return out
  }

  async #failed(row: OutboxRow, cause: unknown): Promise<void> {
    const { store, clock, log } = this.#house
    const code = cause instanceof UserError ? cause.code : 'bug'
    const passing = PASSING.has(code) || code === 'bug'
    const detail = cause instanceof Error ? cause.message : String(cause)
    if (passing && row.attempts + 1 < LIMITS.postAttempts) {
      const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** row.attempts)
      log.warn('post.later', {
        outbox: row.id,
        slot: row.slot,
        attempt: row.attempts + 1,
        error: detail,
      })
      await store.markRetry(row.id, detail, clock.now() + waitMs)
      return
    }
    await store.giveUp(row.id, detail)
    if (code === 'bug') log.bug('post.failed', cause, { outbox: row.id })
    else log.warn('post.refused', { outbox: row.id, slot: row.slot, error: detail })
    await this.#tellAsker(row, cause)
  }

  /** The asker learns that the channel did not take the answer, where they can be reached at all. */
  async #tellAsker(row: OutboxRow, cause: unknown): Promise<void> {
    if (row.slot !== 'root' && row.slot !== 'answer') return
    const notice = errorMessage(
      cause instanceof UserError ? cause : new UserError('chat-refused', { error: 'internal' }),
      row.lang,
    )
    const message: Message = {
      text: notice.text,
      blocks: [...notice.blocks, ...row.message.blocks.filter((block) => block.kind !== 'chart')],
    }
    try {
      const shown = await this.#leaving(row, message)
      await this.#chat.tell(row.user, row.channel, shown, row.lang)
    } catch (second) {
      this.#house.log.warn('tell.failed', { outbox: row.id, error: String(second) })
    }
  }
}

/** True when a message that stands, or may stand, is to be changed. */
function hasNews(row: OutboxRow | null): boolean {
  if (row === null || row.state === 'given-up') return false
  return row.posted === null ? row.inDoubt : row.sentVersion < row.version
}
