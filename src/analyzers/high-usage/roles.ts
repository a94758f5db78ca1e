/**
 * What a process is for, by its name and the title that it writes: some roles hold little by nature, others as much
 * as they are set to or as their work needs. Pure.
 */
import { GIB, MIB } from '../../domain/bytes.ts'
import { baseName } from '../../domain/subject.ts'
import { postgresRole } from './postgres.ts'
import type { Role } from './role.ts'

const OWN = 'our measure of small and large hosts, rounded up'

function own(name: string, usualBytes: number, source = OWN): Role {
  return { name, sized: 'own', usualBytes, source, peers: false }
}

function load(name: string, peers = false): Role {
  return { name, sized: 'load', usualBytes: null, source: 'its work', peers }
}

function config(name: string, source: string): Role {
  return { name, sized: 'config', usualBytes: null, source, peers: false }
}

/** By the executable's name; titles of programs that write them are read first. */
const BY_NAME: Readonly<Record<string, Role>> = Object.fromEntries(
  [
    config('mysqld', 'innodb_buffer_pool_size'),
    config('mariadbd', 'innodb_buffer_pool_size'),
    config('mongod', 'storage.wiredTiger.engineConfig.cacheSizeGB: half of the RAM less 1 GiB'),
    config('redis-server', 'maxmemory'),
    config('valkey-server', 'maxmemory'),
    config('memcached', '-m'),
    config('java', '-Xmx, MaxRAMPercentage'),
    config('starrocks_be', 'mem_limit: 90 % of the RAM'),
    config('doris_be', 'mem_limit'),
    config('clickhouse-server', 'max_server_memory_usage'),
    config('oracle', 'sga_target, pga_aggregate_limit'),
    config('etcd', '--quota-backend-bytes'),
    config('varnishd', '-s'),
    load('prometheus'),
    load('kube-apiserver'),
    load('beam.smp'),
    load('envoy'),
    load('haproxy'),
    load('node'),
    load('python'),
    load('ruby'),
    load('perl'),
    load('gunicorn', true),
    load('uwsgi', true),
    load('httpd', true),
    load('apache2', true),
    own('systemd', 256 * MIB),
    own('systemd-journald', 256 * MIB),
    own('systemd-udevd', 256 * MIB),
    own('systemd-logind', 128 * MIB),
    own('dbus-daemon', 128 * MIB),
    own('dbus-broker', 128 * MIB),
    own('sshd', 64 * MIB),
    own('rsyslogd', 512 * MIB),
    own('crond', 64 * MIB),
    own('cron', 64 * MIB),
    own('chronyd', 64 * MIB),
    own('polkitd', 128 * MIB),
    own('snapd', 256 * MIB),
    own('tuned', 256 * MIB),
    own('auditd', 128 * MIB),
    own('fail2ban-server', 512 * MIB),
    own('dockerd', GIB),
    own('containerd', GIB),
    own('containerd-shim', 128 * MIB),
    own('kubelet', GIB, 'kubernetes.io, system overhead of nodes'),
    own('kube-proxy', 256 * MIB),
    own('node_exporter', 256 * MIB),
    own('zabbix_agentd', 128 * MIB),
    own('telegraf', 512 * MIB),
    own('filebeat', GIB),
    own('fluent-bit', 512 * MIB),
  ].map((role) => [role.name, role]),
)

const GUEST = config('qemu', 'the memory of the guest')
const FPM_MASTER = own('php-fpm: master', 256 * MIB)
const NGINX: Readonly<Record<string, Role>> = {
  master: own('nginx: master', 512 * MIB),
  worker: load('nginx: worker', true),
  cache: own('nginx: cache', 256 * MIB),
}

/**
 * Gives the role of a process; null for a program that is not known.
 * @param comm its name as the kernel keeps it, 15 characters at most
 * @param arg0 its first argument, which programs that write a title replace by it; null where it was not read
 */
export function roleOf(comm: string, arg0: string | null): Role | null {
  const title = arg0 ?? comm
  const postgres = postgresRole(comm, title)
  if (postgres !== null) return postgres
  const fpm = /^php-fpm[\w.-]*: (master|pool [\w.-]+)/.exec(title)?.[1]
  if (fpm !== undefined) return fpm === 'master' ? FPM_MASTER : load(`php-fpm: ${fpm}`, true)
  const nginx = /^nginx: (master|worker|cache)/.exec(title)?.[1]
  if (nginx !== undefined) return NGINX[nginx] ?? null
  const name = baseName(title.split(' ')[0] ?? '').replace(/:$/, '')
  return byName(name) ?? byName(comm)
}

/** `python3.11`, `ruby2.7`, `(systemd)`, `qemu-system-x86_64`, `containerd-shim-runc-v2`. */
function byName(name: string): Role | null {
  const bare = name.replace(/^-|^\(|\)$/g, '')
  if (/^qemu(?:-system|-kvm)/.test(bare)) return GUEST
  if (bare.startsWith('containerd-shim')) return BY_NAME['containerd-shim'] ?? null
  if (Object.hasOwn(BY_NAME, bare)) return BY_NAME[bare] ?? null
  const unversioned = bare.replace(/[\d.]+$/, '')
  return Object.hasOwn(BY_NAME, unversioned) ? (BY_NAME[unversioned] ?? null) : null
}
