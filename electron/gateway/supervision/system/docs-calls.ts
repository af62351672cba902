import type { Handlers } from '../http/call.ts';
import { type Identity, product } from './identity.ts';

/** `/docs` and the document behind it; both are made when somebody asks for the first time. */
export function docsCalls({ revision }: Identity): Pick<Handlers, 'docs' | 'openapi'> {
  return {
    async docs() {
      const { gatewayDocsPage } = await import('./docs-page.ts');
      const { docsPagePolicy } = await import('#platform/docs/docs-page.ts');
      return {
        status: 200,
        body: gatewayDocsPage({ product, revision }),
        headers: { 'content-security-policy': docsPagePolicy },
      };
    },
    async openapi() {
      const { gatewayOpenApi } = await import('#shared/gateway-api/openapi.ts');
      return { status: 200, body: gatewayOpenApi({ title: product, version: revision }) };
    },
  };
}
