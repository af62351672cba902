import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconBuildingFactory2,
  IconHelpCircle,
  IconLifebuoy,
  IconRouter,
  IconSettings,
  IconTerminal2,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { paths, placeOf } from '../lib/routes.ts';
import iconUrl from './icon.svg';
import classes from './shell.module.css';

interface RailEntry {
  to: string;
  word: string;
  icon: TablerIcon;
  screens: readonly string[];
}

const above: readonly RailEntry[] = [
  { to: paths.gateways, word: 'Gateways', icon: IconRouter, screens: ['gateways', 'gateway'] },
  { to: paths.serial, word: 'Serial', icon: IconTerminal2, screens: ['serial'] },
  { to: paths.recovery, word: 'Recovery', icon: IconLifebuoy, screens: ['recovery'] },
  { to: paths.site, word: 'Site', icon: IconBuildingFactory2, screens: ['site'] },
];

const below: readonly RailEntry[] = [
  { to: paths.settings, word: 'Settings', icon: IconSettings, screens: ['settings'] },
  { to: paths.help, word: 'Help', icon: IconHelpCircle, screens: ['help'] },
];

/** The rail: icon and word; icons only below 1100 px, where the word moves into a tooltip. */
export function Rail() {
  const [path] = useLocation();
  const narrow = useMediaQuery('(max-width: 1100px)') ?? false;
  const { screen } = placeOf(path);
  const item = ({ to, word, icon: Icon, screens }: RailEntry) => (
    <Tooltip key={to} label={word} position="right" disabled={!narrow}>
      <Link
        href={to}
        className={classes.railItem}
        aria-current={screens.includes(screen) ? 'page' : undefined}
      >
        <Icon size={20} stroke={1.7} aria-hidden />
        <span className={classes.word}>{word}</span>
      </Link>
    </Tooltip>
  );
  return (
    <nav className={classes.rail} aria-label="Screens">
      <div className={classes.brand}>
        <img src={iconUrl} alt="" />
        <span className={classes.word}>Gatewright</span>
      </div>
      {above.map(item)}
      <div className={classes.railGap} />
      {below.map(item)}
    </nav>
  );
}
