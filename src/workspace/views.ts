/** What views are open for whom: a stack of modals for each person, and a Home tab for each that got one. */
import { randomBytes } from 'node:crypto'
import { ApiError } from './args.ts'
import { newId } from './ids.ts'
import type { Dict } from './model.ts'
import { APP_ID, BOT, TEAM } from './roster.ts'

/** Modals that may lie on each other. */
const MAX_STACK = 3

/** A view as Slack keeps it. */
export interface View {
  readonly id: string
  readonly user: string
  readonly type: 'modal' | 'home'
  readonly hash: string
  readonly rootId: string
  readonly previousId: string | null
  readonly externalId: string
  /** As the app sent it, with ids where it gave none. */
  readonly body: Dict
  /** `state.values`: what the person has filled in, as it was last told to the app. */
  readonly values: Dict
}

export class Views {
  readonly #stacks = new Map<string, readonly View[]>()
  readonly #homes = new Map<string, View>()
  readonly #listeners = new Set<(user: string) => void>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  onChange(listener: (user: string) => void): void {
    this.#listeners.add(listener)
  }

  /** Open modals, the lowest first. */
  stack(user: string): readonly View[] {
    return this.#stacks.get(user) ?? []
  }

  top(user: string): View | null {
    return this.stack(user).at(-1) ?? null
  }

  home(user: string): View | null {
    return this.#homes.get(user) ?? null
  }

  byId(id: string): View | null {
    return this.#all().find((view) => view.id === id) ?? null
  }

  byExternalId(id: string): View | null {
    return this.#all().find((view) => view.externalId !== '' && view.externalId === id) ?? null
  }

  /** Opens a modal as the only one of a person. */
  open(user: string, body: Dict): View {
    this.#checkExternalId(body, null)
    const view = this.#made(user, 'modal', body, null)
    this.#setStack(user, [view])
    return view
  }

  /** Lays a modal on the others. Throws push_limit_reached; not_found when none is open. */
  push(user: string, body: Dict): View {
    const stack = this.stack(user)
    const below = stack.at(-1)
    if (below === undefined) throw new ApiError('not_found')
    if (stack.length >= MAX_STACK) throw new ApiError('push_limit_reached')
    this.#checkExternalId(body, null)
    const view = this.#made(user, 'modal', body, below)
    this.#setStack(user, [...stack, view])
    return view
  }

  /** Puts another body into a view. Throws hash_conflict when the view is not the one that was meant. */
  update(old: View, body: Dict, hash: string | null): View {
    if (hash !== null && hash !== old.hash) throw new ApiError('hash_conflict')
    this.#checkExternalId(body, old.id)
    return this.#replace({ ...old, body, externalId: externalIdOf(body), hash: this.#hash() })
  }

  /** Notes what the person has filled in. */
  fill(old: View, values: Dict): View {
    return this.#replace({ ...old, values }, false)
  }

  publish(user: string, body: Dict, hash: string | null): View {
    const old = this.home(user)
    if (hash !== null && old !== null && hash !== old.hash) throw new ApiError('hash_conflict')
    this.#checkExternalId(body, old?.id ?? null)
    const view = this.#made(user, 'home', body, null)
    this.#homes.set(user, old === null ? view : { ...view, id: old.id, rootId: old.id })
    this.#tell(user)
    return this.home(user) ?? view
  }

  /** Takes the uppermost modal away, or all; gives those that went, the uppermost first. */
  close(user: string, all: boolean): readonly View[] {
    const stack = this.stack(user)
    const kept = all ? [] : stack.slice(0, -1)
    this.#setStack(user, kept)
    return stack.slice(kept.length).reverse()
  }

  /** Takes a modal away and what lies on it. */
  closeFrom(view: View): void {
    const stack = this.stack(view.user)
    const at = stack.findIndex((one) => one.id === view.id)
    if (at >= 0) this.#setStack(view.user, stack.slice(0, at))
  }

  #made(user: string, type: View['type'], body: Dict, below: View | null): View {
    const id = newId('V')
    return {
      id,
      user,
      type,
      hash: this.#hash(),
      rootId: below?.rootId ?? id,
      previousId: below?.id ?? null,
      externalId: externalIdOf(body),
      body,
      values: {},
    }
  }

  #replace(view: View, isSeen = true): View {
    if (view.type === 'home') this.#homes.set(view.user, view)
    else {
      const stack = this.stack(view.user)
      this.#stacks.set(
        view.user,
        stack.map((one) => (one.id === view.id ? view : one)),
      )
    }
    if (isSeen) this.#tell(view.user)
    return view
  }

  #setStack(user: string, stack: readonly View[]): void {
    this.#stacks.set(user, stack)
    this.#tell(user)
  }

  #checkExternalId(body: Dict, ownId: string | null): void {
    const other = this.byExternalId(externalIdOf(body))
    if (other !== null && other.id !== ownId) throw new ApiError('duplicate_external_id')
  }

  #all(): readonly View[] {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()]
  }

  #hash(): string {
    return `${Math.floor(this.#now() / 1000)}.${randomBytes(4).toString('hex')}`
  }

  #tell(user: string): void {
    for (const listener of this.#listeners) listener(user)
  }
}

function externalIdOf(body: Dict): string {
  return typeof body.external_id === 'string' ? body.external_id : ''
}

/** A view as Slack writes it in answers, events and payloads. */
export function viewJson(view: View): Dict {
  const { body } = view
  return {
    id: view.id,
    team_id: TEAM.id,
    type: view.type,
    blocks: body.blocks,
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: body.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: body.clear_on_close === true,
    notify_on_close: body.notify_on_close === true,
    close: body.close ?? null,
    submit: body.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: APP_ID,
    external_id: view.externalId,
    app_installed_team_id: TEAM.id,
    bot_id: BOT.botId,
  }
}
