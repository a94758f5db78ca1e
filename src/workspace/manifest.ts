/** The app's manifest, as far as the workspace enforces it: what is not asked for there is not granted here. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const File = z.object({
  display_information: z.object({ name: z.string().min(1) }),
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(true),
      })
      .optional(),
    shortcuts: z
      .array(
        z.object({
          name: z.string().min(1).max(24),
          type: z.enum(['global', 'message']),
          callback_id: z.string().min(1).max(255),
          description: z.string().max(150),
        }),
      )
      .default([]),
    bot_user: z.object({ display_name: z.string().min(1) }),
    slash_commands: z
      .array(
        z.object({
          command: z.string().regex(/^\/[a-z0-9_-]+$/),
          description: z.string(),
          usage_hint: z.string().default(''),
        }),
      )
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
    interactivity: z.object({ is_enabled: z.boolean() }).optional(),
    socket_mode_enabled: z.boolean().default(false),
  }),
})

interface SlashCommand {
  readonly command: string
  readonly description: string
  readonly usage: string
}

export interface Shortcut {
  readonly name: string
  /** From anywhere, or from a message's menu. */
  readonly kind: 'global' | 'message'
  readonly callbackId: string
  readonly description: string
}

export interface Manifest {
  readonly botName: string
  readonly homeTab: boolean
  readonly shortcuts: readonly Shortcut[]
  readonly commands: readonly SlashCommand[]
  readonly scopes: ReadonlySet<string>
  readonly events: ReadonlySet<string>
  readonly interactive: boolean
  readonly socketMode: boolean
}

/** Reads the manifest file. Throws when it is missing or is no manifest. */
export function readManifest(path: string): Manifest {
  const file = File.parse(JSON.parse(readFileSync(path, 'utf8')))
  return {
    botName: file.features.bot_user.display_name,
    homeTab: file.features.app_home?.home_tab_enabled ?? false,
    shortcuts: file.features.shortcuts.map((one) => ({
      name: one.name,
      kind: one.type,
      callbackId: one.callback_id,
      description: one.description,
    })),
    commands: file.features.slash_commands.map((command) => ({
      command: command.command,
      description: command.description,
      usage: command.usage_hint,
    })),
    scopes: new Set(file.oauth_config.scopes.bot),
    events: new Set(file.settings.event_subscriptions?.bot_events ?? []),
    interactive: file.settings.interactivity?.is_enabled ?? false,
    socketMode: file.settings.socket_mode_enabled,
  }
}
