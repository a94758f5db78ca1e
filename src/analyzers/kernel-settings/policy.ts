/** What the kernel is told to do when memory runs out: vm.panic_on_oom, vm.oom_kill_allocating_task (vm.rst). */
import { vmstatLine } from '../vmstatRise.ts'
import { base, type Scene, type SettingsFinding, setting, settingLine, told } from './scene.ts'

/** A policy that turns the next OOM into an outage: told always, a warning where that OOM is near. */
export function panics(scene: Scene): readonly SettingsFinding[] {
  const mode = setting(scene, 'vmPanicOnOom') ?? 0
  if (mode <= 0) return []
  const panicSeconds = setting(scene, 'kernelPanic') ?? 0
  return [
    {
      // 0 waits for a person: the host stays down.
      code: panicSeconds === 0 ? 'settings.panic-stays-down' : 'settings.panic-on-oom',
      severity: scene.short ? 'warning' : 'info',
      numbers: { ...base(scene), mode: String(mode), panicSeconds: Math.abs(panicSeconds) },
      evidence: told(settingLine(scene, 'vm.panic_on_oom'), settingLine(scene, 'kernel.panic')),
    },
  ]
}

/** Matters where there were OOM kills, or the next one is near. */
export function killsAllocator(scene: Scene): readonly SettingsFinding[] {
  if ((setting(scene, 'vmOomKillAllocatingTask') ?? 0) === 0) return []
  const kills = scene.inputs.vmstat?.oomKill ?? 0
  if (kills === 0 && !scene.short) return []
  return [
    {
      code: 'settings.kills-allocator',
      severity: 'info',
      numbers: { ...base(scene), kills },
      evidence: told(
        settingLine(scene, 'vm.oom_kill_allocating_task'),
        vmstatLine(scene.ctx, 'oom_kill', 'oomKill'),
      ),
    },
  ]
}
