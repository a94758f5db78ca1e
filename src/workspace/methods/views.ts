/** views.*: docs.slack.dev/reference/methods?family=views */
import { ApiError, type Args } from '../args.ts'
import type { Dict } from '../model.ts'
import { takeView } from '../takeView.ts'
import { viewJson } from '../views.ts'
import type { World } from '../world.ts'
import { botMethod, type Method } from './method.ts'

/** None of them asks for a scope: a trigger is the right, and the Home tab is the app's own. */
export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': botMethod(null, open),
  'views.push': botMethod(null, push),
  'views.update': botMethod(null, update),
  'views.publish': botMethod(null, publish),
}

function open(args: Args, world: World): Dict {
  const body = takeView(args.json('view', 'invalid_arguments'), 'modal', world)
  const { user } = world.triggers.exchange(args.need('trigger_id'))
  return { view: viewJson(world.views.open(user, body)) }
}

/** Only what was done in a modal that is still there can lay another on it. */
function push(args: Args, world: World): Dict {
  const body = takeView(args.json('view', 'invalid_arguments'), 'modal', world)
  const { user, viewId } = world.triggers.exchange(args.need('trigger_id'))
  if (viewId === null || world.views.byId(viewId) === null) throw new ApiError('not_found')
  return { view: viewJson(world.views.push(user, body)) }
}

function update(args: Args, world: World): Dict {
  const externalId = args.text('external_id')
  const old =
    externalId === null
      ? world.views.byId(args.need('view_id'))
      : world.views.byExternalId(externalId)
  if (old === null) throw new ApiError('not_found')
  const body = takeView(args.json('view', 'invalid_arguments'), old.type, world)
  return { view: viewJson(world.views.update(old, body, args.text('hash'))) }
}

function publish(args: Args, world: World): Dict {
  if (!world.manifest.homeTab) throw new ApiError('not_enabled')
  const user = args.need('user_id')
  if (!world.people.some((person) => person.id === user)) {
    throw new ApiError('invalid_arguments', {
      response_metadata: { messages: ['invalid `user_id`'] },
    })
  }
  const body = takeView(args.json('view', 'invalid_arguments'), 'home', world)
  return { view: viewJson(world.views.publish(user, body, args.text('hash'))) }
}
