/** A bot whose policy lets some do what stops a process, and what people see of a request. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Dict, Message } from '../../src/workspace/model.ts'
import type { Workspace } from '../../src/workspace/server.ts'
import { buildPatient, startPatient } from '../real/intrusive.ts'
import {
  afterThis,
  type BotOptions,
  bot,
  hostHere,
  posts,
  type RunningBot,
  sleeper,
  tempFolder,
  textOf,
  workspace,
} from './world.ts'

export interface Ward {
  readonly slack: Workspace
  readonly bot: RunningBot
  readonly folder: string
  /** Where core files go on the host. */
  readonly cores: string
  /** A process to do it to. */
  readonly pid: string
  /** Takes the host's SSH away. */
  cut(): Promise<void>
}

/**
 * Ana and Li may; `demands` are further entries of `policy.intrusive`. With a patient the process holds so many MiB: then it
 * stands still for long enough to be met in the middle of it.
 */
export async function ward(
  demands: readonly string[] = [],
  {
    patient,
    allow = [],
    ...options
  }: Partial<BotOptions> & { readonly patient?: number; readonly allow?: readonly string[] } = {},
): Promise<Ward> {
  const slack = options.slack ?? (await workspace())
  const folder = options.folder ?? tempFolder()
  const cores = coreFolder()
  const host = await hostHere()
  const config = [
    host.yaml,
    'policy:',
    '  allow:',
    '    - { name: everybody-looks, may: look }',
    '    - { name: on-call, may: [intrusive], users: [U0ANA, U0LI], channels: [C0OPS], hosts: [db1] }',
    ...allow.map((line) => `    - ${line}`),
    '  intrusive:',
    `    - { hosts: [db1], core_dir: ${cores}, core_max: 2G }`,
    ...demands.map((line) => `    - ${line}`),
    '',
  ].join('\n')
  const pid = patient === undefined ? sleeper() : await patientOf(patient)
  return {
    slack,
    folder,
    cores,
    pid,
    cut: host.close,
    bot: await bot({ slack, folder, config, ...options }),
  }
}

async function patientOf(mib: number): Promise<string> {
  const child = await startPatient(buildPatient(tempFolder()), mib)
  afterThis(() => void child.kill('SIGKILL'))
  return String(child.pid)
}

/** A folder that only the login may write to, as the script demands. */
function coreFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-cores-'))
  chmodSync(folder, 0o700)
  afterThis(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function coresIn({ cores }: Ward): readonly string[] {
  return readdirSync(cores)
}

/** Asks for it, and gives the message that has the button. */
export async function requested(
  { slack, pid }: Ward,
  kind: 'gdb' | 'gcore',
  user = 'U0ANA',
): Promise<Message> {
  const before = new Set(posts(slack).map(({ ts }) => ts))
  await slack.control.slash(`${kind} db1 ${pid}`, { user })
  return slack.control.waitFor((one) => !before.has(one.ts) && hasButton(one, 'consent-confirm'))
}

export function buttonsOf(message: Message): readonly Dict[] {
  return message.blocks.flatMap((block) =>
    block['type'] === 'actions' ? (block['elements'] as readonly Dict[]) : [],
  )
}

export function hasButton(message: Message, action: string): boolean {
  return buttonsOf(message).some(({ action_id }) => action_id === `mc:${action}`)
}

export function valueIn(message: Message, action: string): string {
  const button = buttonsOf(message).find(({ action_id }) => action_id === `mc:${action}`)
  return String(button?.['value'])
}

/** The message in the request's thread that says this, with that button, there already or to come. */
export function told(
  { slack }: Ward,
  request: Message,
  words: RegExp,
  button?: string,
): Promise<Message> {
  return slack.control.waitFor(
    (one) =>
      (one.threadTs ?? one.ts) === (request.threadTs ?? request.ts) &&
      words.test(textOf(one)) &&
      (button === undefined || hasButton(one, button)),
  )
}

/** What one person alone was told. */
export function whispered({ slack }: Ward, words: RegExp): Promise<Message> {
  return slack.control.waitFor((one) => one.ephemeralTo !== null && words.test(textOf(one)))
}

export interface AuditLine {
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly decision: string
  readonly rule: string
  readonly script: string | null
  readonly detail: Readonly<Record<string, string | number>> | null
}

/** The audit's rows about intrusive actions, in their order. */
export function auditOf({ folder }: Pick<Ward, 'folder'>): readonly AuditLine[] {
  const db = new Database(join(folder, 'data', 'memcheck.sqlite'), { readonly: true })
  const rows = db
    .prepare<[], Omit<AuditLine, 'detail'> & { readonly detail: string | null }>(
      "select actor, action, target, decision, rule, script, detail from audit where class = 'intrusive' order by id",
    )
    .all()
  db.close()
  return rows.map((row) => ({
    ...row,
    detail: row.detail === null ? null : JSON.parse(row.detail),
  }))
}

export function rulesOf(of: Pick<Ward, 'folder'>): readonly string[] {
  return auditOf(of).map(({ rule }) => rule)
}
