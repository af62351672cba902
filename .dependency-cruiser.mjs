/**
 * Who may import whom. `test/unit/house/layering.test.ts` breaks every rule on a fixture and sees it found, because a
 * layering check that cannot resolve an import stays green.
 */

/** A path below the root of the tree that is looked at. */
const folder = (...names) => `^(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two modules that need each other are one module, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nobody uses this file and it uses nobody.',
      severity: 'error',
      from: { orphan: true, path: folder('electron', 'renderer', 'shared'), pathNot: ['\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be resolved hides every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:'] },
    },
    {
      name: 'shared-alone',
      comment: 'Contracts know nobody.',
      severity: 'error',
      from: { path: folder('shared') },
      to: { path: folder('electron', 'renderer', 'scripts', 'test') },
    },
    {
      name: 'shared-no-node',
      comment: 'The screens import shared/: nothing of Node may be in it.',
      severity: 'error',
      from: { path: folder('shared') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-only-shared',
      comment: 'The screens see the host through the bridge only.',
      severity: 'error',
      from: { path: folder('renderer') },
      to: { path: folder('electron', 'scripts', 'test') },
    },
    {
      name: 'renderer-no-node',
      comment: 'The renderer is sandboxed: there is no Node in it.',
      severity: 'error',
      from: { path: folder('renderer') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'host-no-renderer',
      comment: 'The Node side knows no screens.',
      severity: 'error',
      from: { path: folder('electron') },
      to: { path: folder('renderer') },
    },
    {
      name: 'platform-alone',
      comment: 'platform/ is what the servers and the workbench share; it imports none of them.',
      severity: 'error',
      from: { path: folder('electron/platform') },
      to: { path: '^electron/(?!platform/)' },
    },
    {
      name: 'workbench-apart',
      comment: 'Workbench and servers meet over HTTP, MQTT and serial only.',
      severity: 'error',
      from: { path: folder('electron/workbench', 'electron/serve\\.ts') },
      to: { path: folder('electron/gateway', 'electron/fleet') },
    },
    {
      name: 'gateway-apart',
      comment: 'Workbench and servers meet over HTTP, MQTT and serial only.',
      severity: 'error',
      from: { path: folder('electron/gateway') },
      to: { path: folder('electron/workbench', 'electron/fleet') },
    },
    {
      name: 'fleet-apart',
      comment: 'Workbench and servers meet over HTTP, MQTT and serial only.',
      severity: 'error',
      from: { path: folder('electron/fleet') },
      to: { path: folder('electron/workbench', 'electron/gateway') },
    },
    {
      name: 'adapters-from-main-only',
      comment: 'Only the Electron entry wires adapters; everything else sees ports.',
      severity: 'error',
      from: { pathNot: ['^electron/main\\.ts$', '^electron/adapters/', '^test/'] },
      to: { path: folder('electron/adapters') },
    },
    {
      name: 'electron-in-adapters-only',
      comment: 'electron as a value: adapters, the Electron entry and the preload.',
      severity: 'error',
      from: { pathNot: ['^electron/(main|preload)\\.ts$', '^electron/adapters/', '^test/'] },
      to: { path: '(^|/)node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'preload-small',
      comment: 'What runs beside the screens imports the contract and nothing else of ours.',
      severity: 'error',
      from: { path: '^electron/preload\\.ts$' },
      to: { path: '^(electron|renderer|test|scripts)/' },
    },
    {
      name: 'product-no-test',
      comment: 'Fakes and fixtures stay in test/, tools in scripts/.',
      severity: 'error',
      from: { path: folder('electron', 'renderer', 'shared') },
      to: { path: folder('test', 'scripts') },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that package.json does not name is there by luck.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'host-no-dev-package',
      comment: 'The Node side runs with production packages.',
      severity: 'error',
      from: { path: folder('electron') },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['node_modules/electron/'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|test/fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
