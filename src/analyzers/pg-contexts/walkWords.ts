/** Words of what only a walk over the process's own memory tells. */
import type { FindingWords } from '../../domain/words.ts'
import { ALL } from './nextWords.ts'

export const WALK_WORDS = {
  'contexts.damaged': {
    brief: {
      en: 'damaged chunks in {context}',
      zh: '{context} 中有损坏的内存块',
    },
    what: {
      en: '{damaged} chunk header(s) of {process} are such as the server cannot have written, in blocks that are sound; the first is in {context}, at {address}.',
      zh: '{process} 有 {damaged} 个块头不可能是服务器写入的，而所在的块是完好的；首个在 {context}，地址 {address}。',
    },
    why: {
      en: 'Something wrote past the end of the chunk before it: this is damage and no leak; a process with it may crash.',
      zh: '前一个内存块被越界写入：这是内存损坏而不是泄漏，这样的进程随时可能崩溃。',
    },
    next: ALL,
  },
  'contexts.unverified': {
    brief: {
      en: 'layout {layout} was never verified live',
      zh: '布局 {layout} 未经实机验证',
    },
    what: {
      en: 'The memory of {process} was read by layout {layout}, which is from source and not verified on a live server.',
      zh: '{process} 的内存按布局 {layout} 读取，该布局来自源码，未在运行中的服务器上验证。',
    },
    why: {
      en: 'The tree is sound in itself, or it would have been refused; its figures may still be off.',
      zh: '这棵树自身一致，否则会被拒绝；但数值仍可能有偏差。',
    },
    next: ALL,
  },
} as const satisfies Record<string, FindingWords>
