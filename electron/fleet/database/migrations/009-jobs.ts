import {
  countColumn,
  idColumn,
  jsonColumn,
  keyColumn,
  textColumn,
  timeColumn,
} from '#platform/store/columns.ts';
import type { StoreMigration } from '#platform/store/migrate.ts';

const optional = { optional: true };

/** Jobs, their runs on agents, and what they are made of. */
export const jobs: StoreMigration = {
  name: 'jobs',
  async up({ schema }) {
    await schema
      .createTable('jobs')
      .$call(keyColumn('job_id'))
      .$call(idColumn('tenant_id'))
      .$call(idColumn('template_id', optional))
      .$call(textColumn('job_name'))
      .$call(jsonColumn('job_document'))
      .$call(textColumn('target_type'))
      .$call(jsonColumn('target_devices'))
      .$call(jsonColumn('target_filter', optional))
      .$call(textColumn('execution_type'))
      .$call(jsonColumn('schedule', optional))
      .$call(countColumn('max_executions', optional))
      .$call(countColumn('timeout_minutes'))
      .$call(textColumn('status'))
      .$call(countColumn('runs'))
      .$call(timeColumn('next_run_at', optional))
      .$call(timeColumn('queued_at'))
      .$call(timeColumn('started_at', optional))
      .$call(timeColumn('completed_at', optional))
      .$call(textColumn('created_by', optional))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('updated_at'))
      .execute();
    await schema.createIndex('jobs_by_tenant').on('jobs').columns(['tenant_id', 'created_at']).execute();
    await schema.createIndex('jobs_by_next_run').on('jobs').column('next_run_at').execute();
    await schema
      .createTable('job_executions')
      .$call(idColumn('job_id'))
      .$call(idColumn('agent_uuid'))
      .$call(countColumn('execution_number'))
      .$call(idColumn('tenant_id'))
      .$call(countColumn('version_number'))
      .$call(textColumn('status'))
      .$call(timeColumn('queued_at'))
      .$call(timeColumn('started_at', optional))
      .$call(timeColumn('deadline_at', optional))
      .$call(timeColumn('last_updated_at'))
      .$call(timeColumn('completed_at', optional))
      .$call(countColumn('exit_code', optional))
      .$call(textColumn('stdout', optional))
      .$call(textColumn('stderr', optional))
      .$call(textColumn('reason', optional))
      .$call(countColumn('executed_steps', optional))
      .$call(textColumn('failed_step', optional))
      .$call(jsonColumn('status_details', optional))
      .addPrimaryKeyConstraint('job_executions_key', ['job_id', 'agent_uuid', 'execution_number'])
      .execute();
    const executions = schema.createIndex('job_executions_by_agent').on('job_executions');
    await executions.columns(['agent_uuid', 'status', 'queued_at']).execute();
    await schema
      .createIndex('job_executions_by_deadline')
      .on('job_executions')
      .columns(['status', 'deadline_at'])
      .execute();
    await schema
      .createTable('job_pieces')
      .$call(keyColumn('id'))
      .$call(idColumn('tenant_id'))
      .$call(textColumn('kind'))
      .$call(textColumn('name'))
      .$call(textColumn('description', optional))
      .$call(textColumn('category', optional))
      .$call(textColumn('content', optional))
      .$call(timeColumn('created_at'))
      .$call(timeColumn('updated_at'))
      .execute();
    await schema
      .createIndex('job_pieces_by_name')
      .on('job_pieces')
      .columns(['tenant_id', 'kind', 'name'])
      .unique()
      .execute();
  },
};
