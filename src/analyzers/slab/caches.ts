/** Slab caches by size, and what each holds. Pure. */
import type { Phrase } from '../../domain/words.ts'
import type { SlabCache } from '../../parsers/proc/slabRow.ts'

/** Pages that the cache's slabs take; null where the form does not tell. mm/slab_common.c: slabs are whole blocks. */
export function sizeOf(cache: SlabCache, pageBytes: number): number | null {
  if (cache.sizeBytes !== null) return cache.sizeBytes
  const { numSlabs, pagesPerSlab } = cache
  return numSlabs === null || pagesPerSlab === null ? null : numSlabs * pagesPerSlab * pageBytes
}

export interface SizedCache extends SlabCache {
  readonly sizeBytes: number
}

/** Caches with their size, the largest first; rows of one name (randomised kmalloc keeps its own) stay apart. */
export function bySize(caches: readonly SlabCache[], pageBytes: number): readonly SizedCache[] {
  return caches
    .flatMap((cache) => {
      const sizeBytes = sizeOf(cache, pageBytes)
      return sizeBytes === null ? [] : [{ ...cache, sizeBytes }]
    })
    .sort((a, b) => b.sizeBytes - a.sizeBytes)
}

/**
 * Caches that are made with SLAB_RECLAIM_ACCOUNT, so they stand in SReclaimable: names and inodes of files, buffer
 * heads, trees of the page cache. slabinfo itself does not tell.
 */
const RECLAIMABLE =
  /^(?:dentry(?:_cache)?|buffer_head|radix_tree_node|xarray_node|kmalloc-rcl-\S+|\w*extent_status|xfs_(?:ili|ifork|inode)|\w*inode(?:_cache|_info)?|zfs_znode_cache|dnode_t|mbcache|\w*_xattr|\w+_i(?:node)?_cache)$/

export function isReclaimable(name: string): boolean {
  // The security modules' part of an inode goes with the inode.
  return RECLAIMABLE.test(name) && !/^(?:lsm_inode_cache|fscrypt_inode_info)$/.test(name)
}

/** What well-known caches hold: the first that matches. */
const HOLDS: readonly (readonly [RegExp, Phrase])[] = [
  [/^dentry/, { en: 'names of files', zh: '文件名' }],
  [/inode|^xfs_ili$|^dnode_t$|znode/, { en: 'inodes of files', zh: '文件 inode' }],
  [/^(?:buffer_head|radix_tree_node|xarray_node)$/, { en: 'page cache', zh: 'page cache 管理' }],
  [/extent_status|ext4_|btrfs_|xfs_|jbd2/, { en: 'file system', zh: '文件系统' }],
  [
    /^(?:task_struct|thread_stack|signal_cache|sighand_cache|cred_jar|pid)/,
    { en: 'threads', zh: '线程' },
  ],
  [
    /^(?:vm_area_struct|vma_lock|anon_vma|maple_node|mm_struct)/,
    { en: 'mappings', zh: '内存映射' },
  ],
  [/^(?:filp|files_cache|eventpoll|kmalloc_fd)/, { en: 'open files', zh: '打开的文件' }],
  [/^nf_conntrack|conntrack/, { en: 'connection tracking', zh: '连接跟踪' }],
  [/^skb|sk_buff/, { en: 'network buffers', zh: '网络缓冲' }],
  [/TCP|UDP|RAW|UNIX|sock/i, { en: 'sockets', zh: 'socket' }],
  [/^kernfs_node|^sysfs/, { en: 'sysfs and cgroups', zh: 'sysfs 与 cgroup' }],
  [/mem_cgroup|cgroup/, { en: 'cgroups', zh: 'cgroup' }],
  [/^(?:kmalloc|size)-/, { en: 'many users', zh: '多种用途' }],
]

export function holdsOf(name: string): Phrase | null {
  return HOLDS.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
