import { bundleDoors } from './build.ts';

/** Bundles the doors that it is given and prints their files: whoever may not wait for a promise runs it as a process. */
process.stdout.write(JSON.stringify(await bundleDoors(process.argv.slice(2))));
