import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { RouteErrorBoundary } from '../components/route-error-boundary.tsx';
import { IdentifyNotices } from '../features/gateway/identify-notices.tsx';
import { JobNotices } from '../features/jobs/job-notices.tsx';
import { RunNotices } from '../features/recovery/run-notices.tsx';
import { useClientState } from '../lib/client-state/client-context.tsx';
import { paths } from '../lib/routes.ts';
import { AppNotices } from './app-notices.tsx';
import { Header } from './header.tsx';
import { HostLostBanner } from './host-lost-banner.tsx';
import { Rail } from './rail.tsx';
import { Routes } from './routes.tsx';
import classes from './shell.module.css';
import { ThemeSync } from './theme-sync.tsx';
import { useRefuseDrops } from './use-refuse-drops.ts';

const Dialogs = lazy(() => import('./dialogs.tsx'));
const CommandPalette = lazy(() => import('./command-palette.tsx'));
const JobsDrawer = lazy(() => import('../features/jobs/jobs-drawer.tsx'));

/** The frame around every screen: rail, header, content; and what can open from anywhere. */
export function Shell() {
  const [path] = useLocation();
  const mainRef = useRef<HTMLElement>(null);
  const [paletteWanted, setPaletteWanted] = useState(0);
  const dialogOpen = useClientState((state) => state.dialog !== null);
  const jobsWanted = useWasTrue(useClientState((state) => state.jobsOpen));
  const dialogsWanted = useWasTrue(dialogOpen);
  const openPalette = () => setPaletteWanted((times) => times + 1);
  useRefuseDrops();
  useHotkeys([['mod+K', openPalette]], []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen begins at its top
  useEffect(() => {
    mainRef.current?.scrollTo({ top: 0 });
  }, [path]);

  return (
    <div className={classes.root}>
      {/* The hash is the address of the screen: a link would change it. */}
      <button type="button" className={classes.skip} onClick={() => mainRef.current?.focus()}>
        Skip to content
      </button>
      <ThemeSync />
      <Rail />
      <HostLostBanner />
      <Header onPalette={openPalette} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <main ref={mainRef} id="main" tabIndex={0} className={classes.main}>
        <div className={classes.content}>
          <AppNotices />
          <RouteErrorBoundary key={screenKey(path)}>
            <Routes />
          </RouteErrorBoundary>
        </div>
      </main>
      <JobNotices />
      <RunNotices />
      <IdentifyNotices />
      <Suspense>
        {paletteWanted > 0 ? <CommandPalette opened={paletteWanted} /> : null}
        {jobsWanted ? <JobsDrawer /> : null}
        {dialogsWanted ? <Dialogs /> : null}
      </Suspense>
    </div>
  );
}

/** The tabs of one gateway are one screen, and so are all consoles: changing them keeps the focus on the tab. */
const screenKey = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith(paths.serial) ? 2 : 3)
    .join('/');

/** True from the first time on: what opens late is loaded late and then stays. */
function useWasTrue(value: boolean): boolean {
  const [was, setWas] = useState(value);
  if (value && !was) setWas(true);
  return was || value;
}
