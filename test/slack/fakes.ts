/** Hand-written ends of the Slack edge: a log that remembers, a listener that answers as it is told. */
import type { Answers, Choice, FormName, Wrong } from '../../src/domain/form.ts'
import type { Log, LogFields } from '../../src/domain/ports.ts'
import type { Message } from '../../src/domain/report.ts'
import type { Lang } from '../../src/domain/words.ts'
import {
  type ChatOrigin,
  type Done,
  EXIT,
  type Listener,
  type Reply,
} from '../../src/pipeline/command.ts'

export interface Logged {
  readonly level: 'info' | 'warn' | 'bug'
  readonly event: string
  readonly fields: LogFields
  readonly cause?: unknown
}

export class FakeLog implements Log {
  readonly lines: Logged[] = []

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields })
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields })
  }

  bug(event: string, cause: unknown, fields: LogFields = {}): string {
    this.lines.push({ level: 'bug', event, fields, cause })
    return 'ref-77'
  }

  step(): void {}

  bugs(): readonly Logged[] {
    return this.lines.filter((line) => line.level === 'bug')
  }
}

export interface Heard {
  readonly what:
    | 'command'
    | 'message'
    | 'button'
    | 'file'
    | 'shortcut'
    | 'complete'
    | 'submitted'
    | 'home'
  readonly args: readonly unknown[]
  readonly from: ChatOrigin
}

export class FakeListener implements Listener {
  readonly heard: Heard[] = []
  readonly #seen = new Set<string>()
  /** What it answers; null stays silent, where that may be. */
  answer: (heard: Heard) => Reply | null | Promise<Reply | null> = () => null

  async command(text: string, from: ChatOrigin): Promise<Reply> {
    return (await this.#take({ what: 'command', args: [text], from })) ?? say('asker', 'nothing')
  }

  message(text: string, from: ChatOrigin, mentioned: boolean): Promise<Reply | null> {
    return this.#take({ what: 'message', args: [text, mentioned], from })
  }

  async button(action: string, value: string, from: ChatOrigin): Promise<Reply> {
    return (await this.#take({ what: 'button', args: [action, value], from })) ?? say('asker', '-')
  }

  async file(name: string, bytes: Uint8Array, from: ChatOrigin): Promise<Reply> {
    const heard = { what: 'file' as const, args: [name, Buffer.from(bytes).toString()], from }
    return (await this.#take(heard)) ?? say('channel', 'read')
  }

  async shortcut(said: string | null, from: ChatOrigin): Promise<Reply> {
    return (await this.#take({ what: 'shortcut', args: [said], from })) ?? say('asker', '-')
  }

  /** What fields offer. */
  choices: readonly Choice[] = []

  async complete(
    form: FormName,
    field: string,
    typed: string,
    from: ChatOrigin,
  ): Promise<readonly Choice[]> {
    this.heard.push({ what: 'complete', args: [form, field, typed], from })
    return this.choices
  }

  /** What is wrong with the answers of a form; null for nothing. */
  wrong: Wrong | null = null

  async submitted(
    form: FormName,
    memo: string,
    answers: Answers,
    from: ChatOrigin,
  ): Promise<Reply | Wrong> {
    const reply = await this.#take({ what: 'submitted', args: [form, memo, answers], from })
    return this.wrong ?? reply ?? say('asker', '-')
  }

  async home(from: ChatOrigin): Promise<Message> {
    this.heard.push({ what: 'home', args: [], from })
    return message('home')
  }

  /** The languages of places, by channel. */
  readonly langs = new Map<string, Lang>()

  async langIn(channel: string): Promise<Lang | null> {
    return this.langs.get(channel) ?? null
  }

  async firstTime(eventId: string): Promise<boolean> {
    if (this.#seen.has(eventId)) return false
    this.#seen.add(eventId)
    return true
  }

  async #take(heard: Heard): Promise<Reply | null> {
    this.heard.push(heard)
    return this.answer(heard)
  }
}

export function message(text: string): Message {
  return { text, blocks: [{ kind: 'text', text: [text] }] }
}

export function say(audience: 'asker' | 'channel', text: string): Reply {
  return { kind: 'say', audience, done: doneWith(text) }
}

export function doneWith(text: string): Done {
  return { message: message(text), exit: EXIT.fine, json: null }
}
