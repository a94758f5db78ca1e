/** The last gate before the log: whatever was handed in, secrets do not come out. */

import type { LogFields } from '../domain/ports.ts'
import { MASK, maskText } from '../domain/secrets.ts'

/** `Authorization: Bearer x` and its like, also in JSON and in JSON within JSON. */
const AUTHORIZATION =
  /\b((?:proxy-)?authorization[\\"']*\s*[:=]\s*[\\"']*)(?:(?:bearer|basic|digest|token)\s+)?[^\s\\"',;]+/gi
/** `"token": "x"`: the quote after the name keeps the rule for running text from seeing it. */
const JSON_VALUE =
  /((?:token|secret|passw(?:or)?d|passphrase|credential|cookie|private_?key|response_?url)[\w-]*\\*["']\s*:\s*\\*["'])[^"'\\]+/gi
const BEARER = /\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi
/** Whoever has one of these can post as the app, for half an hour (response_url) or for ever (webhooks). */
const SLACK_HOOK = /https?:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>\\]*/gi
/** Upload and file addresses of Slack carry their leave with them. */
const SLACK_FILE = /https?:\/\/files\.slack(?:-gov)?\.com\/[^\s"'<>\\]*/gi
const SECRET_FIELD =
  /token|secret|passw|passphrase|authorization|credential|cookie|private_?key|response_?url/i

/** Masks secrets in running text. Total, and a second pass changes nothing. */
export function redact(text: string): string {
  const safe = text
    .replace(AUTHORIZATION, `$1${MASK}`)
    .replace(JSON_VALUE, `$1${MASK}`)
    .replace(BEARER, `$1${MASK}`)
    .replace(SLACK_HOOK, MASK)
    .replace(SLACK_FILE, MASK)
  return maskText(safe)
}

/** Fields whose very name tells a secret are masked whole. */
export function redactFields(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [redact(name), redactField(name, value)]),
  )
}

/** One field: a string is masked whole by its name, else for what is in it; other values are left. */
export function redactField<T>(name: string, value: T): T | string {
  if (typeof value !== 'string') return value
  return SECRET_FIELD.test(name) ? MASK : redact(value)
}
