// Takes comments, spaces and long names out of scripts and styles, in place: minify.mjs <folder> <files in it>.
// `cargo xtask dist` runs it.
import { build } from 'esbuild';

const [folder, ...files] = process.argv.slice(2);
await build({
  entryPoints: files,
  outdir: folder,
  outbase: folder,
  allowOverwrite: true,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
});
