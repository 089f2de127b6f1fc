import { openProject } from '../../main/services/open-project.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';

/** Opens a project for writing, as the window and the command line do. */
export const openAsApp = (folder: string): ServiceContext =>
  openProject({ folder }, { appVersion: '0.1.0', computer: 'reading-room' });
