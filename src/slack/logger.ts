/** Bolt's logger -> ours: warnings and errors, as one line, without bodies, tokens or tickets. */
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../domain/ports.ts'

const LINE_CHARS = 300
const SECRETS = [
  /xox[a-z](?:\.[a-z]+)?-[\w-]+/gi,
  /xapp-[\w-]+/gi,
  /(?:wss?|https?):\/\/[^\s)"']+/gi,
]

/** A logger at level WARN. Objects are not written: they may be requests. */
export function boltLogger(log: Log): Logger {
  const line = (event: string, parts: readonly unknown[]): void => {
    log.warn(event, { message: lineOf(parts) })
  }
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: readonly unknown[]) => line('slack.client-warning', parts),
    error: (...parts: readonly unknown[]) => line('slack.client-error', parts),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  }
}

function lineOf(parts: readonly unknown[]): string {
  const text = parts.map((part) => (part instanceof Error ? part.message : wordOf(part))).join(' ')
  return SECRETS.reduce((line, secret) => line.replace(secret, '[removed]'), text).slice(
    0,
    LINE_CHARS,
  )
}

function wordOf(part: unknown): string {
  return typeof part === 'string' || typeof part === 'number' ? String(part) : ''
}
