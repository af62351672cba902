import { iso } from '../auth/show.ts';
import type { JobPieceRow } from '../database/tables/jobs.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { JobsDeps } from './jobs-deps.ts';
import { createPieces } from './piece-store.ts';

type Calls =
  | `${'get' | 'create' | 'update' | 'delete'}Job${'Template' | 'Handler'}`
  | ('listJobTemplates' | 'listJobHandlers');

const common = ({ id, name, description, created_at, updated_at }: JobPieceRow) => ({
  ...{ id, name, description, created_at: iso(created_at), updated_at: iso(updated_at) },
});

const showTemplate = (row: JobPieceRow) => ({
  ...common(row),
  category: row.category,
  job_document: JSON.parse(row.content ?? '{}'),
});

const showHandler = (row: JobPieceRow) => ({ ...common(row), script: row.content });

const templateFields = (body: {
  name: string;
  description?: string | null | undefined;
  category?: string | null | undefined;
  job_document: unknown;
}) => ({
  name: body.name,
  description: body.description ?? null,
  category: body.category ?? null,
  content: JSON.stringify(body.job_document),
});

const handlerFields = (body: {
  name: string;
  description?: string | null | undefined;
  script?: string | null | undefined;
}) => ({
  name: body.name,
  description: body.description ?? null,
  category: null,
  content: body.script ?? null,
});

/** Templates and handlers of jobs. */
export function pieceCalls(deps: JobsDeps): Pick<FleetHandlers, Calls> {
  const templates = createPieces(deps, 'template');
  const handlers = createPieces(deps, 'handler');
  return {
    async listJobTemplates({ who }) {
      const rows = (await templates.list(who.tenantId)).map(showTemplate);
      return { status: 200, body: { templates: rows, total: rows.length } };
    },
    async getJobTemplate({ who, params }) {
      const found = await templates.find(who.tenantId, params.id);
      return found.ok ? { status: 200, body: showTemplate(found.value) } : found;
    },
    async createJobTemplate(call) {
      const made = await templates.create(call, templateFields(call.body));
      return made.ok ? { status: 201, body: showTemplate(made.value) } : made;
    },
    async updateJobTemplate(call) {
      const changed = await templates.update(call, call.params.id, templateFields(call.body));
      return changed.ok ? { status: 200, body: showTemplate(changed.value) } : changed;
    },
    async deleteJobTemplate(call) {
      const removed = await templates.remove(call, call.params.id);
      return removed.ok ? { status: 200, body: { message: 'The template is removed' } } : removed;
    },
    async listJobHandlers({ who }) {
      const rows = (await handlers.list(who.tenantId)).map(showHandler);
      return { status: 200, body: { handlers: rows, total: rows.length } };
    },
    async getJobHandler({ who, params }) {
      const found = await handlers.find(who.tenantId, params.id);
      return found.ok ? { status: 200, body: showHandler(found.value) } : found;
    },
    async createJobHandler(call) {
      const made = await handlers.create(call, handlerFields(call.body));
      return made.ok ? { status: 201, body: showHandler(made.value) } : made;
    },
    async updateJobHandler(call) {
      const changed = await handlers.update(call, call.params.id, handlerFields(call.body));
      return changed.ok ? { status: 200, body: showHandler(changed.value) } : changed;
    },
    async deleteJobHandler(call) {
      const removed = await handlers.remove(call, call.params.id);
      return removed.ok ? { status: 200, body: { message: 'The handler is removed' } } : removed;
    },
  };
}
