/** Words for what a host is. */
import type { Phrase } from '../../domain/words.ts'

export const FACT_WORDS = {
  line: {
    en: '[{distribution}, ][Linux {kernel}, ][{architecture}, ][pages of {pageBytes}, ]memory {memTotalBytes}[, cgroup {cgroup}]',
    zh: '[{distribution}，][Linux {kernel}，][{architecture}，][页大小 {pageBytes}，]内存 {memTotalBytes}[，cgroup {cgroup}]',
  },
  machine: { en: 'a machine of its own', zh: '物理机' },
  virtual: { en: 'a virtual machine ({virtualisation})', zh: '虚拟机（{virtualisation}）' },
  container: {
    en: 'the login is in a container ({container})[ limited to {containerLimitBytes}]: what is read may be of the container alone',
    zh: '登录位于容器内（{container}）[，上限 {containerLimitBytes}]：读到的可能只是该容器的情况',
  },
  limited: {
    en: 'all that the login sees is limited to {containerLimitBytes}',
    zh: '登录所见的全部范围上限为 {containerLimitBytes}',
  },
  clockRight: {
    en: 'its clock agrees with the bot’s (within {clockSkewMs})',
    zh: '时钟与机器人一致（相差不超过 {clockSkewMs}）',
  },
  clockAhead: {
    en: 'its clock is {clockSkewMs} ahead of the bot’s',
    zh: '时钟比机器人快 {clockSkewMs}',
  },
  clockBehind: {
    en: 'its clock is {clockSkewMs} behind the bot’s',
    zh: '时钟比机器人慢 {clockSkewMs}',
  },
  tools: { en: 'tools there: {tools}', zh: '可用工具：{tools}' },
} as const satisfies Readonly<Record<string, Phrase>>
