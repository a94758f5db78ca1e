/** Which test file starts when. One that takes minutes and starts last keeps one core busy and leaves the others idle. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest files, the longest first, then folders of long ones (walls of a CI run on two cores: 150 s to 30 s). */
const LONGEST = [
  'bots/crash',
  'bots/conversation',
  'bots/growthNotice',
  'script/shells',
  'bots/forms',
  'real/transports',
  'bots/',
  'real/networkFaults',
  'pipeline/kit',
  'e2e/',
  'property/parsers',
  'real/',
  'script/',
  'pipeline/spine',
  'workspace/',
  'slack/',
  'property/',
]

/** The longest files first; those that share a worker last and together, or the sharing ends between two of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files)
    return bySize
      .map((file) => ({ file, rank: rankOf(file) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ file }) => file)
  }
}

function rankOf({ moduleId, project }: TestSpecification): number {
  const { isolate, sequence } = project.config
  const at = LONGEST.findIndex((part) => moduleId.includes(`/test/${part}`))
  const within = at < 0 ? LONGEST.length : at
  return sequence.groupOrder * 1000 + (isolate ? 0 : 100) + within
}
