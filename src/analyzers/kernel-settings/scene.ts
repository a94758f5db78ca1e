/** What the rules on settings look at: the setting, and whether the host feels anything of it. */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { hostSettings, settingNumber } from '../../parsers/host/settings.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { pressureMemory } from '../../parsers/proc/pressure.ts'
import { vmstat } from '../../parsers/proc/vmstat.ts'
import { askHostCommand, whom } from '../asks.ts'
import { type Available, availableOf, isLow } from '../host-memory/available.ts'
import { FELT_PERCENT } from './thresholds.ts'
import type { SettingsCode } from './words.ts'

export const NEEDS = {}
export const LIKES = {
  settings: hostSettings,
  meminfo,
  vmstat,
  pressure: pressureMemory,
  log: kernelLog,
}
export type In = Inputs<typeof NEEDS, typeof LIKES>
export type SettingsFinding = Finding & { readonly code: SettingsCode }

export interface Scene {
  readonly inputs: In
  readonly ctx: AnalyzeContext
  /** Empty where meminfo was not read. */
  readonly mem: Readonly<Record<string, number>>
  readonly available: Available | null
  /** Short of memory; false where that is not known. */
  readonly short: boolean
  /** Tasks wait for memory; false where that is not known. */
  readonly felt: boolean
  readonly someStallPercent: number
}

export function sceneOf(inputs: In, ctx: AnalyzeContext): Scene {
  const available = inputs.meminfo === null ? null : availableOf(inputs.meminfo)
  const someStallPercent = inputs.pressure?.some.avg10Percent ?? 0
  return {
    inputs,
    ctx,
    mem: inputs.meminfo ?? {},
    available,
    short: available !== null && isLow(available),
    felt: someStallPercent >= FELT_PERCENT,
    someStallPercent,
  }
}

/** A setting by its name here; null when it is not known. */
export function setting({ inputs }: Scene, name: string): number | null {
  return settingNumber(inputs.settings, name)
}

/** What every finding here has. */
export function base({ ctx }: Scene) {
  return {
    host: whom(ctx).host,
    limitsCommand: askHostCommand(ctx, 'limits'),
    topCommand: askHostCommand(ctx, 'top'),
  }
}

/** The line of a setting, as the kernel's file or as sysctl writes it. */
export function settingLine({ ctx }: Scene, name: string): Quote {
  const pattern = name.replaceAll('.', '[./]')
  return ctx.evidence.quote(hostSettings.id, new RegExp(`^(?:/proc/sys/|-?\\s*)${pattern}\\s*[:=]`))
}

export function memLine({ ctx }: Scene, name: string): Quote {
  return ctx.evidence.quote(meminfo.id, new RegExp(`^${name}:`))
}

export function stallLine({ ctx }: Scene): Quote {
  return ctx.evidence.quote(pressureMemory.id, /^some /)
}

export function told(...lines: readonly Quote[]): readonly Quote[] {
  return lines.filter(({ line }) => line !== '')
}
