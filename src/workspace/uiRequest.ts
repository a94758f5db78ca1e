/** One request of the page, and how its body is read. */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { HttpError, readBody } from './http.ts'
import { BOUNDS } from './limits.ts'
import type { Person } from './model.ts'
import type { Spot } from './people.ts'
import type { World } from './world.ts'

export interface Request {
  readonly incoming: IncomingMessage
  readonly url: URL
  readonly world: World
  /** Whom the page acts as. */
  readonly user: Person
}

export const Ts = z.string().regex(/^\d{1,12}\.\d{6}$/)
export const Where = z.object({ channel: z.string().max(40), threadTs: Ts.nullable() })

/** The body as JSON of a shape. Throws HttpError 400. */
export async function bodyAs<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  const body = (await readBody(request.incoming, BOUNDS.bodyBytes)).toString('utf8')
  try {
    const parsed = schema.safeParse(JSON.parse(body))
    if (parsed.success) return parsed.data
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new HttpError(400, 'bad request')
}

/** A place that the acting person may see. Throws HttpError 404. */
export function spotFor(where: z.infer<typeof Where>, { world, user }: Request): Spot {
  const channel = world.room.channel(where.channel)
  const isOthers = channel?.kind === 'im' && channel.person !== user.id
  if (channel === null || isOthers) throw new HttpError(404, 'no such channel')
  const root = where.threadTs === null ? null : world.room.find(channel.id, where.threadTs)
  if (where.threadTs !== null && root === null) throw new HttpError(404, 'no such thread')
  return { user, channel, threadTs: root === null ? null : (root.threadTs ?? root.ts) }
}
