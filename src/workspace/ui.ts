/** The page's own endpoints, under /ui. Each request says whom the page acts as: several pages may act as several people. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Feed } from './feed.ts'
import { HttpError, sendJson } from './http.ts'
import type { Person } from './model.ts'
import { messagesOf, press, sendTyped, shareFile, stateOf } from './uiMessages.ts'
import type { Request } from './uiRequest.ts'
import {
  actedView,
  closed,
  completed,
  homeOf,
  openedTab,
  shortcutUsed,
  submitted,
  suggested,
  viewOfPerson,
} from './uiViews.ts'
import type { World } from './world.ts'

type Answer = (request: Request) => unknown

/** What the page reads and does; an answer that is given is sent as JSON. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET /ui/state': stateOf,
  'GET /ui/messages': messagesOf,
  'GET /ui/view': viewOfPerson,
  'GET /ui/home': homeOf,
  'GET /ui/complete': completed,
  'POST /ui/share': shareFile,
  'POST /ui/click': press,
  'POST /ui/tab': openedTab,
  'POST /ui/suggest': suggested,
  'POST /ui/act': actedView,
  'POST /ui/submit': submitted,
  'POST /ui/close': closed,
  'POST /ui/shortcut': shortcutUsed,
}

/** Answers one request of the page. Throws HttpError. */
export async function answerUi(
  incoming: IncomingMessage,
  response: ServerResponse,
  url: URL,
  world: World,
  feed: Feed,
): Promise<void> {
  const user = actingAs(url.searchParams.get('as'), world)
  const request: Request = { incoming, url, world, user }
  const route = `${incoming.method} ${url.pathname}`
  if (route === 'GET /ui/events') return feed.open(response, user.id)
  if (route === 'GET /ui/traffic') return feed.openTraffic(response)
  if (route === 'POST /ui/send') return sendTyped(request, response)
  const answer = Object.hasOwn(ANSWERS, route) ? ANSWERS[route] : undefined
  if (answer === undefined) throw new HttpError(404, 'not found')
  sendJson(response, Object(await answer(request)))
}

/** A page that does not know the people yet is told them, as the first of them. */
function actingAs(id: string | null, world: World): Person {
  const user = world.people.find((person) => id === null || person.id === id)
  if (user === undefined) throw new HttpError(404, 'no such person')
  return user
}
