import { ActionIcon, Button, Kbd, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { tellFailure } from '../components/notify.tsx';
import { JobsButton } from '../features/jobs/jobs-button.tsx';
import { useAct } from '../lib/bridge/use-act.ts';
import { paletteKeys } from '../lib/platform-keys.ts';
import classes from './shell.module.css';
import { WhereAmI } from './where-am-i.tsx';

/** Where am I, what runs: the same line on every screen. */
export function Header({ onPalette }: { onPalette(): void }) {
  return (
    <header className={classes.header}>
      <WhereAmI />
      <div className={classes.tools}>
        <Button
          variant="default"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">{paletteKeys}</Kbd>}
          onClick={onPalette}
          fw={400}
        >
          Find
        </Button>
        <JobsButton />
        <ThemeButton />
      </div>
    </header>
  );
}

function ThemeButton() {
  const scheme = useComputedColorScheme('light');
  const update = useAct('settings.update');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Switch to the ${other} theme`}>
      <ActionIcon
        aria-label={`Switch to the ${other} theme`}
        onClick={() => void update.run({ theme: other }).then(tellFailure('The theme was not saved'))}
      >
        {scheme === 'dark' ? <IconSun size={20} stroke={1.7} /> : <IconMoon size={20} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}
