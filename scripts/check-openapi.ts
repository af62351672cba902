/** The OpenAPI documents that the servers serve at `/docs/openapi.json`, against the schema of OpenAPI itself. */
import process from 'node:process';
import { Validator } from '@seriousme/openapi-schema-validator';
import { fleetOpenApi } from '#shared/fleet-api/openapi.ts';
import { gatewayOpenApi } from '#shared/gateway-api/openapi.ts';

const documents = {
  gateway: gatewayOpenApi({ title: 'Gatewright gateway', version: '0.0.0' }),
  fleet: fleetOpenApi({ title: 'Gatewright fleet backend', version: '0.0.0' }),
};
for (const [name, document] of Object.entries(documents)) {
  const validator = new Validator();
  // The validator keeps what it is given; JSON is what clients read.
  const result = await validator.validate(JSON.parse(JSON.stringify(document)));
  if (result.valid) {
    const paths = Object.keys(document.paths as object).length;
    console.log(`OpenAPI ${validator.version}, ${name}: ${paths} paths, valid`);
  } else {
    console.error(name, JSON.stringify(result.errors, null, 2));
    process.exitCode = 1;
  }
}
