/** The bot's page of each person (App Home): published when it is opened, and again after a click on it. */
import type { HomeView } from '@slack/types'
import { nodeOf, wordOf } from '../blockkit/node.ts'
import { callSlack } from './client.ts'
import { originOf } from './origin.ts'
import { reasonOf } from './refusals.ts'
import { type Edge, sayInline } from './speak.ts'

/** Handles `app_home_opened`. */
export async function onHomeOpened(edge: Edge, body: unknown): Promise<void> {
  const { event, team_id: team } = nodeOf(body)
  const opened = nodeOf(event)
  if (wordOf(opened.tab) !== 'home') return
  await publishHome(edge, wordOf(opened.user), wordOf(team) || null)
}

/** Shows a person the page as it is now. Never rejects: the page that stands stays. */
export async function publishHome(edge: Edge, user: string, team: string | null): Promise<void> {
  const from = await originOf(edge, { user, team, channel: user, threadTs: null })
  try {
    await sayInline(edge, from, await edge.listener.home(from), ({ blocks }) => {
      const view: HomeView = { type: 'home', blocks }
      return callSlack(edge, { method: 'views.publish', repeatable: true }, () =>
        edge.client.views.publish({ user_id: user, view }),
      )
    })
  } catch (error) {
    edge.log.warn('slack.home-not-published', { error: reasonOf(error) })
  }
}
