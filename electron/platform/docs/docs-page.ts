import { createHash } from 'node:crypto';
import type { Row } from '#shared/contract/row.ts';

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

/** One call as the page shows it. */
export interface DocumentedCall {
  row: Row;
  /** Everything that it may answer, by status. */
  answers: Readonly<Record<number, { description: string }>>;
  /** Who may call, where it comes from. */
  facts: string;
}

/** Every call of a contract as one page without scripts; `facts` names the API and what serves it. */
export function docsPage(
  facts: { product: string; version: string },
  calls: readonly DocumentedCall[],
): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(facts.product)} API</title><style>${style}</style></head><body>
<h1>${escapeHtml(facts.product)} API</h1>
<p>${escapeHtml(facts.version)}. Machine-readable: <a href="/docs/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${calls.map(section).join('\n')}
</body></html>
`;
}

function section({ row, answers: possible, facts }: DocumentedCall): string {
  const answers = Object.entries(possible)
    .map(([status, { description }]) => `<tr><td>${status}</td><td>${escapeHtml(description)}</td></tr>`)
    .join('');
  return `<h2><code><span class="method">${row.method}</span> ${escapeHtml(row.path)}</code></h2>
<p>${escapeHtml(row.summary)}</p><p class="facts">${escapeHtml(facts)}</p><table>${answers}</table>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
