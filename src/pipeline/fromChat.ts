/** Who asked in a chat, as commands know it, and errors said back there. */
import { errorMessage } from '../report/errorMessage.ts'
import { actorInChat } from './actor.ts'
import { admit, type Entry } from './admit.ts'
import { asUserError } from './check.ts'
import { type Asked, type ChatOrigin, EXIT, type Reply } from './command.ts'
import type { UseCases } from './useCases.ts'

/** The asker and the place of something that was said, clicked or filled in, let in. Throws as `admit`. */
export async function enter(
  { house }: UseCases,
  from: ChatOrigin,
  entry: Entry,
  words: string,
): Promise<Asked> {
  const asked: Asked = {
    actor: await actorInChat(house, from),
    place: { surface: 'slack', channel: from.channel, threadTs: from.threadTs, user: from.user },
    lang: from.lang,
    ownLang: from.ownLang ?? from.lang,
    zone: from.zone,
  }
  await admit(house, asked, entry, words)
  return asked
}

/** What is thrown is said to the asker: a UserError in its words, a bug with its reference. */
export async function safely<R>(
  use: UseCases,
  from: ChatOrigin,
  of: () => Promise<R>,
): Promise<R | Reply> {
  try {
    return await of()
  } catch (cause) {
    return saidError(use, cause, from)
  }
}

function saidError(use: UseCases, cause: unknown, from: ChatOrigin): Reply {
  const error = asUserError(use.house, null, cause)
  return {
    kind: 'say',
    audience: 'asker',
    done: {
      message: errorMessage(error, from.lang),
      exit: error.code === 'bug' ? EXIT.unchecked : EXIT.usage,
      json: { error: { code: error.code, params: error.params } },
    },
  }
}
