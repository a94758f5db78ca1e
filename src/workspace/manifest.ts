/** The app's manifest, as far as the workspace enforces it: what is not asked for there is not granted here. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const File = z.object({
  display_information: z.object({ name: z.string().min(1) }),
  features: z.object({
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

export interface Manifest {
  readonly botName: string
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
