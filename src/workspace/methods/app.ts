/** auth.test, apps.connections.open, users.info and usergroups.users.list. */
import { ApiError, type Args } from '../args.ts'
import type { Dict } from '../model.ts'
import { APP_ID, BOT, TEAM } from '../roster.ts'
import { personJson } from '../slackJson.ts'
import type { World } from '../world.ts'
import { botMethod, type Method } from './method.ts'

export const APP_METHODS: Readonly<Record<string, Method>> = {
  'auth.test': botMethod(null, authTest),
  'apps.connections.open': { token: 'app', scope: () => null, run: openConnection },
  'users.info': botMethod('users:read', userInfo),
  'usergroups.users.list': botMethod('usergroups:read', usergroupMembers),
}

function authTest(_args: Args, world: World): Dict {
  return {
    url: `${world.baseUrl}/`,
    team: TEAM.name,
    team_id: TEAM.id,
    user: world.manifest.botName,
    user_id: BOT.userId,
    bot_id: BOT.botId,
    is_enterprise_install: false,
  }
}

function openConnection(_args: Args, world: World): Dict {
  if (!world.manifest.socketMode) throw new ApiError('forbidden_team')
  const base = world.baseUrl.replace(/^http/, 'ws')
  return { url: `${base}/link/?ticket=${world.sockets.ticket()}&app_id=${APP_ID}` }
}

function userInfo(args: Args, world: World): Dict {
  const id = args.need('user', 'user_not_found')
  if (id === BOT.userId) {
    return { user: { id, name: world.manifest.botName, is_bot: true, deleted: false, profile: {} } }
  }
  const person = world.people.find((one) => one.id === id)
  if (person === undefined) throw new ApiError('user_not_found')
  return { user: personJson(person, args.flag('include_locale'), world.now()) }
}

function usergroupMembers(args: Args, world: World): Dict {
  const id = args.need('usergroup', 'no_such_subteam')
  const group = world.usergroups.find((one) => one.id === id)
  if (group === undefined) throw new ApiError('no_such_subteam')
  return { users: group.users }
}
