// The skin of the documentation. Pages are the Markdown files of the repository as they are; docs/site.sh builds them.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { isPage, named } from '../source/[file].paths.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const index = readFileSync(join(root, 'docs/README.md'), 'utf8')
const guides = [...index.matchAll(/^\d+\. \[(.+?)]\((.+?)\.md\)/gm)]
  .map(([, text, page]) => ({ text, link: '/' + page }))

function cell(shade, k) {
  const color = `hsl(${290 - 25 * shade} 60% ${10 + 6 * shade}%)`
  return `<rect x="${k % 3}" y="${Math.floor(k / 3)}" width="1" height="1" fill="${color}"/>`
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 3">${[...'465798132'].map(cell).join('')}</svg>`

// Lines of code are long here, and the hero has said the title of the home page.
const style = `
.VPDoc.has-aside .content-container { max-width: 800px !important }
.VPHome .vp-doc h1 { display: none }
.vp-doc code { box-decoration-break: clone; -webkit-box-decoration-break: clone }
.vp-doc [class*='language-'] code { font-size: 13px }
.vp-doc img { border-radius: 6px; margin: 0 auto }
.vp-doc img[src*='svg'] { width: 100%; max-width: 760px }
.vp-doc td code { overflow-wrap: anywhere }
.dark .vp-doc img { filter: brightness(0.9) }
@media (max-width: 640px) { .vp-doc td:has(img) { display: block } }
.vp-doc thead:not(:has(th:not(:empty))) { display: none }`

/** Where the site has a file of the repository; sources that pages link to are pages themselves. */
function address(file) {
  if (file === 'README.md') return '/'
  if (file === 'docs/README.md') return '/guides'
  return isPage(file) ? '/' + basename(file, '.md').toLowerCase() : '/source/' + named(file)
}

/** The address that a link of a page has on the site. */
function follow(href, page) {
  if (/^([a-z]+:|#|\/)/.test(href)) return href
  const [path, hash] = href.split('#')
  const target = join(dirname(page), path)
  if (!existsSync(target) || !statSync(target).isFile()) throw new Error(`${page}: ${href} is no file`)
  return address(relative(root, target)) + (hash ? '#' + hash : '')
}

/** Lets links lead to pages of the site, code of any kind look alike, and braces in code mean nothing to Vue. */
function tokens(md) {
  md.core.ruler.push('keops', ({ tokens, env }) => tokens.flatMap(it => [it, ...it.children ?? []]).forEach(token => {
    if (token.type === 'link_open') token.attrSet('href', follow(token.attrGet('href'), env.realPath ?? env.path))
    if (token.type === 'code_inline') token.attrSet('v-pre', '')
    if (token.type === 'code_block') token.type = 'fence'
  }))
}

/** Finds Vue for pages that lie beside this folder, not in it. */
const fromHere = {
  name: 'from-here',
  enforce: 'pre',
  resolveId(id, importer, options) {
    if (/^vue($|\/)/.test(id) && !importer?.includes('node_modules')) {
      return this.resolve(id, fileURLToPath(import.meta.url), { ...options, skipSelf: true })
    }
  },
}

export default defineConfig({
  title: 'KeOps for Java',
  head: [
    ['link', { rel: 'icon', href: 'data:image/svg+xml,' + encodeURIComponent(icon) }],
    ['style', {}, style],
  ],
  description: 'Reductions of formulas over all pairs of points, in Java',
  base: process.env.KEOPS_SITE_BASE ?? '/',
  srcDir: root,
  srcExclude: ['**/target*/**', '{bindings,console,examples,src}/**', 'jmh/sections/**'],
  rewrites: file => file.startsWith('docs/source/') ? file.slice(5)
    : file === 'README.md' ? 'index.md' : address(file).slice(1) + '.md',
  outDir: join(root, 'docs/target/site'),
  cacheDir: join(root, 'docs/target/cache'),
  vite: { publicDir: join(root, 'docs/target/public'), plugins: [fromHere] },
  markdown: {
    // Anchors are those of GitHub.
    anchor: { slugify: text => text.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-') },
    config: tokens,
  },
  transformPageData: page => page.relativePath === 'index.md' ? { frontmatter: {
    layout: 'home',
    hero: {
      name: 'KeOps for Java',
      text: 'All pairs of points, none of them stored',
      tagline: 'Sums, minima and softmaxes of formulas over millions of points, with their gradients. ' +
        'Java 25, no dependency.',
      image: '/optimal-transport-colours.png',
      actions: [
        { text: 'Install', link: '/install' },
        { text: 'From Python', link: '/from-python', theme: 'alt' },
        { text: 'Gallery', link: '/gallery', theme: 'alt' },
      ],
    },
  } } : undefined,
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/guides' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'Benchmarks', link: '/results' },
      { text: 'API', link: '/api/index.html', target: '_self' },
    ],
    sidebar: [{ text: 'Guides', link: '/guides', items: guides }, { text: 'More', items: [
      { text: 'Gallery', link: '/gallery' },
      { text: 'Benchmarks', link: '/results' },
      { text: 'Changelog', link: '/changelog' },
      { text: 'Contributing', link: '/contributing' },
    ] }],
    outline: [2, 3],
    search: { provider: 'local' },
  },
})
