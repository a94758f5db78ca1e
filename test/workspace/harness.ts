/** A workspace and a real Bolt app on it, for tests; both are taken down after each test. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { onTestFinished } from 'vitest'
import {
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../src/workspace/server.ts'

/** Takes something down when the test that calls it ends, the last made first. */
export function afterThis(step: () => Promise<void> | void): void {
  onTestFinished(step)
}

const MANIFEST = new URL('../../manifest.json', import.meta.url).pathname

export async function workspace(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const made = await startWorkspace({
    port: 0,
    manifestPath: MANIFEST,
    dataDir: null,
    now: () => Date.now(),
    ...options,
  })
  let isClosed = false
  const close = made.close
  const once = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    await close()
  }
  afterThis(once)
  return { ...made, close: once }
}

/** The real app over Socket Mode; it gives up soon, so that what Slack answers is what a test sees. */
export async function bolt(
  on: Workspace,
  prepare: (app: App) => void = () => {},
  ignoreSelf = true,
): Promise<App> {
  const clientOptions = { slackApiUrl: on.apiUrl }
  const receiver = new SocketModeReceiver({
    appToken: on.appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 15_000,
    installerOptions: { clientOptions },
  })
  const app = new App({
    token: on.botToken,
    receiver,
    ignoreSelf,
    logLevel: LogLevel.ERROR,
    clientOptions: { ...clientOptions, retryConfig: { retries: 2, minTimeout: 50 } },
  })
  prepare(app)
  await app.start()
  afterThis(async () => {
    const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve))
    await app.stop()
    await gone
  })
  return app
}

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'memcheck-workspace-'))
  afterThis(() => rmSync(path, { recursive: true, force: true }))
  return path
}

interface ManifestFile {
  features: {
    app_home: { home_tab_enabled: boolean }
    shortcuts?: { name: string; type: string; callback_id: string; description: string }[]
  }
  oauth_config: { scopes: { bot: string[] } }
  settings: {
    event_subscriptions: { bot_events: string[] }
    interactivity: { is_enabled: boolean }
  }
}

/** The project's manifest with a change, as a file of its own. */
export function manifestWith(change: (manifest: ManifestFile) => void): string {
  const manifest: ManifestFile = JSON.parse(readFileSync(MANIFEST, 'utf8'))
  change(manifest)
  const path = join(folder(), 'manifest.json')
  writeFileSync(path, JSON.stringify(manifest))
  return path
}

/** A promise with its handle outside. */
export function later<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve: (value) => resolve(value) }
}

/** One red pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** Calls the Web API as any client would; gives the answer as JSON. */
export async function call(
  on: Workspace,
  method: string,
  args: Readonly<Record<string, unknown>> = {},
  token: string = on.botToken,
): Promise<Record<string, unknown>> {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(args)) {
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  const answer = await fetch(`${on.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  return (await answer.json()) as Record<string, unknown>
}
