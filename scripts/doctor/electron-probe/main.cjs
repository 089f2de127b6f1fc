// Loads TensorFlow in a utility process, as the app does, prints what that process says, and ends.
const path = require('node:path');
const { app, utilityProcess } = require('electron');

app.disableHardwareAcceleration();
app.whenReady().then(() => {
  const probe = utilityProcess.fork(path.join(__dirname, '..', 'tensorflow-probe.cjs'), [], {
    stdio: 'inherit',
    env: { ...process.env, TF_MKL_ALLOC_MAX_BYTES: '1900000000' },
  });
  let told = false;
  probe.on('message', (found) => {
    told = true;
    process.stdout.write(`PROBE ${JSON.stringify(found)}\n`);
  });
  probe.on('exit', (code) => {
    if (!told) process.stdout.write(`PROBE ${JSON.stringify({ error: `the process ended with code ${code}` })}\n`);
    app.exit(0);
  });
});
