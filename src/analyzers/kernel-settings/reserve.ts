/** vm.min_free_kbytes: what is kept free for the kernel, too much on a short host, too little where pages failed. */
import { KIB } from '../../domain/bytes.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import {
  base,
  memLine,
  type Scene,
  type SettingsFinding,
  setting,
  settingLine,
  told,
} from './scene.ts'
import {
  RESERVE_CALM_RATIO,
  RESERVE_FLOOR_BYTES,
  RESERVE_RATIO,
  RESERVE_SMALL_RATIO,
} from './thresholds.ts'

export function reserve(scene: Scene): readonly SettingsFinding[] {
  const kbytes = setting(scene, 'vmMinFreeKbytes')
  if (kbytes === null || scene.available === null) return []
  const reservedBytes = kbytes * KIB
  return [...large(scene, reservedBytes, scene.available), ...small(scene, reservedBytes)]
}

function large(
  scene: Scene,
  reservedBytes: number,
  { totalBytes, availableBytes }: NonNullable<Scene['available']>,
): readonly SettingsFinding[] {
  const reservedRatio = reservedBytes / totalBytes
  if (reservedRatio < RESERVE_RATIO || reservedBytes < RESERVE_FLOOR_BYTES) return []
  if (!scene.short && reservedRatio < RESERVE_CALM_RATIO) return []
  return [
    {
      code: 'settings.min-free-large',
      severity: scene.short ? 'warning' : 'info',
      numbers: {
        ...base(scene),
        reservedBytes,
        reservedRatio,
        availableBytes,
        freeBytes: scene.mem.memFreeBytes ?? 0,
      },
      evidence: told(
        settingLine(scene, 'vm.min_free_kbytes'),
        memLine(scene, 'MemFree'),
        memLine(scene, 'MemAvailable'),
      ),
    },
  ]
}

/** Single pages that could not be had at once: only a larger reserve helps, fragmentation is no part of it. */
function small(scene: Scene, reservedBytes: number): readonly SettingsFinding[] {
  const failed = (scene.inputs.log?.allocationFailures ?? []).filter(({ order }) => order === 0)
  const [first] = failed
  const totalBytes = scene.available?.totalBytes ?? 0
  if (first === undefined || reservedBytes >= RESERVE_SMALL_RATIO * totalBytes) return []
  return [
    {
      code: 'settings.min-free-small',
      severity: 'info',
      numbers: {
        ...base(scene),
        reservedBytes,
        reservedRatio: reservedBytes / totalBytes,
        failures: failed.length,
        process: first.name,
      },
      evidence: told(settingLine(scene, 'vm.min_free_kbytes'), {
        source: kernelLog.id,
        line: first.quote,
      }),
    },
  ]
}
