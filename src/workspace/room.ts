/** The workspace's messages and memberships: one place that changes them, keeps them and tells who listens. */
import { compareTs, Stamps } from './ids.ts'
import type { Journal, JournalLine } from './journal.ts'
import { BOUNDS } from './limits.ts'
import type { Change, Channel, Message } from './model.ts'
import { BOT_IS_IN } from './roster.ts'

export type Draft = Pick<Message, 'channel' | 'author' | 'text'> & Partial<Omit<Message, 'ts'>>

export class Room {
  readonly #journal: Journal
  readonly #channels: ReadonlyMap<string, Channel>
  readonly #messages = new Map<string, Map<string, Message>>()
  readonly #botIsIn = new Set(BOT_IS_IN)
  readonly #listeners = new Set<(change: Change) => void>()
  readonly stamps: Stamps

  constructor(
    channels: readonly Channel[],
    journal: Journal,
    lines: readonly JournalLine[],
    now: () => number,
  ) {
    this.#journal = journal
    this.#channels = new Map(channels.map((channel) => [channel.id, channel]))
    for (const channel of channels) this.#messages.set(channel.id, new Map())
    this.stamps = new Stamps(now, this.#restore(lines))
  }

  get channels(): readonly Channel[] {
    return [...this.#channels.values()]
  }

  channel(id: string): Channel | null {
    return this.#channels.get(id) ?? null
  }

  /** Direct messages with the bot are always open to it. */
  botIsIn(channel: Channel): boolean {
    return channel.kind === 'im' || this.#botIsIn.has(channel.id)
  }

  invite(channelId: string): void {
    if (this.#botIsIn.has(channelId)) return
    this.#botIsIn.add(channelId)
    this.#keep({ kind: 'joined', channel: channelId })
    this.#tell({ kind: 'joined', channel: channelId })
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** All messages of a channel, oldest first; `null` means of all channels. */
  list(channelId: string | null): readonly Message[] {
    const maps =
      channelId === null
        ? [...this.#messages.values()]
        : [this.#messages.get(channelId) ?? new Map()]
    return maps
      .flatMap((map) => [...map.values()])
      .sort((a: Message, b: Message) => compareTs(a.ts, b.ts))
  }

  find(channelId: string, ts: string): Message | null {
    return this.#messages.get(channelId)?.get(ts) ?? null
  }

  replies(root: Message): readonly Message[] {
    return this.list(root.channel).filter((message) => message.threadTs === root.ts)
  }

  post(draft: Draft): Message {
    const message: Message = {
      threadTs: null,
      subtype: null,
      blocks: [],
      fileIds: [],
      metadata: null,
      ephemeralTo: null,
      editedTs: null,
      command: null,
      ...draft,
      ts: this.stamps.next(),
    }
    this.#put(message)
    this.#tell({ kind: 'posted', message })
    this.#prune(message.channel)
    return message
  }

  /** Changes a message in place; the same ts, a new look. */
  change(previous: Message, changes: Partial<Omit<Message, 'ts' | 'channel'>>): Message {
    const message = { ...previous, ...changes, editedTs: this.stamps.next() }
    this.#put(message)
    this.#tell({ kind: 'changed', message, previous })
    return message
  }

  /** Removes a message; where a thread hangs on it, a mark stays so that the thread can be read. */
  remove(message: Message): void {
    if (message.threadTs === null && this.replies(message).length > 0) {
      this.change(message, {
        text: 'This message was deleted.',
        blocks: [],
        fileIds: [],
        metadata: null,
        subtype: 'tombstone',
      })
      return
    }
    this.#drop(message)
  }

  #put(message: Message): void {
    this.#messages.get(message.channel)?.set(message.ts, message)
    if (message.ephemeralTo === null) this.#keep({ kind: 'message', message })
  }

  #drop(message: Message): void {
    this.#messages.get(message.channel)?.delete(message.ts)
    if (message.ephemeralTo === null) {
      this.#keep({ kind: 'gone', channel: message.channel, ts: message.ts })
    }
    this.#tell({ kind: 'removed', message })
  }

  /** Lets the oldest go, a thread with its first message, so that no channel grows without end. */
  #prune(channelId: string): void {
    const messages = this.#messages.get(channelId)
    if (messages === undefined || messages.size <= BOUNDS.messagesPerChannel) return
    const oldest = this.list(channelId).find((message) => message.threadTs === null)
    if (oldest === undefined) return
    for (const reply of this.replies(oldest)) this.#drop(reply)
    this.#drop(oldest)
  }

  #keep(line: JournalLine): void {
    this.#journal.append(line)
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }

  /** What a journal needs to bring this room back. */
  lines(): readonly JournalLine[] {
    const kept = this.list(null).filter((message) => message.ephemeralTo === null)
    return [
      { kind: 'stamp', ts: this.stamps.last },
      ...[...this.#botIsIn].map((channel): JournalLine => ({ kind: 'joined', channel })),
      ...kept.map((message): JournalLine => ({ kind: 'message', message })),
    ]
  }

  /** Gives the last time that was handed out. */
  #restore(lines: readonly JournalLine[]): string {
    let last = '0.000000'
    for (const line of lines) {
      if (line.kind === 'joined') this.#botIsIn.add(line.channel)
      if (line.kind === 'stamp' && compareTs(line.ts, last) > 0) last = line.ts
      if (line.kind === 'gone') this.#messages.get(line.channel)?.delete(line.ts)
      if (line.kind !== 'message') continue
      const { message } = line
      this.#messages.get(message.channel)?.set(message.ts, message)
      const newest = message.editedTs ?? message.ts
      if (compareTs(newest, last) > 0) last = newest
    }
    return last
  }
}
