import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  NavLink,
  Paper,
  Table,
  Tooltip,
} from '@mantine/core';

/** The one accent. Shade 7 carries white text with 5.6:1, shade 4 reads on the dark background with 7:1. */
const petrol: MantineColorsTuple = [
  '#e9f6f8',
  '#d3e9ed',
  '#a6d3db',
  '#75bcc9',
  '#4fabba',
  '#2f97a8',
  '#1b8598',
  '#0f7285',
  '#0b5b6b',
  '#064552',
];

/** Red for what loses something: shade 7 carries white text with 6.6:1, shade 4 reads on the dark background. */
const red: MantineColorsTuple = [
  '#fdecec',
  '#fad4d4',
  '#f5a9a9',
  '#ff8f8f',
  '#ff8f8f',
  '#e05257',
  '#b4232a',
  '#b4232a',
  '#8f1a20',
  '#6d1217',
];

/** Cool greys instead of Mantine's neutral ones; 6 and darker are backgrounds of the dark theme. */
const dark: MantineColorsTuple = [
  '#d3d8dc',
  '#b4bcc3',
  '#99a3ac',
  '#6b7680',
  '#3f4950',
  '#333c43',
  '#242b31',
  '#1a2025',
  '#14191d',
  '#0e1215',
];

/** A touch of at least 36 px for everything that is pressed. */
const hitTarget = '36px';

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol, red, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.35' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm', fw: 500 } },
    ActionIcon: { defaultProps: { size: hitTarget, variant: 'subtle', color: 'gray' } },
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 250,
        withArrow: true,
        transitionProps: { duration: 0 },
        multiline: true,
        maw: 340,
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        size: 480,
        transitionProps: { duration: 100, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.45 },
        closeButtonProps: { 'aria-label': 'Close', size: hitTarget },
      },
    }),
    Drawer: {
      defaultProps: {
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': 'Close', size: hitTarget },
      },
    },
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 0 },
        shadow: 'md',
        position: 'bottom-end',
      },
    },
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'lg' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 0, horizontalSpacing: 'md' } }),
    NavLink: NavLink.extend({ defaultProps: { variant: 'light' } }),
  },
});

/** Muted text is still text: AA on every background that it stands on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--gw-content-width': '1280px' },
  light: {
    '--mantine-color-body': '#f5f7f8',
    '--mantine-color-text': '#1a2227',
    '--mantine-color-dimmed': '#56626a',
    '--mantine-color-default-border': '#d5dce0',
    '--mantine-color-placeholder': '#66727a',
    '--mantine-color-anchor': '#0b5b6b',
    '--mantine-color-error': '#b4232a',
    '--gw-surface': '#ffffff',
    '--gw-rail': '#ffffff',
    '--gw-hover': '#eef2f4',
    '--gw-good': '#1c7a3c',
    '--gw-warn': '#8a5a00',
    '--gw-bad': '#b4232a',
    '--gw-busy': '#0b5b6b',
    '--gw-good-soft': '#e8f5ec',
    '--gw-warn-soft': '#fdf4e0',
    '--gw-bad-soft': '#fdecec',
    '--gw-busy-soft': '#e9f6f8',
    '--gw-drop': '#f3fafb',
    '--gw-terminal': '#ffffff',
    '--gw-chart-1': '#0f7285',
    '--gw-chart-2': '#9a5b00',
    '--gw-chart-3': '#6b4fa0',
  },
  dark: {
    '--mantine-color-body': '#14191d',
    '--mantine-color-text': '#dfe5e9',
    '--mantine-color-dimmed': '#9ba7b0',
    '--mantine-color-default-border': '#323b42',
    '--mantine-color-placeholder': '#8d99a2',
    '--mantine-color-anchor': '#75bcc9',
    '--mantine-color-error': '#ff8f8f',
    '--gw-surface': '#1a2025',
    '--gw-rail': '#171c20',
    '--gw-hover': '#232b31',
    '--gw-good': '#6fcf8e',
    '--gw-warn': '#f0bd5a',
    '--gw-bad': '#ff8f8f',
    '--gw-busy': '#75bcc9',
    '--gw-good-soft': '#17291f',
    '--gw-warn-soft': '#2d2615',
    '--gw-bad-soft': '#331d1f',
    '--gw-busy-soft': '#14282d',
    '--gw-drop': '#172328',
    '--gw-terminal': '#14191d',
    '--gw-chart-1': '#4fabba',
    '--gw-chart-2': '#f0bd5a',
    '--gw-chart-3': '#b39ddb',
  },
});
