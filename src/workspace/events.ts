/**
 * The Events API: what happened, told to the app when its manifest subscribes to it and it may know, and told
 * again when it does not ack. Source: docs.slack.dev/apis/events-api.
 */
import { MINUTE_MS } from '../domain/time.ts'
import { type Deliveries, DeliveryError } from './delivery.ts'
import { newId } from './ids.ts'
import { BOUNDS } from './limits.ts'
import type { Manifest } from './manifest.ts'
import type { Change, Channel, Dict, Message } from './model.ts'
import { APP_ID, BOT, TEAM } from './roster.ts'
import { channelType } from './slackJson.ts'
import { toSlack, type Writing } from './toSlack.ts'

/** Slack delivers an event that was not acked again at once, after a minute and after five. */
const RETRY_AFTER_MS = [0, MINUTE_MS, 5 * MINUTE_MS] as const

/** The manifest's event for each kind of channel, and the scope that it asks for. */
const MESSAGE_EVENTS = {
  channel: { event: 'message.channels', scope: 'channels:history' },
  group: { event: 'message.groups', scope: 'groups:history' },
  im: { event: 'message.im', scope: 'im:history' },
} as const

export class Events {
  readonly #deliver: Deliveries
  readonly #manifest: Manifest
  readonly #parts: Writing
  readonly #now: () => number
  readonly #sent = new Map<string, Dict>()
  readonly #ofMessage = new Map<string, string>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #closed = false

  constructor(deliver: Deliveries, manifest: Manifest, parts: Writing, now: () => number) {
    this.#deliver = deliver
    this.#manifest = manifest
    this.#parts = parts
    this.#now = now
    parts.room.onChange((change) => this.#onChange(change))
  }

  /** The id of the first event that told the app of a message; null when it was not told. */
  idFor(message: Message): string | null {
    return this.#ofMessage.get(`${message.channel} ${message.ts}`) ?? null
  }

  /** Delivers an event again, as Slack does when it missed the ack. */
  async redeliver(eventId: string): Promise<void> {
    const payload = this.#sent.get(eventId)
    if (payload === undefined) throw new Error(`no such event: ${eventId}`)
    await this.#deliver.send('events_api', payload, { retry_attempt: 1, retry_reason: 'timeout' })
  }

  /** Tells the app of something that is no message. */
  emit(event: Dict): void {
    this.#emit(event, null)
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #onChange(change: Change): void {
    if (change.kind === 'joined') return
    const { message } = change
    const channel = this.#parts.room.channel(message.channel)
    if (channel === null || message.ephemeralTo !== null) return
    if (!this.#parts.room.botIsIn(channel)) return
    const { event, scope } = MESSAGE_EVENTS[channelType(channel)]
    if (this.#manifest.events.has(event) && this.#manifest.scopes.has(scope)) {
      this.#emit(this.#messageEvent(change, channel), message)
    }
    if (change.kind === 'posted' && this.#mentionsBot(message, channel)) {
      this.#emit({ ...this.#bare(message, channel), type: 'app_mention' }, message)
    }
  }

  /** In a direct message a mention is no event of its own. */
  #mentionsBot(message: Message, channel: Channel): boolean {
    return (
      channel.kind !== 'im' &&
      message.author !== BOT.userId &&
      message.text.includes(`<@${BOT.userId}>`) &&
      this.#manifest.events.has('app_mention') &&
      this.#manifest.scopes.has('app_mentions:read')
    )
  }

  #messageEvent(change: Exclude<Change, { kind: 'joined' }>, channel: Channel): Dict {
    const { message } = change
    if (change.kind === 'posted') return this.#bare(message, channel)
    const stamp = this.#parts.room.stamps.next()
    const hidden = {
      type: 'message',
      hidden: true,
      channel: channel.id,
      ts: stamp,
      event_ts: stamp,
    }
    const shared = { ...hidden, channel_type: channelType(channel) }
    const before = toSlack(
      this.#parts,
      change.kind === 'changed' ? change.previous : message,
      false,
    )
    return change.kind === 'changed'
      ? {
          ...shared,
          subtype: 'message_changed',
          message: toSlack(this.#parts, message, false),
          previous_message: before,
        }
      : {
          ...shared,
          subtype: 'message_deleted',
          deleted_ts: message.ts,
          previous_message: before,
        }
  }

  #bare(message: Message, channel: Channel): Dict {
    const parent =
      message.threadTs === null ? null : this.#parts.room.find(channel.id, message.threadTs)
    return {
      ...toSlack(this.#parts, message, false),
      channel: channel.id,
      channel_type: channelType(channel),
      event_ts: message.ts,
      ...(parent !== null && { parent_user_id: parent.author }),
    }
  }

  #emit(event: Dict, message: Message | null): void {
    const eventId = newId('Ev')
    const payload: Dict = {
      type: 'event_callback',
      team_id: TEAM.id,
      api_app_id: APP_ID,
      event,
      event_id: eventId,
      event_time: Math.floor(this.#now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: TEAM.id,
          user_id: BOT.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    }
    remember(this.#sent, eventId, payload)
    if (message !== null) {
      const key = `${message.channel} ${message.ts}`
      if (!this.#ofMessage.has(key)) remember(this.#ofMessage, key, eventId)
    }
    this.#tell(payload, 0, '')
  }

  #tell(payload: Dict, attempt: number, reason: string): void {
    const again = { retry_attempt: attempt, retry_reason: reason }
    this.#deliver.send('events_api', payload, again).catch((error: unknown) => {
      if (!(error instanceof DeliveryError)) throw error
      const afterMs = RETRY_AFTER_MS[attempt]
      if (afterMs === undefined || this.#closed) return
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        this.#tell(payload, attempt + 1, error.reason)
      }, afterMs)
      // A workspace that is done must not be held up by an event that nobody takes.
      timer.unref()
      this.#timers.add(timer)
    })
  }
}

/** Adds to a map that forgets its oldest. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > BOUNDS.events && oldest !== undefined) map.delete(oldest)
}
