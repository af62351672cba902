import { createHash } from 'node:crypto';
import { type DocumentedRow, documentedRows } from '#shared/gateway-api/documented-rows.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';

const style = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 2rem 0 0.25rem; }
code { font-family: ui-monospace, monospace; } .method { display: inline-block; min-width: 4.5rem; font-weight: 600; }
p { margin: 0.25rem 0; } table { border-collapse: collapse; } td { padding: 0.1rem 1rem 0.1rem 0; vertical-align: top; }
.facts { opacity: 0.75; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** The page brings its style and nothing else: no script, no other file, no other host. */
export const docsPagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const who = {
  none: 'no session needed',
  session: 'any session',
  administrator: 'administrators only',
  'system:read': 'an API key with system:read, or any session',
  'system:write': 'an API key with system:write, or an administrator’s session',
  'any-key': 'any valid API key or session',
} as const satisfies Record<Endpoint['access'], string>;

/** Every call of the contract as one page without scripts. */
export function docsPage(facts: { product: string; revision: string }): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(facts.product)} API</title><style>${style}</style></head><body>
<h1>${escapeHtml(facts.product)} API</h1>
<p>Revision ${escapeHtml(facts.revision)}. Machine-readable: <a href="/docs/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${documentedRows().map(section).join('\n')}
</body></html>
`;
}

function section({ endpoint: row, answers: possible }: DocumentedRow): string {
  const answers = Object.entries(possible)
    .map(([status, { description }]) => `<tr><td>${status}</td><td>${escapeHtml(description)}</td></tr>`)
    .join('');
  const extension = row.source === 'extension' ? '; extension' : '';
  return `<h2><code><span class="method">${row.method}</span> ${escapeHtml(row.path)}</code></h2>
<p>${escapeHtml(row.summary)}</p><p class="facts">${who[row.access]}${extension}</p><table>${answers}</table>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
