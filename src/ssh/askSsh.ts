/** Asks the system's `ssh` for its own settings (`ssh -G`), once per name in a while. Where there is no ssh, nothing is known. */
import { execFile } from 'node:child_process'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Log } from '../domain/ports.ts'
import { detailOf } from './failure.ts'
import { type Environment, sshProgram } from './openssh/program.ts'
import { parseSshSettings, type SshSettings } from './sshSettings.ts'

interface Asked {
  readonly atMs: number
  readonly settings: Promise<SshSettings | null>
}

export class AskSsh {
  readonly environment: Environment
  readonly #log: Log
  readonly #asked = new Map<string, Asked>()

  constructor(environment: Environment, log: Log) {
    this.environment = environment
    this.#log = log
  }

  /** Null where there is no ssh, or where it gives no settings for this name. Never throws. */
  settingsOf(name: string): Promise<SshSettings | null> {
    const nowMs = Date.now()
    const known = this.#asked.get(name)
    if (known !== undefined && nowMs - known.atMs < LIMITS.sshSettingsMs) return known.settings
    const settings = this.#ask(name)
    this.#asked.set(name, { atMs: nowMs, settings })
    return settings
  }

  async #ask(name: string): Promise<SshSettings | null> {
    try {
      return parseSshSettings(
        await printed(sshProgram(name, this.environment), name, this.environment),
      )
    } catch (error) {
      const isThere = !(error instanceof UserError)
      if (isThere) this.#log.warn('ssh-settings-unread', { host: name, detail: detailOf(error) })
      return null
    }
  }
}

/** The name stands behind `--`: it is never an option, and no shell reads it. */
function printed(program: string, name: string, env: Environment): Promise<string> {
  const bounds = {
    env: { ...env },
    timeout: LIMITS.sshSettingsAskMs,
    maxBuffer: LIMITS.sshSettingsBytes,
    killSignal: 'SIGKILL',
  } as const
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['-G', '--', name], bounds, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    )
    // A program that its settings run (Match exec) may read.
    child.stdin?.end()
  })
}
