/** The OpenAPI document that the gateway serves at `/docs/openapi.json`, against the schema of OpenAPI itself. */
import process from 'node:process';
import { Validator } from '@seriousme/openapi-schema-validator';
import { gatewayOpenApi } from '#shared/gateway-api/openapi.ts';

const document = gatewayOpenApi({ title: 'Gatewright gateway', version: '0.0.0' });
const validator = new Validator();
// The validator keeps what it is given; JSON is what clients read.
const result = await validator.validate(JSON.parse(JSON.stringify(document)));
if (result.valid) {
  console.log(`OpenAPI ${validator.version}: ${Object.keys(document.paths as object).length} paths, valid`);
} else {
  console.error(JSON.stringify(result.errors, null, 2));
  process.exitCode = 1;
}
