import Markdown, { type Components } from 'react-markdown';
import classes from './release-notes.module.css';
import { isWebAddress } from './update-view.ts';

/**
 * Headings go below the card's own; links are shown as what they are, because nothing of ours opens a foreign page; pictures
 * would be fetched from elsewhere, and the policy of the screens refuses that.
 */
const components: Components = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  a: ({ children, href }) => (
    <span>
      {children}
      {isWebAddress(href) ? <span className={classes.address}> ({href})</span> : null}
    </span>
  ),
  img: ({ alt }) => (alt ? <span className={classes.address}>[{alt}]</span> : null),
};

/** What is new, as its maker wrote it in Markdown. HTML in it stays text. */
export default function ReleaseNotes({ markdown, version }: { markdown: string; version: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
    <section className={classes.notes} tabIndex={0} aria-label={`What is new in ${version}`}>
      <Markdown components={components}>{markdown}</Markdown>
    </section>
  );
}
