import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { TestProject } from 'vitest/node';
import { stopCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one PostgreSQL of the run of process `pid` is, or will be as soon as a test needs it. */
    postgres: { folder: string; pid: number };
  }
}

/** Once a run, before any test: says where the cluster goes. `postgres-peer.ts` starts it, this ends it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-postgres-'));
  project.provide('postgres', { folder, pid: process.pid });
  return () => stopCluster(folder);
}
