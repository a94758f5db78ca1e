/**
 * How one login is tried (RFC 4252): the agent first, then keys in their order, then the password, each once and only
 * where the server still takes its kind; and what is told when none was taken.
 */
import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware } from 'ssh2'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import { LoginAgent } from './agent.ts'
import { detailOf, levelOf } from './failure.ts'
import type { UserKey } from './userKeys.ts'

/** What there is to log in with. */
export interface Means {
  readonly keys: readonly UserKey[]
  /** Key files that cannot be used. */
  readonly failed: readonly UserError[]
  readonly password: string | null
  /** Public keys of the host's key files, by which an agent's keys are sorted. */
  readonly own: readonly Buffer[]
}

/** Throws why there is nothing to try at all. */
export function checkMeans(entry: HostEntry, means: Means): void {
  const { agentSocket } = entry.credentials
  const [first] = means.failed
  if (agentSocket !== null || means.keys.length > 0 || means.password !== null) return
  if (first !== undefined) throw first
  throw new UserError('auth-failed', {
    ...placeOf(entry),
    agent: '',
    path: '',
    name: '',
    offers: '',
  })
}

interface Try {
  readonly kind: 'none' | 'publickey' | 'password' | 'agent'
  /** What a person knows it by: a key's file, the agent's socket, the password's variable. */
  readonly called: string
  readonly method: AnyAuthMethod
}

export class Authentication {
  readonly #entry: HostEntry
  readonly #means: Means
  readonly #agent: LoginAgent | null
  readonly #left: Try[]
  readonly #tried: Try[] = []
  #offers: readonly AuthenticationType[] = []
  #agentTrouble = ''

  constructor(entry: HostEntry, means: Means) {
    this.#entry = entry
    this.#means = means
    const { agentSocket: socket, onlyOwnKeys: only } = entry.credentials
    this.#agent = socket === null ? null : new LoginAgent(socket, { blobs: means.own, only })
    this.#left = [...triesOf(entry, means, this.#agent)]
  }

  /** For ssh2: the next method, false when there is none. */
  readonly handler: AuthHandlerMiddleware = (left, _partial, next) => {
    // ssh2 asks first with null, before the server has said what it takes; its types know neither that nor the end.
    const offers = left as readonly AuthenticationType[] | null
    if (offers !== null) this.#offers = offers
    const method = this.#next(offers)
    next(method as AnyAuthMethod)
  }

  /** True while the agent has been asked and the server has not been answered. */
  get waitsForAgent(): boolean {
    return this.#tried.at(-1)?.kind === 'agent'
  }

  /** When the login is over, however it ended. */
  close(): void {
    this.#agent?.close()
  }

  /** An agent's error is no failure yet: what comes after it is tried. */
  agentFailed(error: unknown): void {
    this.#agentTrouble ||= detailOf(error)
  }

  /** Why nobody was let in. */
  error(cause: unknown): UserError {
    const { credentials } = this.#entry
    const alone = this.#means.keys.length === 0 && this.#means.password === null
    if (credentials.agentSocket !== null && alone && this.#agentTrouble !== '')
      return agentUnusable(this.#entry, this.#agentTrouble, cause)
    const calledOf = (kind: Try['kind']): string =>
      this.#tried.flatMap((one) => (one.kind === kind ? [one.called] : [])).join(', ')
    const failed = this.#means.failed.map((error) => String(error.params['file']))
    return new UserError(
      'auth-failed',
      {
        ...placeOf(this.#entry),
        agent: this.#agentTrouble === '' ? calledOf('agent') : '',
        path: calledOf('publickey'),
        name: calledOf('password'),
        unusable: [...(this.#agentTrouble === '' ? [] : [calledOf('agent')]), ...failed].join(', '),
        offers: this.#offers.join(', '),
        detail: levelOf(cause) === '' ? detailOf(cause) : '',
      },
      cause,
    )
  }

  #next(offers: readonly AuthenticationType[] | null): AnyAuthMethod | false {
    for (;;) {
      const next = this.#left.shift()
      if (next === undefined) return false
      const method = fitting(next, offers)
      if (method === null) continue
      this.#tried.push(next)
      return method
    }
  }
}

export function agentUnusable(entry: HostEntry, detail: string, cause?: unknown): UserError {
  const socket = entry.credentials.agentSocket ?? ''
  return new UserError('agent-unusable', { host: entry.name, socket, detail }, cause)
}

function triesOf(
  { user: username, credentials }: HostEntry,
  { keys, password }: Means,
  agent: LoginAgent | null,
): readonly Try[] {
  const { agentSocket, passwordEnv } = credentials
  const tries: Try[] = keys.map(({ file, key }) => ({
    kind: 'publickey',
    called: file,
    method: { type: 'publickey', username, key },
  }))
  if (agent !== null) {
    const method = { type: 'agent', username, agent } as const
    tries.unshift({ kind: 'agent', called: agentSocket ?? '', method })
  }
  if (password === null) return tries
  // To ask with nothing costs no failed try and tells whether a password is taken as such.
  if (tries.length === 0)
    tries.push({ kind: 'none', called: '', method: { type: 'none', username } })
  const method = { type: 'password', username, password } as const
  return [...tries, { kind: 'password', called: passwordEnv ?? '', method }]
}

/** The try as the server takes it; null when it does not. Before it has said what it takes, as it is. */
function fitting(
  { kind, method }: Try,
  offers: readonly AuthenticationType[] | null,
): AnyAuthMethod | null {
  if (kind === 'none' || offers === null) return method
  if (kind !== 'password') return offers.includes('publickey') ? method : null
  if (offers.includes('password')) return method
  if (method.type !== 'password' || !offers.includes('keyboard-interactive')) return null
  return asked(method.username, method.password)
}

/** Keyboard-interactive (RFC 4256), answered where it asks for one thing that is not shown, and once. */
function asked(username: string, password: string): AnyAuthMethod {
  let answered = false
  return {
    type: 'keyboard-interactive',
    username,
    prompt(_name, _instructions, _lang, prompts, finish) {
      const [only, ...more] = prompts
      const isPassword = only !== undefined && more.length === 0 && only.echo !== true && !answered
      answered ||= isPassword
      finish(isPassword ? [password] : [])
    },
  }
}

function placeOf({ name: host, address, port, user }: HostEntry): UserError['params'] {
  return { host, address, port, user }
}
