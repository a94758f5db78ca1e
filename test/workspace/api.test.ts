/** Slack's refusals, as any client of the Web API meets them. */
import { describe, expect, it } from 'vitest'
import type { Workspace } from '../../src/workspace/server.ts'
import { call, manifestWith, workspace } from './harness.ts'

const OPS = { channel: 'C0OPS', text: 'hello' }

describe('tokens and scopes', () => {
  it.each([
    ['wrong', 'xoxb-wrong', 'invalid_auth'],
    ['none', '', 'not_authed'],
  ])('a token that is %s', async (_, token, error) => {
    const slack = await workspace()
    expect(await call(slack, 'auth.test', {}, token)).toEqual({ ok: false, error })
  })

  it('each token opens its own methods', async () => {
    const slack = await workspace()
    expect(await call(slack, 'chat.postMessage', OPS, slack.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    })
    expect(await call(slack, 'apps.connections.open')).toMatchObject({
      error: 'not_allowed_token_type',
    })
  })

  it('a method whose scope the manifest lacks is refused, naming it', async () => {
    const manifestPath = manifestWith((manifest) => {
      manifest.oauth_config.scopes.bot = manifest.oauth_config.scopes.bot.filter(
        (scope) => scope !== 'users:read',
      )
    })
    const slack = await workspace({ manifestPath })
    expect(await call(slack, 'users.info', { user: 'U0ANA' })).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
      provided:
        'app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,groups:read,im:history,im:read,mpim:read,usergroups:read',
    })
  })

  it('with the scope it answers', async () => {
    const manifestPath = manifestWith((manifest) => {
      manifest.oauth_config.scopes.bot.push('im:write', 'channels:read')
    })
    const slack = await workspace({ manifestPath })
    expect(await call(slack, 'users.info', { user: 'U0LI', include_locale: true })).toMatchObject({
      user: { tz: 'Asia/Shanghai', tz_offset: 28_800, locale: 'zh-CN' },
    })
    expect((await call(slack, 'users.info', { user: 'U0LI' })).user).not.toHaveProperty('locale')
    expect(await call(slack, 'conversations.open', { users: 'U0LI' })).toMatchObject({
      channel: { id: 'D0LI' },
    })
    expect(await call(slack, 'conversations.info', { channel: 'C0GENERAL' })).toMatchObject({
      channel: { name: 'general', is_member: false },
    })
  })

  it('the scope of a history hangs on the kind of channel', async () => {
    const manifestPath = manifestWith((manifest) => {
      manifest.oauth_config.scopes.bot = ['channels:history']
    })
    const slack = await workspace({ manifestPath })
    const history = (channel: string) => call(slack, 'conversations.history', { channel })
    expect(await history('C0OPS')).toMatchObject({ ok: true })
    expect(await history('C0ALERTS')).toMatchObject({ needed: 'groups:history' })
    expect(await history('D0ANA')).toMatchObject({ needed: 'im:history' })
  })
})

