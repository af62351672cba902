import { Menu, type MenuItemConstructorOptions } from 'electron';

/** macOS takes copy, paste and quit from the menu; elsewhere the screens are the menu. */
const macTemplate: MenuItemConstructorOptions[] = [
  { role: 'appMenu' },
  { role: 'editMenu' },
  { role: 'windowMenu' },
];

export function setApplicationMenu(platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(macTemplate) : null);
}
