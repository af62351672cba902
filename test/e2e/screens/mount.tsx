import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../../../renderer/app/global.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app/app.tsx';
import { createFakeBridge } from '../../fakes/fake-bridge.ts';
import { scenarios } from './scenarios.ts';

/** Mounts the screens on a pretended host in the state that `?scenario=` names; `?theme=` chooses the theme. */
const wanted = new URLSearchParams(window.location.search);
const scenario = scenarios.find((entry) => entry.name === wanted.get('scenario')) ?? scenarios[0];
const root = document.getElementById('root');
if (!root || !scenario) throw new Error('nothing to mount');

const theme = wanted.get('theme') === 'dark' ? 'dark' : 'light';
const options = scenario.make();
const bridge = createFakeBridge({
  ...options,
  state: { ...options.state, settings: { ...options.state.settings, theme } },
});
localStorage.setItem('mantine-color-scheme-value', theme);
window.location.hash = scenario.hash;
createRoot(root).render(<App bridge={bridge} />);

// A job that ends while another screen is looked at.
window.addEventListener('fake-job-end', () => {
  const [first] = bridge.state.jobs;
  if (first) bridge.emit('maintenance.changed', first);
});

// A picture of the lost host wants the screens loaded first.
window.addEventListener('fake-host-lost', () => {
  bridge.setLink({ state: 'lost', since: Date.now() - 8_000, nextTryAt: Date.now() + 4_000 });
});

// A device that talks while somebody reads further up.
window.addEventListener('fake-serial-lines', () => {
  const [first] = bridge.state.serial?.consoles ?? [];
  const { output } = bridge.state.serial ?? {};
  if (!first || !output) return;
  const more = new TextEncoder().encode('\r\nanother line'.repeat(7));
  const joined = new Uint8Array([...(output[first.id] ?? []), ...more]);
  output[first.id] = joined;
  bridge.emit('serial.arrived', { id: first.id, total: joined.length, sent: first.sent });
});

// A gateway that stops answering: what was read of it stays on the screen.
window.addEventListener('fake-gateway-away', () => {
  const [first] = bridge.state.gateways;
  if (!first) return;
  const at = Date.now();
  bridge.emit('gateways.changed', {
    ...first,
    connection: { ...first.connection, state: 'unreachable', since: at, nextTryAt: at + 5_000 },
  });
});
