/** What the local workspace is made of: people, channels, messages and files. */

export type Dict = Readonly<Record<string, unknown>>

export interface Person {
  /** `U...`, as Slack gives it. */
  readonly id: string
  /** Short name, typed after an @. */
  readonly name: string
  readonly realName: string
  /** IANA zone, as users.info gives it. */
  readonly tz: string
  /** `en-US`, `zh-CN`. */
  readonly locale: string
  /** Left out: a member of the workspace. `guest`: for some channels only. `stranger`: of another team, by a shared channel. */
  readonly standing?: 'guest' | 'stranger'
}

/** A user group: `@oncall`. */
export interface Usergroup {
  /** `S...`, as Slack gives it. */
  readonly id: string
  /** Ids of its people. */
  readonly users: readonly string[]
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  /** The person of a direct message with the bot; null for channels. */
  readonly person: string | null
  readonly topic: string
}

export interface Message {
  readonly channel: string
  /** Slack's id of a message within its channel: seconds, a dot, microseconds. */
  readonly ts: string
  /** The ts of the thread's first message, for its replies; null for messages of the channel. */
  readonly threadTs: string | null
  /** User id of the person or bot that said it. */
  readonly author: string
  readonly subtype: 'file_share' | 'channel_join' | 'tombstone' | null
  /** As it travels: `&`, `<` and `>` are escaped. */
  readonly text: string
  readonly blocks: readonly Dict[]
  readonly fileIds: readonly string[]
  readonly metadata: Dict | null
  /** The one person that sees it; null when all do. Such messages are never kept. */
  readonly ephemeralTo: string | null
  readonly editedTs: string | null
  /** The slash command that a bot's public answer replies to, shown above it. */
  readonly command: { readonly user: string; readonly text: string } | null
}

export interface SharedFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly alt: string
  readonly declaredBytes: number
  readonly sizeBytes: number
  /** Null until Slack has looked at the file; only then can a block show it. */
  readonly mimetype: string | null
  readonly owner: string
  readonly createdAtMs: number
  /** announced -> received -> processing -> ready; only ready files are kept over a restart. */
  readonly stage: 'announced' | 'received' | 'processing' | 'ready'
}

/** What can happen to messages, told to the page and to the events that the app gets. */
export type Change =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'changed'; readonly message: Message; readonly previous: Message }
  | { readonly kind: 'removed'; readonly message: Message }
  | { readonly kind: 'joined'; readonly channel: string }
