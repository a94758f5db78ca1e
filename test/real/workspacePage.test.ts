/** The workspace's page in a real browser: a person types, sees, clicks, looks and replies. */
import type { App } from '@slack/bolt'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { afterThis, bolt, call, PNG, workspace } from '../workspace/harness.ts'
import { DESKTOP, oneBrowser, openWorkspace, PHONE } from './browser.ts'
import { missing, needing } from './needs.ts'

const browser = oneBrowser()
afterAll(() => browser.close())

async function openPage(
  url: string,
  viewport = DESKTOP,
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  return openWorkspace(await browser.open(viewport, afterThis), url)
}

/** A tiny app that does what memcheck does: answers with a button, then with a picture in the thread. */
function tinyApp(app: App): void {
  app.command('/memcheck', async ({ ack, command, client }) => {
    if (command.text === '') return ack({ text: 'Usage: `/memcheck HOST`' })
    await ack()
    const button = {
      type: 'button' as const,
      action_id: 'graph',
      value: 'g',
      text: { type: 'plain_text' as const, text: 'Graph' },
    }
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'collecting…' })
    await client.chat.update({
      channel: 'C0OPS',
      ts,
      text: `verdict on ${command.text}`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `*${command.text}* is well` } },
        { type: 'actions', elements: [button] },
      ],
    })
    return undefined
  })
  app.action('graph', async ({ ack, body, client }) => {
    await ack()
    const threadTs = 'message' in body ? body.message?.ts : undefined
    const upload = { filename: 'rss.png', file: PNG, alt_text: 'RSS is flat', title: 'RSS' }
    await client.filesUploadV2({ channel_id: 'C0OPS', thread_ts: threadTs ?? '', ...upload })
  })
  app.message('smaps', async ({ message, client }) => {
    const threadTs = 'thread_ts' in message ? message.thread_ts : undefined
    const text = '```7f1c &lt;script&gt;```'
    await client.chat.postMessage({ channel: 'C0OPS', text, thread_ts: threadTs ?? '' })
  })
}

describe.skipIf(missing('chromium'))(needing('chromium', 'the page of the workspace'), () => {
  it('shows a command, its verdict, a button, a picture and a thread', async () => {
    const slack = await workspace()
    await bolt(slack, tinyApp)
    const { page, faults } = await openPage(slack.url)
    await page.keyboard.type('/mem')
    await page.getByRole('option', { name: /\/memcheck/ }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Only visible to you').waitFor()
    await page.keyboard.type('/memcheck db1')
    await page.keyboard.press('Enter')
    const verdict = page.locator('#log .message', { hasText: 'db1 is well' })
    await verdict.getByRole('button', { name: 'Graph' }).click()
    await verdict.getByRole('button', { name: /1 reply/ }).click()
    const picture = page.locator('#thread-log img')
    await picture.waitFor()
    expect(await picture.getAttribute('alt')).toBe('RSS is flat')
    expect(await picture.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBe(1)
    await picture.press('Enter')
    await page.locator('#lightbox figcaption', { hasText: 'RSS is flat' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByPlaceholder('Reply…').fill('smaps')
    await page.keyboard.press('Enter')
    await page.locator('#thread-log pre', { hasText: '7f1c <script>' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#thread').waitFor({ state: 'hidden' })
    await page.reload()
    await page.locator('#log .message', { hasText: 'db1 is well' }).waitFor()
    expect(faults).toEqual([])
  })

  it('opens a message by its own address, in its thread', async () => {
    const slack = await workspace()
    const root = slack.control.say('root', { channel: 'alerts' }).message
    const reply = slack.control.say('the answer', { channel: 'alerts', threadTs: root.ts }).message
    const { page } = await openPage(slack.url)
    const link = await call(slack, 'chat.getPermalink', {
      channel: reply.channel,
      message_ts: reply.ts,
    })
    await page.goto(String(link.permalink))
    await page.locator('#thread-log .pointed', { hasText: 'the answer' }).waitFor()
    expect(await page.locator('#channel-name').textContent()).toBe('#alerts')
  })

  it('runs nothing that a host or a person wrote', async () => {
    const slack = await workspace()
    const { page, faults } = await openPage(slack.url)
    const hostile = '<img src=x onerror="document.title=1"> <script>document.title=2</script>'
    slack.control.say(hostile)
    slack.control.say(`\`${hostile}\` @memcheck javascript:alert(1)`)
    slack.control.share(`${hostile}.txt`, PNG)
    await page.locator('.file-name').waitFor()
    await expect.poll(() => page.locator('.message').count()).toBe(3)
    expect(await page.locator('.message .text img, .message script').count()).toBe(0)
    expect(await page.title()).toBe('#ops · Local workspace')
    expect(faults).toEqual([])
  })

  it('fits a phone: the list slides in, the thread covers the channel', async () => {
    const slack = await workspace()
    const root = slack.control.say(`a long word ${'x'.repeat(300)}`).message
    slack.control.say('reply', { threadTs: root.ts })
    const { page } = await openPage(slack.url, PHONE)
    const width = () => page.evaluate('document.documentElement.scrollWidth')
    expect(await width()).toBe(360)
    await page.getByRole('button', { name: '1 reply' }).click()
    expect((await page.locator('#thread').boundingBox())?.width).toBe(360)
    await page.getByRole('button', { name: 'Close the thread' }).click()
    await page.getByRole('button', { name: 'Channels' }).click()
    await page.getByRole('button', { name: 'alerts' }).click()
    await page.locator('#channel-name', { hasText: '#alerts' }).waitFor()
    await page.locator('#sidebar').waitFor({ state: 'hidden' })
    expect(await width()).toBe(360)
  })

  it('comes back by itself when the workspace was started anew', async () => {
    const first = await workspace()
    const { page } = await openPage(first.url)
    const port = Number(new URL(first.url).port)
    await first.close()
    await page.locator('#status', { hasText: 'offline' }).waitFor()
    const second = await workspace({ port })
    expect(second.url).toBe(first.url)
    second.control.say('after the restart')
    await page.locator('.message', { hasText: 'after the restart' }).waitFor()
  })
})
