/** The shape of one Web API method. */
import type { Args } from '../args.ts'
import type { Dict } from '../model.ts'
import type { World } from '../world.ts'

export interface Method {
  /** Which of the two tokens opens it. */
  readonly token: 'bot' | 'app'
  /** The scope it asks for; null for none. May hang on what it is asked about. */
  scope(args: Args, world: World): string | null
  /** Gives the answer without `ok`. Throws ApiError. */
  run(args: Args, world: World): Dict
}

/** A method of the bot with one scope, or none. */
export function botMethod(scope: string | null, run: Method['run']): Method {
  return { token: 'bot', scope: () => scope, run }
}
