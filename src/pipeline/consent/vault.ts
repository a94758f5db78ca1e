/**
 * Nonces that are to stand in buttons, in memory alone: what waits in the outbox names the request, and the nonce is put in
 * when the message goes out. So the database never holds one, and a bot that died takes those that were not posted along.
 */
import { pressValue } from '../../domain/consent.ts'
import type { Button, Message } from '../../domain/report.ts'

const HELD = 'held:'
/** More requests than can wait at once; the oldest are past their time. */
const REMEMBERED = 1000

export class Vault {
  readonly #nonces = new Map<string, string>()
  #count = 0

  /** Keeps a nonce; gives what a button's value is until it is posted. */
  hold(id: string, nonce: string): string {
    const [oldest] = this.#nonces.keys()
    if (this.#nonces.size >= REMEMBERED && oldest !== undefined) this.#nonces.delete(oldest)
    this.#count += 1
    const key = `${id}.${this.#count}`
    this.#nonces.set(key, nonce)
    return `${HELD}${key}`
  }

  /** The message as it is posted; a button whose nonce is known no more is left out. */
  readonly reveal = (message: Message): Message => ({
    ...message,
    blocks: message.blocks.map((block) =>
      block.kind === 'buttons'
        ? { ...block, buttons: block.buttons.flatMap((button) => this.#revealed(button)) }
        : block,
    ),
  })

  #revealed(button: Button): readonly Button[] {
    if (!button.value.startsWith(HELD)) return [button]
    const key = button.value.slice(HELD.length)
    const nonce = this.#nonces.get(key)
    const [id = ''] = key.split('.')
    return nonce === undefined ? [] : [{ ...button, value: pressValue(id, nonce) }]
  }
}
