/** Settings of reclaim: swappiness, no swap at all, node reclaim, dentries that are never given back, dirty pages. */
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { riseOf, vmstatLine } from '../vmstatRise.ts'
import {
  base,
  memLine,
  type Scene,
  type SettingsFinding,
  setting,
  settingLine,
  stallLine,
  told,
} from './scene.ts'
import {
  DIRTY_FLOOR_BYTES,
  DIRTY_LIMIT_BYTES,
  SLAB_RATIO,
  SWAP_FLOOR_BYTES,
  SWAP_FREE_RATIO,
  SWAPPINESS_COUNT,
} from './thresholds.ts'

/** The host is short and waits, and swap that could help stands unused. */
export function swappiness(scene: Scene): readonly SettingsFinding[] {
  const value = setting(scene, 'vmSwappiness')
  const { swapTotalBytes = 0, swapFreeBytes = 0 } = scene.mem
  if (value === null || value > SWAPPINESS_COUNT || !scene.short || !scene.felt) return []
  if (swapTotalBytes < SWAP_FLOOR_BYTES || swapFreeBytes < SWAP_FREE_RATIO * swapTotalBytes)
    return []
  return [
    {
      code: 'settings.swappiness-zero',
      severity: 'warning',
      numbers: {
        ...base(scene),
        swappiness: value,
        swapFreeBytes,
        swapTotalBytes,
        someStallPercent: scene.someStallPercent,
        availableBytes: scene.available?.availableBytes ?? 0,
      },
      evidence: told(
        settingLine(scene, 'vm.swappiness'),
        memLine(scene, 'SwapFree'),
        stallLine(scene),
      ),
    },
  ]
}

export function noSwap(scene: Scene): readonly SettingsFinding[] {
  const { swapTotalBytes, activeAnonBytes = 0, inactiveAnonBytes = 0 } = scene.mem
  if (swapTotalBytes !== 0 || !scene.short || !scene.felt) return []
  return [
    {
      code: 'settings.no-swap',
      severity: 'info',
      numbers: {
        ...base(scene),
        anonBytes: activeAnonBytes + inactiveAnonBytes,
        someStallPercent: scene.someStallPercent,
        availableBytes: scene.available?.availableBytes ?? 0,
      },
      evidence: told(memLine(scene, 'SwapTotal'), memLine(scene, 'MemAvailable'), stallLine(scene)),
    },
  ]
}

/** Counted only on hosts of several nodes, and only while the mode is on. */
export function zoneReclaim(scene: Scene): readonly SettingsFinding[] {
  const mode = setting(scene, 'vmZoneReclaimMode') ?? 0
  const { zoneReclaimSuccess = 0, zoneReclaimFailed = 0 } = scene.inputs.vmstat ?? {}
  const runs = zoneReclaimSuccess + zoneReclaimFailed
  if (mode <= 0 || runs === 0) return []
  const [success, failed] = [
    riseOf(scene.ctx, 'zone_reclaim_success', 'zoneReclaimSuccess'),
    riseOf(scene.ctx, 'zone_reclaim_failed', 'zoneReclaimFailed'),
  ]
  const now = (success?.perSec ?? 0) + (failed?.perSec ?? 0)
  return [
    {
      code: 'settings.zone-reclaim',
      severity: now > 0 && scene.felt ? 'warning' : 'info',
      numbers: { ...base(scene), mode: String(mode), runs, runsPerSec: now },
      evidence: told(
        settingLine(scene, 'vm.zone_reclaim_mode'),
        vmstatLine(scene.ctx, 'zone_reclaim_success', 'zoneReclaimSuccess'),
        vmstatLine(scene.ctx, 'zone_reclaim_failed', 'zoneReclaimFailed'),
      ),
    },
  ]
}

/** vm.rst: at 0 dentries and inodes are never reclaimed, which "can easily lead to out-of-memory conditions". */
export function keepsDentries(scene: Scene): readonly SettingsFinding[] {
  const slabBytes = scene.mem.sReclaimableBytes ?? 0
  const totalBytes = scene.available?.totalBytes ?? 0
  if (setting(scene, 'vmVfsCachePressure') !== 0) return []
  if (totalBytes === 0 || slabBytes < SLAB_RATIO * totalBytes) return []
  return [
    {
      code: 'settings.keeps-dentries',
      severity: scene.short ? 'warning' : 'info',
      numbers: { ...base(scene), slabBytes, slabRatio: slabBytes / totalBytes },
      evidence: told(
        settingLine(scene, 'vm.vfs_cache_pressure'),
        scene.ctx.evidence.quote(meminfo.id, /^SReclaimable:/),
      ),
    },
  ]
}

/** Much may be left unwritten, much is, and tasks wait. */
export function dirty(scene: Scene): readonly SettingsFinding[] {
  const { dirtyBytes = 0, writebackBytes = 0 } = scene.mem
  const unwrittenBytes = dirtyBytes + writebackBytes
  const limitBytes = dirtyLimit(scene)
  if (!scene.felt || unwrittenBytes < DIRTY_FLOOR_BYTES || limitBytes < DIRTY_LIMIT_BYTES) return []
  return [
    {
      code: 'settings.dirty-large',
      severity: 'info',
      numbers: {
        ...base(scene),
        unwrittenBytes,
        limitBytes,
        someStallPercent: scene.someStallPercent,
      },
      evidence: told(
        settingLine(scene, 'vm.dirty_bytes'),
        settingLine(scene, 'vm.dirty_ratio'),
        memLine(scene, 'Dirty'),
        stallLine(scene),
      ),
    },
  ]
}

/** dirty_bytes holds where it is set; else a share of what is available (mm/page-writeback.c). */
function dirtyLimit(scene: Scene): number {
  const fixed = setting(scene, 'vmDirtyBytes') ?? 0
  const share = (setting(scene, 'vmDirtyRatio') ?? 0) / 100
  return fixed > 0 ? fixed : share * (scene.available?.availableBytes ?? 0)
}
