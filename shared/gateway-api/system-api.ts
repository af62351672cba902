import { z } from 'zod';
import { json, text } from '../contract/row.ts';
import { accepted, badRequest, errSchema, forbidden, refused } from './answers.ts';
import type { Endpoint } from './endpoint.ts';

const zip = (description: string, fileName: string) =>
  ({
    description,
    contentType: 'application/zip',
    headers: { 'Content-Disposition': `attachment; filename="${fileName}"` },
  }) as const;

/** Extension: a finished tus upload (`/uploads/<id>`) takes the place of the multipart body. */
const uploadSchema = z.string().min(1).max(100).optional();

const rebootAnswers = { 200: text('Rebooting; may never arrive'), 403: forbidden } as const;

/** Any one path segment: what is not the name of a snapshot answers 404, never 400 (contract §2). */
export const snapshotParamsSchema = z.object({ name: z.string().min(1).max(255) });

export const systemApi = {
  upgrade: {
    method: 'POST',
    path: '/system/upgrade',
    access: 'administrator',
    source: 'system-api',
    summary: 'Upload a supervision package and upgrade to it',
    query: z.object({ allowDowngrade: z.enum(['true', 'false']).optional(), upload: uploadSchema }),
    multipart: { maxFiles: 1 },
    answers: { 200: accepted, 400: badRequest, 403: forbidden, 500: refused },
  },
  firmwareUpgrade: {
    method: 'POST',
    path: '/system/firmware/upgrade',
    access: 'administrator',
    source: 'system-api',
    summary: 'Upload a firmware image; it is taken up at the next boot',
    query: z.object({ upload: uploadSchema }),
    multipart: { maxFiles: 1 },
    answers: { 200: accepted, 403: forbidden, 500: refused },
  },
  reboot: {
    method: 'GET',
    path: '/system/actions/reboot',
    access: 'administrator',
    source: 'system-api',
    summary: 'Reboot the gateway',
    answers: rebootAnswers,
  },
  backup: {
    method: 'GET',
    path: '/system/backup',
    access: 'session',
    source: 'system-api',
    summary: 'Download a complete backup',
    answers: {
      200: zip('The backup, streamed', '<NAME>-<YYYY-MM-DD-HH-mm-ss>.zip'),
      403: forbidden,
      500: text('`System is restoring...` while a restore runs'),
    },
  },
  snapshotDownload: {
    method: 'GET',
    path: '/system/snapshot/:name',
    access: 'session',
    source: 'system-api',
    summary: 'Download a snapshot by its name',
    params: snapshotParamsSchema,
    answers: {
      200: zip('The snapshot', '<NAME>-Snapshot-<YYYY-MM-DD-HH-mm-ss>.zip'),
      403: forbidden,
      404: text('No such snapshot'),
    },
  },
  restore: {
    method: 'POST',
    path: '/system/restore',
    access: 'administrator',
    source: 'system-api',
    summary: 'Restore a backup or snapshot; the first of up to 12 files counts',
    query: z.object({
      upload: uploadSchema,
      /** Extension: name of a snapshot on the gateway, instead of a body. */
      snapshot: z.string().min(1).max(255).optional(),
    }),
    multipart: { maxFiles: 12 },
    answers: {
      200: {
        ...json('Restored; supervision restarts', z.object({ err: z.null() })),
        headers: { 'X-Job-Id': 'The job to follow under /system/jobs (extension)' },
      },
      403: forbidden,
      500: json('What failed; the old state stays', errSchema),
    },
  },
  peersReboot: {
    method: 'GET',
    path: '/peers/supervision/system/reboot',
    access: 'administrator',
    source: 'system-api',
    summary: 'Reboot the gateway (peers form)',
    answers: rebootAnswers,
  },
  peersRebootPost: {
    method: 'POST',
    path: '/peers/supervision/system/reboot',
    access: 'administrator',
    source: 'system-api',
    summary: 'Reboot the gateway (peers form)',
    answers: rebootAnswers,
  },
} as const satisfies Record<string, Endpoint>;
