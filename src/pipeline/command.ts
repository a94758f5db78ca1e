/**
 * What a command is, and how surfaces talk to commands. A command turns typed words into typed arguments and
 * one call of a use case; what comes back is said at once, or is work that goes on after the ack.
 */
import type { Actor } from '../domain/authorize.ts'
import { UserError } from '../domain/errors.ts'
import type { Answers, Choice, Form, FormName, Wrong } from '../domain/form.ts'
import type { Place } from '../domain/place.ts'
import type { Message } from '../domain/report.ts'
import type { ActionClass } from '../domain/source.ts'
import type { Lang, Phrase, Text } from '../domain/words.ts'

/** Exit status in a terminal (design 7). */
export const EXIT = { fine: 0, found: 1, unchecked: 2, partly: 3, usage: 64 } as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

/** How a request came in: who, where, in which language and time zone (an IANA name). */
export interface Asked {
  readonly actor: Actor
  readonly place: Place
  /** That of the place, where it has one. */
  readonly lang: Lang
  /** The asker's own; as `lang` where it is left out. */
  readonly ownLang?: Lang
  readonly zone: string
}

/** How a piece of work ended; the terminal prints it, chats have been posted to already. */
export interface Done {
  readonly message: Message
  readonly exit: Exit
  /** What `--json` prints; undefined when its lines went out as they came. */
  readonly json: unknown
}

/** Where answers of many lines go while they are made: programs read each as it comes. */
export interface Output {
  /** One value, one line of JSON. Resolves when there is room for more. */
  line(value: unknown): Promise<void>
  /** What a person should know beside: standard error. */
  note(text: Text): void
}

export type Reply =
  /** Said at once, within the ack: to the asker alone, or to the channel. */
  | { readonly kind: 'say'; readonly audience: 'asker' | 'channel'; readonly done: Done }
  /**
   * Accepted (its run row is written): ack first, then call `work`, which posts where it was asked. Never
   * throws. `out` is given by a terminal that was asked for JSON.
   */
  | { readonly kind: 'work'; readonly work: (out?: Output) => Promise<Done> }
  /** Words are missing: a form asks for them; `otherwise` is said to the asker where none can be opened. */
  | { readonly kind: 'form'; readonly form: Form; readonly otherwise: Done }

/** What a reply comes to where no form can be opened: its work done, `out` being given to it. */
export async function doneOf(reply: Reply, out?: Output): Promise<Done> {
  if (reply.kind === 'work') return await reply.work(out)
  return reply.kind === 'say' ? reply.done : reply.otherwise
}

/** One verb: a file of commands/. `U` are the use cases it may call. */
export interface Command<U> {
  readonly name: string
  /** Usage without the verb: `HOST [PID|NAME]`. */
  readonly usage: string
  /** A whole example, held to work by the conformance test. */
  readonly example: string
  readonly help: Phrase
  /** The least class it needs; what it leads to is authorized by its own. */
  readonly class: ActionClass
  readonly where: 'anywhere' | 'terminal'
  /** Sub-verbs that no process may be called by without `name:`. */
  readonly subVerbs: readonly string[]
  /** Reads the words and starts. Throws UserError; `bad-argument` names the word and what was meant. */
  start(words: readonly string[], asked: Asked, use: U): Promise<Reply>
}

/** What zod gives, by shape: this floor needs no zod. */
interface Schema<A> {
  safeParse(raw: unknown):
    | { readonly success: true; readonly data: A }
    | {
        readonly success: false
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }
      }
}

export interface CommandSpec<U, A> extends Omit<Command<U>, 'start'> {
  readonly Args: Schema<A>
  /** Words after the verb -> raw arguments, for `Args` to judge. */
  read(words: readonly string[], use: U): Readonly<Record<string, unknown>>
  run(args: A, asked: Asked, use: U): Promise<Reply>
}

/** Closes a command over its arguments' type, so that the registry is one plain list. */
export function defineCommand<U, A>(spec: CommandSpec<U, A>): Command<U> {
  return {
    ...spec,
    async start(words, asked, use) {
      const raw = spec.read(words, use)
      const judged = spec.Args.safeParse(raw)
      if (judged.success) return spec.run(judged.data, asked, use)
      const at = judged.error.issues[0]?.path[0]
      const word =
        at === undefined ? words.join(' ') : String(raw[String(at)] ?? words.at(-1) ?? '')
      throw new UserError('bad-argument', {
        word: word.slice(0, 80),
        expected: `${spec.name} ${spec.usage}`,
      })
    },
  }
}

/**
 * What a chat edge hands every word, click and file to. Answers fast (store writes only): the edge acks with
 * what comes back. Null means: not for us, stay silent.
 */
export interface Listener {
  /** A slash command's text. */
  command(text: string, from: ChatOrigin): Promise<Reply>
  /** A message in a thread, or one that mentions the bot (mark removed). */
  message(text: string, from: ChatOrigin, mentioned: boolean): Promise<Reply | null>
  /** A button of ours: its action and value as they were posted. */
  button(action: string, value: string, from: ChatOrigin): Promise<Reply>
  /** A file that was shared with a mention of the bot, or in a direct message to it. */
  file(name: string, bytes: Uint8Array<ArrayBuffer>, from: ChatOrigin): Promise<Reply>
  /** Our shortcut: `said` is the text of the message that it was used on, or null for none. */
  shortcut(said: string | null, from: ChatOrigin): Promise<Reply>
  /** What a form's field offers for what was typed so far. */
  complete(
    form: FormName,
    field: string,
    typed: string,
    from: ChatOrigin,
  ): Promise<readonly Choice[]>
  /** A form's answers. */
  submitted(
    form: FormName,
    memo: string,
    answers: Answers,
    from: ChatOrigin,
  ): Promise<Reply | Wrong>
  /** The page that one person has of the bot. */
  home(from: ChatOrigin): Promise<Message>
  /** The language that is set for a channel, or in direct messages for that person; null where none is. */
  langIn(channel: string, user: string): Promise<Lang | null>
  /** False when this event was handled before (chats deliver again). */
  firstTime(eventId: string): Promise<boolean>
}

export interface ChatOrigin {
  readonly user: string
  readonly team: string | null
  /** Where the answer goes; of what happened outside of any channel the person, to whom it then goes directly. */
  readonly channel: string
  /** The thread it was said in; for a button the message's thread, or the message itself. */
  readonly threadTs: string | null
  /** That of the place, where it has one. */
  readonly lang: Lang
  /** The person's own; as `lang` where it is left out. */
  readonly ownLang?: Lang
  /** IANA name; `UTC` where it is not known. */
  readonly zone: string
}