describe('refusals', () => {
  it.each([
    ['chat.postMessage', { channel: 'C0GENERAL', text: 'x' }, 'not_in_channel'],
    ['chat.postMessage', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C0OPS' }, 'no_text'],
    ['chat.postMessage', { ...OPS, thread_ts: '1.000000' }, 'thread_not_found'],
    ['chat.postMessage', { ...OPS, blocks: 'nonsense' }, 'invalid_blocks_format'],
    ['chat.postMessage', { ...OPS, metadata: { event_type: 'x' } }, 'invalid_metadata_schema'],
    ['chat.postEphemeral', { ...OPS, user: 'U0NOBODY' }, 'user_not_in_channel'],
    ['chat.update', { ...OPS, ts: '1.000000' }, 'message_not_found'],
    ['chat.delete', { channel: 'C0OPS', ts: '1.000000' }, 'message_not_found'],
    ['chat.getPermalink', { channel: 'C0OPS', message_ts: '1.000000' }, 'message_not_found'],
    ['conversations.replies', { channel: 'C0OPS', ts: '1.000000' }, 'thread_not_found'],
    ['conversations.history', { channel: 'C0GENERAL' }, 'not_in_channel'],
    ['conversations.history', { channel: 'C0OPS', cursor: 'bm9uZQ==' }, 'invalid_cursor'],
    ['files.info', { file: 'F0NONE' }, 'file_not_found'],
    ['files.getUploadURLExternal', { filename: 'a' }, 'invalid_arguments'],
    ['files.completeUploadExternal', { files: [{ id: 'F0NONE' }] }, 'file_not_found'],
    ['no.such', {}, 'unknown_method'],
  ])('%s %j', async (method, args, error) => {
    const slack = await workspace()
    expect(await call(slack, method, args)).toMatchObject({ ok: false, error })
  })

  it('the words of other people cannot be changed', async () => {
    const slack = await workspace()
    const { ts } = slack.control.say('mine').message
    const asked = { channel: 'C0OPS', ts, text: 'yours' }
    expect(await call(slack, 'chat.update', asked)).toMatchObject({ error: 'cant_update_message' })
    expect(await call(slack, 'chat.delete', asked)).toMatchObject({ error: 'cant_delete_message' })
  })

  it('an ephemeral message is found by no method', async () => {
    const slack = await workspace()
    const { message_ts: ts } = await call(slack, 'chat.postEphemeral', { ...OPS, user: 'U0ANA' })
    const asked = { channel: 'C0OPS', ts, text: 'changed' }
    expect(await call(slack, 'chat.update', asked)).toMatchObject({ error: 'message_not_found' })
    expect(await call(slack, 'conversations.history', asked)).toMatchObject({ messages: [] })
  })

  it('an upload of another length than declared', async () => {
    const slack = await workspace()
    const upload = await call(slack, 'files.getUploadURLExternal', { filename: 'a', length: 3 })
    const send = (body: string) => fetch(String(upload.upload_url), { method: 'POST', body })
    expect((await send('four')).status).toBe(400)
    expect((await send('two')).status).toBe(200)
    expect((await send('two')).status).toBe(404)
  })
})

describe('chat.update', () => {
  it('keeps blocks and metadata that are not sent and drops those sent empty', async () => {
    const slack = await workspace()
    const metadata = { event_type: 'e', event_payload: { a: 1 } }
    const blocks = [{ type: 'divider' }]
    const { ts } = await call(slack, 'chat.postMessage', { ...OPS, blocks, metadata })
    const update = (args: object) => call(slack, 'chat.update', { channel: 'C0OPS', ts, ...args })
    expect(await update({ text: 'two' })).toMatchObject({
      message: { text: 'two', blocks: [{ type: 'divider' }], metadata },
    })
    const bare = await update({ text: 'three', blocks: [], metadata: {} })
    expect(bare.message).not.toHaveProperty('blocks')
    expect(bare.message).not.toHaveProperty('metadata')
  })
})

describe('conversations.history', () => {
  const texts = (answer: Record<string, unknown>): unknown =>
    (answer.messages as { text: string }[]).map((one) => one.text)
  const post = (slack: Workspace, text: string) =>
    call(slack, 'chat.postMessage', { channel: 'C0OPS', text })

  it('gives pages, newest first, that new messages do not shift', async () => {
    const slack = await workspace()
    for (const text of ['1', '2', '3', '4', '5']) await post(slack, text)
    const page = (cursor = '') =>
      call(slack, 'conversations.history', { channel: 'C0OPS', limit: 2, cursor })
    const next = (answer: Record<string, unknown>): string =>
      (answer.response_metadata as { next_cursor: string }).next_cursor
    const first = await page()
    await post(slack, '6')
    const second = await page(next(first))
    const third = await page(next(second))
    expect([first, second, third].map(texts)).toEqual([['5', '4'], ['3', '2'], ['1']])
    expect([first.has_more, third.has_more, next(third)]).toEqual([true, false, ''])
  })

  it('gives what lies between two times', async () => {
    const slack = await workspace()
    const stamps: unknown[] = []
    for (const text of ['1', '2', '3']) stamps.push((await post(slack, text)).ts)
    const between = { channel: 'C0OPS', oldest: stamps[0], latest: stamps[2] }
    expect(texts(await call(slack, 'conversations.history', between))).toEqual(['2'])
    const inclusive = { ...between, inclusive: true }
    expect(texts(await call(slack, 'conversations.history', inclusive))).toEqual(['3', '2', '1'])
  })
})
