import { restoreProject } from '../../main/services/restore-project.ts';

// `node restoring-process.cjs PROJECT BACKUP` says `ready`, restores the backup when it is told anything, and says `restored`.

const [, , folder = '', backup = ''] = process.argv;
process.stdin.once('data', () => {
  restoreProject({ folder, backup, reader: 'Ada' }, { appVersion: '0.1.0' });
  process.stdout.write('restored\n', () => process.exit());
});
process.stdout.write('ready\n');
