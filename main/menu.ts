import { Menu, type MenuItemConstructorOptions } from 'electron';

/** The menu: standard roles only. Reload and developer tools are there in development, never in the packaged app. */
export function setMenu(packaged: boolean): void {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const development: MenuItemConstructorOptions[] = packaged
    ? []
    : [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    ...(process.platform === 'darwin' ? [] : [{ label: 'File', submenu: [{ role: 'quit' } as const] }]),
    {
      label: 'Edit',
      // The keys of undo and redo belong to the reads: these roles would take them.
      submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    { label: 'View', submenu: [{ role: 'togglefullscreen' }, ...development] },
    { label: 'Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
