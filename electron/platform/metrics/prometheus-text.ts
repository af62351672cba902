export interface Sample {
  labels?: Readonly<Record<string, string | number>>;
  value: number;
}

/** Version 0.0.4 is what scrapers ask for by this parameter. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** One metric family in the Prometheus text format 0.0.4. */
export function metric(
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${numberText(value)}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** The one sample of a metric without labels. */
export const single = (name: string, type: 'gauge' | 'counter', help: string, value: number): string =>
  metric(name, type, help, [{ value }]);

function labelText(labels: Sample['labels']): string {
  if (labels === undefined) return '';
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return `{${pairs.join(',')}}`;
}

/** JavaScript writes infinities otherwise than the format. */
const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
