/** What the parts of MemTotal are called: short, for tables and pictures. */
import type { Phrase } from '../../domain/words.ts'

export const PART_WORDS = {
  anon: { en: 'processes', zh: '进程匿名内存' },
  shmem: { en: 'shared, tmpfs', zh: '共享内存与 tmpfs' },
  file: { en: 'page cache', zh: '文件 page cache' },
  slabReclaimable: { en: 'slab, reclaimable', zh: 'slab（可回收）' },
  slabFixed: { en: 'slab, unreclaimable', zh: 'slab（不可回收）' },
  tables: { en: 'page tables', zh: '页表' },
  stacks: { en: 'kernel stacks', zh: '内核栈' },
  vmalloc: { en: 'vmalloc', zh: 'vmalloc' },
  percpu: { en: 'per-CPU', zh: 'per-CPU' },
  huge: { en: 'huge pages set aside', zh: '预留大页' },
  zsmalloc: { en: 'compressed swap', zh: '压缩 swap（zram、zswap）' },
  gpu: { en: 'GPU', zh: 'GPU' },
  balloon: { en: 'balloon', zh: 'balloon' },
  rest: { en: 'not accounted for', zh: '未计入' },
  over: { en: 'counted twice', zh: '重复计入' },
  free: { en: 'free', zh: '空闲' },
} as const satisfies Record<string, Phrase>
