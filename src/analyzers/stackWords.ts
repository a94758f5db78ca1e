/** Words of the picture of what a memory is made of over time. */
import type { Phrase } from '../domain/words.ts'

export const STACK_WORDS = {
  explains: {
    en: '{name} explains {shareRatio} of the growth',
    zh: '{name} 占增长的 {shareRatio}',
  },
  spread: {
    en: 'The growth is spread: {name} is {shareRatio} of it',
    zh: '增长分散在各处：{name} 占其中 {shareRatio}',
  },
  beside: {
    en: '{name} grew {risenBytes}; the whole did not grow',
    zh: '{name} 增加 {risenBytes}，总量并未增加',
  },
  contextsDiffer: {
    en: 'Contexts grew {risenBytes} between {looks} looks',
    zh: '{looks} 次查看之间，上下文共增加 {risenBytes}',
  },
  programsDiffer: {
    en: 'Programs grew {risenBytes} between {looks} looks',
    zh: '{looks} 次查看之间，程序共增加 {risenBytes}',
  },
  contexts: {
    en: 'contexts {firstBytes} → {lastBytes} in {spanSeconds}, {looks} looks',
    zh: '上下文 {firstBytes} → {lastBytes}，{spanSeconds}，{looks} 次查看',
  },
  programs: {
    en: 'programs {firstBytes} → {lastBytes} in {spanSeconds}, {looks} looks',
    zh: '程序 {firstBytes} → {lastBytes}，{spanSeconds}，{looks} 次查看',
  },
  other: { en: 'other ({count})', zh: '其他（{count}）' },
  ofGrowth: { en: '{change}, {shareRatio} of the growth', zh: '{change}，占增长的 {shareRatio}' },
  same: { en: 'unchanged', zh: '不变' },
  outOfContexts: { en: '{outerBytes} outside contexts', zh: '{outerBytes} 在上下文之外' },
  outOfPrograms: { en: '{outerBytes} in no program', zh: '{outerBytes} 不属于任何程序' },
  restart: { en: 'restart', zh: '重启' },
} as const satisfies Record<string, Phrase>
