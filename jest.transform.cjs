const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

/** Strips the types of one file; modules stay ES modules. */
const process = (source, path) =>
  transformSync(source, {
    loader: 'ts',
    format: 'esm',
    target: 'node24',
    sourcemap: 'inline',
    sourcefile: path,
  });

const getCacheKey = (source, path) =>
  createHash('sha1').update(version).update('\0').update(path).update('\0').update(source).digest('hex');

module.exports = { process, getCacheKey };
