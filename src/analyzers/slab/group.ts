/** A group whose charge is mostly the kernel's: no process of it is large, and memory.stat of v1 does not show it. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { Finding } from '../../domain/finding.ts'
import { type CgroupMemory, cgroupMemory } from '../../parsers/cgroup/memory.ts'
import { askHostCommand, whom } from '../asks.ts'
import { GROUP_FLOOR_BYTES, GROUP_RATIO } from './thresholds.ts'

type GroupFinding = Finding & { readonly code: 'slab.group-kernel' }

/** Of the innermost group alone: its ancestors are charged for it too. The root is the host's, not a group. */
export function groupKernel(
  groups: readonly CgroupMemory[],
  ctx: AnalyzeContext,
): readonly GroupFinding[] {
  const group = groups.find(({ path, usageBytes }) => path !== '/' && usageBytes > 0)
  const kernelBytes = group?.kernelBytes ?? null
  if (group === undefined || kernelBytes === null) return []
  if (kernelBytes < GROUP_FLOOR_BYTES || kernelBytes < GROUP_RATIO * group.usageBytes) return []
  const file =
    group.version === 'v1' ? 'memory\\.kmem\\.usage_in_bytes:' : 'memory\\.stat:(kernel|slab) '
  const charge = group.version === 'v1' ? 'memory\\.usage_in_bytes:' : 'memory\\.current:'
  const dir = group.path.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const evidence = [file, charge]
    .map((line) => ctx.evidence.quote(cgroupMemory.id, new RegExp(`${dir}/${line}`)))
    .filter(({ line }) => line !== '')
  return [
    {
      code: 'slab.group-kernel',
      severity: 'info',
      numbers: {
        group: group.path,
        slabCommand: askHostCommand(ctx, 'slab'),
        kernelBytes,
        kernelRatio: kernelBytes / group.usageBytes,
        chargedBytes: group.usageBytes,
        host: whom(ctx).host,
      },
      evidence,
    },
  ]
}
